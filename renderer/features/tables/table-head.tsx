// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type DragEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../ui/checkbox.tsx';
import { classes } from '../../ui/classes.ts';
import type { PlannedColumn } from './plan-columns.ts';
import type { TableSort } from './sort-entries.ts';
import css from './table.module.css';

/** px that an arrow key makes a column wider or narrower. */
const keyStep = 8;

export interface TableHeadProps {
  readonly columns: readonly PlannedColumn[];
  readonly shortClusters: boolean;
  readonly sort: TableSort;
  readonly allSelected: boolean | 'mixed';
  readonly onSelectAll: (selected: boolean) => void;
  readonly onSort: (column: string) => void;
  /** null = back to the width that the table chooses. */
  readonly onResize: (column: string, width: number | null) => void;
  /** Puts `column` before `before`. */
  readonly onMove: (column: string, before: string) => void;
}

/** The heads: click or enter sorts, dragging an edge resizes, dragging a head moves the column (alt and arrows do the same). */
export function TableHead(props: TableHeadProps) {
  const { t } = useTranslation('tables');
  const [over, setOver] = useState<string | null>(null);
  const dragged = useRef<string | null>(null);
  const { columns, sort } = props;
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={css.head}>
        <div role="columnheader" className={css.headCheck}>
          <Checkbox checked={props.allSelected} onChange={props.onSelectAll} label={t('selectAll')} />
        </div>
        <div role="columnheader" aria-sort={ariaSort(sort, 'state')}>
          <span className="visually-hidden">{t('columns.state')}</span>
        </div>
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={ariaSort(sort, column.id)}
            className={classes(css.headCell, over === column.id && css.dropBefore)}
            onDragOver={(event) => {
              if (dragged.current === null || dragged.current === column.id) return;
              event.preventDefault();
              setOver(column.id);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              event.preventDefault();
              setOver(null);
              if (dragged.current) props.onMove(dragged.current, column.id);
            }}
          >
            <HeadButton
              column={column}
              short={props.shortClusters}
              sort={sort}
              onSort={props.onSort}
              onDragStart={(event) => {
                dragged.current = column.id;
                event.dataTransfer.effectAllowed = 'move';
              }}
              onDragEnd={() => {
                dragged.current = null;
                setOver(null);
              }}
              onKey={(key, shift) => {
                if (shift) props.onResize(column.id, column.width + (key === 'ArrowRight' ? keyStep : -keyStep));
                else if (key === 'ArrowLeft' && index > 0) props.onMove(column.id, columns[index - 1]?.id ?? '');
                else if (key === 'ArrowRight' && columns[index + 1]) props.onMove(columns[index + 1]?.id ?? '', column.id);
              }}
            />
            <ResizeEdge width={column.width} onResize={(width) => props.onResize(column.id, width)} />
          </div>
        ))}
      </div>
    </div>
  );
}

function ariaSort(sort: TableSort, column: string): 'ascending' | 'descending' | 'none' {
  if (sort.column !== column) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function HeadButton({
  column,
  short,
  sort,
  onSort,
  onDragStart,
  onDragEnd,
  onKey,
}: {
  column: PlannedColumn;
  short: boolean;
  sort: TableSort;
  onSort: (column: string) => void;
  onDragStart: (event: DragEvent) => void;
  onDragEnd: () => void;
  onKey: (key: string, shift: boolean) => void;
}) {
  const { t } = useTranslation('tables');
  const sorted = sort.column === column.id;
  const own = column.id === 'name' || column.id === 'cluster' || column.id === 'namespace';
  const label = own ? t(column.id === 'cluster' && short ? 'columns.clusterShort' : `columns.${column.id}`) : column.head;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      className={classes(css.headButton, column.alignRight && css.right, sorted && css.sorted)}
      title={column.description || undefined}
      draggable
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
      onClick={() => onSort(column.id)}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
        event.preventDefault();
        onKey(event.key, event.shiftKey);
      }}
    >
      <span>{label}</span>
      {sorted ? <Arrow size={11} aria-hidden="true" /> : null}
    </button>
  );
}

/** The edge of a column; a double click gives it back the width that fits. By keyboard: alt, shift and arrows on the head. */
function ResizeEdge({ width, onResize }: { width: number; onResize: (width: number | null) => void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const end = (event: PointerEvent) => {
    start.current = null;
    (event.currentTarget as HTMLElement).removeAttribute('data-active');
  };
  return (
    <span
      className={css.resize}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault();
        start.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.setAttribute('data-active', '');
      }}
      onPointerMove={(event) => {
        if (start.current) onResize(Math.max(40, Math.round(start.current.width + event.clientX - start.current.x)));
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => onResize(null)}
    />
  );
}
