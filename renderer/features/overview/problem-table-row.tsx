// biome-ignore-all lint/a11y/useSemanticElements: rows of a grid that may be virtualised are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: every key of a row is bound by the page (use-problem-keys.ts)
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../shared/format-duration.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useNowAs } from '../../state/clock.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { ObjectName } from '../../ui/object-name.tsx';
import type { ProblemColumn, ProblemColumns } from './plan-problem-columns.ts';
import type { ProblemRow } from './plan-problem-rows.ts';
import css from './problems.module.css';
import { useRowWords } from './use-row-words.ts';

/** Padding of a cell, both sides, in px. */
const padding = 16;

/** One problem: what, where, why, since when. */
export const ProblemTableRow = memo(function ProblemTableRow({
  row,
  index,
  top,
  columns,
  cursor,
  faint,
  onPoint,
  onGo,
}: {
  row: ProblemRow;
  index: number;
  /** px from the first row. */
  top: number;
  columns: ProblemColumns;
  cursor: boolean;
  /** The keys are for another part of the page. */
  faint: boolean;
  onPoint: (key: string) => void;
  onGo: (key: string) => void;
}) {
  const { t } = useTranslation('problems');
  const context = useContexts((state) => state.byId.get(row.contextId));
  const words = useRowWords()(row);
  const hidden = row.type === 'object' ? row.hidden : null;
  const cells: Readonly<Record<ProblemColumn, React.ReactNode>> = {
    cluster:
      context === undefined ? (
        row.contextId
      ) : (
        <ContextName colour={context.colour} name={context.displayName} stale={row.type === 'cluster' || row.old} />
      ),
    what: words.name ? (
      <span className="mono">
        <ObjectName name={visibleText(words.what)} width={columns.whatWidth - padding} />
      </span>
    ) : (
      <span title={words.what}>{words.what}</span>
    ),
    namespace: words.namespace === '' ? <Nothing /> : <MiddleText text={visibleText(words.namespace)} />,
    why: <span title={words.sentence}>{words.sentence}</span>,
    affects: words.affects === '' ? <Nothing /> : words.affects,
    since: <Since at={row.since} />,
  };
  return (
    <div
      role="row"
      id={`problem-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={cursor}
      data-hidden={hidden ?? undefined}
      data-problem={row.type === 'object' ? row.problem.cause : 'cluster'}
      style={{ transform: `translateY(${top}px)` }}
      className={classes(css.row, cursor && css.cursor, cursor && faint && css.faintCursor, hidden !== null && css.hidden)}
      onClick={() => onPoint(row.key)}
      onDoubleClick={() => onGo(row.key)}
    >
      <span role="gridcell" className={css.shapeCell}>
        <HealthShape health={hidden === 'expected' ? 'progressing' : row.severity} />
      </span>
      {columns.shown.map((column) => (
        <span key={column} role="gridcell" className={classes(css[column], column === 'since' && css.number)}>
          {cells[column]}
          {column === 'why' && row.type === 'object' && row.old ? <span className={css.old}> ({t('old')})</span> : null}
        </span>
      ))}
    </div>
  );
});

function Nothing() {
  return <span className={css.nothing}>—</span>;
}

function Since({ at }: { at: number | null }) {
  const { t, i18n } = useTranslation('problems');
  const age = useNowAs((now) => (at === null ? '' : formatDuration(Math.max(0, now - at))));
  if (at === null)
    return (
      <span className={css.nothing} title={t('pane.sinceUnknown')}>
        —
      </span>
    );
  return <span title={formatAbsolute(at, i18n.language)}>{age}</span>;
}
