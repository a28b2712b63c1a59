// biome-ignore-all lint/a11y/useSemanticElements: rows of a grid that may be virtualised are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWidth } from '../../ui/use-width.ts';
import { planProblemColumns } from './plan-problem-columns.ts';
import type { ProblemRow } from './plan-problem-rows.ts';
import { ProblemTableRow } from './problem-table-row.tsx';
import css from './problems.module.css';

/** Height of the head in px (design.md). */
const headHeight = 28;

/** What the keyboard needs of the rows on screen. */
export interface ProblemTableHandle {
  scrollToIndex(index: number): void;
  /** Rows that fit, for page up and page down. */
  pageSize(): number;
  focus(): void;
}

interface ProblemTableProps {
  readonly rows: readonly ProblemRow[];
  readonly rowHeight: number;
  /** Key of the row under the cursor. */
  readonly cursor: string | null;
  /** The rows are the part of the page that the keys are for. */
  readonly active: boolean;
  readonly onPoint: (key: string) => void;
  readonly onGo: (key: string) => void;
  readonly onFocus: () => void;
  readonly handle: Ref<ProblemTableHandle>;
}

/** Problems in a frame that scrolls: what is on screen and a few more are in the document. `foot` stands below the last one. */
export function ProblemTable({ foot, ...props }: ProblemTableProps & { readonly foot?: ReactNode }) {
  const { rows, rowHeight, handle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    scrollPaddingStart: headHeight,
  });
  useImperativeHandle(handle, () => ({
    scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    pageSize: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    focus: () => grid.current?.focus(),
  }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by the virtualizer and must be forgotten with another density
  useEffect(() => virtualizer.measure(), [rowHeight]);
  return (
    <div className={css.frame}>
      <div ref={scroller} className={css.scroller}>
        <Grid
          {...props}
          gridRef={grid}
          height={virtualizer.getTotalSize()}
          items={virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start }))}
        />
        {foot}
      </div>
    </div>
  );
}

/** Problems as a part of a page that scrolls by itself: all of `rows` are in the document, so they should be few. */
export function ProblemList(props: ProblemTableProps) {
  const { rows, rowHeight, handle } = props;
  const grid = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    scrollToIndex: (index) => grid.current?.querySelector(`#problem-row-${index}`)?.scrollIntoView({ block: 'nearest' }),
    pageSize: () => 10,
    focus: () => grid.current?.focus({ preventScroll: true }),
  }));
  return (
    <div className={css.frame}>
      <Grid
        {...props}
        gridRef={grid}
        height={rows.length * rowHeight}
        items={rows.map((_, index) => ({ index, top: index * rowHeight }))}
      />
    </div>
  );
}

function Grid({
  rows,
  cursor,
  active,
  onPoint,
  onGo,
  onFocus,
  gridRef,
  height,
  items,
}: ProblemTableProps & {
  readonly gridRef: Ref<HTMLDivElement>;
  readonly height: number;
  readonly items: readonly { readonly index: number; readonly top: number }[];
}) {
  const { t } = useTranslation('problems');
  const frame = useRef<HTMLDivElement>(null);
  const columns = planProblemColumns(useWidth(frame));
  const at = items.find(({ index }) => rows[index]?.key === cursor)?.index;
  return (
    <div ref={frame}>
      <div
        ref={gridRef}
        className={css.grid}
        role="grid"
        tabIndex={0}
        data-keys
        aria-label={t('list')}
        aria-rowcount={rows.length + 1}
        {...(at === undefined ? {} : { 'aria-activedescendant': `problem-row-${at}` })}
        style={{ '--columns': columns.template } as CSSProperties}
        onFocus={onFocus}
      >
        <div role="row" className={css.head} aria-rowindex={1}>
          <span role="columnheader">
            <span className="visually-hidden">{t('column.severity')}</span>
          </span>
          {columns.shown.map((column) => (
            <span key={column} role="columnheader" className={column === 'since' ? css.number : undefined}>
              {t(`column.${column}`)}
            </span>
          ))}
        </div>
        <div role="rowgroup" className={css.body} style={{ height }}>
          {items.map(({ index, top }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <ProblemTableRow
                key={row.key}
                row={row}
                index={index}
                top={top}
                columns={columns}
                cursor={row.key === cursor}
                faint={!active}
                onPoint={onPoint}
                onGo={onGo}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
