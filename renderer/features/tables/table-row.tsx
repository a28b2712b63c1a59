// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { type MouseEvent, memo, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckboxShape } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { ObjectName } from '../../ui/object-name.tsx';
import type { MergedList } from './merged-list.ts';
import type { PlannedColumn } from './plan-columns.ts';
import css from './table.module.css';
import { TableCell } from './table-cell.tsx';
import type { TableEntry } from './table-entry.ts';

/** Left and right of the text in a cell, and a pixel for its edge. */
const cellPadding = 17;
/** A row flashes at most this often, in ms. */
const flashEveryMs = 2_000;

export interface TableRowProps {
  readonly merged: MergedList;
  readonly entry: TableEntry;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly PlannedColumn[];
  readonly colour: number;
  readonly shortClusters: boolean;
  readonly stale: boolean;
  /** False for kinds that have no state at all: a question mark on every row would be noise. */
  readonly judged: boolean;
  readonly selected: boolean;
  readonly cursor: boolean;
  readonly onClick: (entry: TableEntry, index: number, event: MouseEvent) => void;
  readonly onMenu: (entry: TableEntry, index: number, event: MouseEvent) => void;
}

/** One row. Renders again when its own object changed, not when others did. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { merged, entry, index, top, columns, stale, selected, cursor } = props;
  const element = useRef<HTMLDivElement>(null);
  const version = useSyncExternalStore(
    (listener) => merged.subscribeRow(entry.key, listener),
    () => entry.version,
  );
  useFlash(element, version);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: every key of a row is bound by the table (use-table-keys.ts)
    <div
      ref={element}
      id={`row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes(css.row, cursor && css.cursor, selected && css.selected, stale && css.stale, entry.gone && css.gone)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => props.onClick(entry, index, event)}
      onContextMenu={(event) => props.onMenu(entry, index, event)}
    >
      <div role="gridcell" className={css.checkCell} data-check>
        <CheckboxShape checked={selected} />
      </div>
      <div role="gridcell" className={css.stateCell}>
        {props.judged || stale || entry.gone ? <HealthShape health={entry.gone ? 'none' : stale ? 'stale' : entry.row.health} /> : null}
      </div>
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={classes(
            css.cell,
            column.alignRight && css.right,
            column.id === 'name' && 'mono',
            column.id === 'cluster' && css.cluster,
          )}
        >
          <CellContent {...props} column={column} />
        </div>
      ))}
    </div>
  );
});

function CellContent({ column, entry, colour, shortClusters, stale }: TableRowProps & { column: PlannedColumn }) {
  switch (column.id) {
    case 'name':
      return <ObjectName name={entry.row.shownName ?? entry.row.name} width={column.width - cellPadding} />;
    case 'cluster':
      return <ContextName colour={colour} name={entry.source.displayName} short={shortClusters} stale={stale} />;
    case 'namespace':
      return <span title={entry.row.namespace}>{entry.row.namespace}</span>;
    default:
      return <TableCell entry={entry} column={column} stale={stale} />;
  }
}

/** Tints the row for a moment when its object changed while it is on screen; a still tint for people who asked for less motion. */
function useFlash(element: React.RefObject<HTMLDivElement | null>, version: number): void {
  const seen = useRef(version);
  const flashedAt = useRef(0);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    const now = performance.now();
    if (now - flashedAt.current < flashEveryMs) return;
    flashedAt.current = now;
    const row = element.current;
    if (!row) return;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    // The opacity of a layer behind the cells: fading a background would style and paint the row again with every frame.
    row.dataset.flash = '';
    const fade = row.animate(
      { opacity: still ? [1, 1] : [1, 0] },
      { duration: still ? flashEveryMs : 900, easing: 'ease-out', pseudoElement: '::before' },
    );
    fade.onfinish = () => delete row.dataset.flash;
  }, [version, element]);
}

/** What screen readers hear when a list is being read for the first time. */
export function SkeletonRows({ columns, count }: { columns: readonly PlannedColumn[]; count: number }) {
  const { t } = useTranslation('tables');
  return (
    <div className={css.skeleton} role="status" aria-label={t('loading')}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={index} className={css.skeletonRow} aria-hidden="true">
          <div className={css.checkCell} />
          <div className={css.stateCell} />
          {columns.map((column, place) => (
            <div key={column.id} className={css.cell}>
              <i className={css.bone} style={{ width: `${45 + ((index * 17 + place * 29) % 40)}%`, opacity: 1 - index / (count + 2) }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
