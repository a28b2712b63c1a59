import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../shared/format-duration.ts';
import type { Cell } from '../../../shared/row.ts';
import { useNowAs } from '../../state/clock.ts';
import { classes } from '../../ui/classes.ts';
import { fitName } from '../../ui/fit-name.ts';
import { formatAbsolute } from '../../ui/format-time.ts';
import { characterWidth, type PlannedColumn } from './plan-columns.ts';
import css from './table.module.css';

/** Columns that hold names of other objects: their ends tell two of them apart, so they are cut in the middle. */
const namesObject = new Set(['node', 'nominated-node', 'object']);

import { cellOf, type TableEntry } from './table-entry.ts';
import { UsageCell } from './usage-cell.tsx';

/** The inside of a cell of one of the kind's own columns. Nothing is ever shown as 0 that is not known to be 0. */
export function TableCell({ entry, column, stale }: { entry: TableEntry; column: PlannedColumn; stale: boolean }) {
  if (column.type === 'cpu' || column.type === 'memory' || column.type === 'percent') return <UsageCell entry={entry} column={column} />;
  const cell = cellOf(entry, column.id);
  if (cell === null || cell === '' || cell === '<none>' || cell === '<unknown>') return <Unknown />;
  if (column.id === 'status' && typeof cell === 'string') return <StatusText text={cell} entry={entry} stale={stale} />;
  if (typeof cell === 'string')
    return namesObject.has(column.id) ? <ObjectName name={cell} width={column.width} /> : <span title={cell}>{cell}</span>;
  if (typeof cell === 'number') {
    if (column.type === 'age') return <Age at={cell} />;
    return cell === 0 ? <span className={css.faint}>0</span> : <NumberText value={cell} />;
  }
  if ('count' in cell) return <Restarts cell={cell} strong={entry.row.health === 'broken' && !stale} />;
  return <Span since={cell.since} until={cell.until} />;
}

function ObjectName({ name, width }: { name: string; width: number }) {
  const { base, hash, suffix } = fitName(name, Math.floor((width - 16) / characterWidth) + 1);
  return <span title={name}>{base + hash + suffix}</span>;
}

/** `—`, and why in a word: the object does not say. */
function Unknown() {
  const { t } = useTranslation('tables');
  return (
    <span className={css.faint} title={t('notSaid')}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{t('notSaid')}</span>
    </span>
  );
}

function NumberText({ value }: { value: number }) {
  const { i18n } = useTranslation();
  return <>{value.toLocaleString(i18n.language)}</>;
}

function StatusText({ text, entry, stale }: { text: string; entry: TableEntry; stale: boolean }) {
  const { t } = useTranslation('tables');
  const shown = entry.gone ? t('gone') : stale ? t('was', { status: text }) : text;
  return (
    <span className={classes(css.status, !stale && !entry.gone && css[entry.row.health])} title={shown}>
      {shown}
    </span>
  );
}

/** An age as kubectl prints it, with the absolute time on hover. */
function Age({ at }: { at: number }) {
  const age = useNowAs((now) => formatDuration(now - at));
  const { i18n } = useTranslation();
  return <span title={formatAbsolute(at, i18n.language)}>{age}</span>;
}

function Span({ since, until }: { since: number; until: number | null }) {
  const length = useNowAs((now) => formatDuration((until ?? now) - since));
  return <>{length}</>;
}

/** `17 · 2m`: how many restarts, and how long ago the last one was. */
function Restarts({ cell, strong }: { cell: Extract<Cell, { count: number }>; strong: boolean }) {
  if (cell.count === 0) return <span className={css.faint}>0</span>;
  return (
    <span className={strong ? css.strong : undefined}>
      {cell.count}
      {cell.lastAt === null ? null : <LastRestart at={cell.lastAt} />}
    </span>
  );
}

function LastRestart({ at }: { at: number }) {
  const elapsed = useNowAs((now) => formatDuration(now - at).replace(/^(\d+[a-z]).*$/, '$1'));
  const { t, i18n } = useTranslation('tables');
  return <span title={t('lastRestart', { at: formatAbsolute(at, i18n.language) })}>{` · ${elapsed}`}</span>;
}
