// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type MouseEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { MergedList } from './merged-list.ts';
import { type ColumnPlan, checkboxWidth, stateWidth } from './plan-columns.ts';
import css from './table.module.css';
import type { TableEntry } from './table-entry.ts';
import { TableHead, type TableHeadProps } from './table-head.tsx';
import { SkeletonRows, TableRow } from './table-row.tsx';
import { useGradualCount } from './use-gradual-count.ts';

/** Height of the sticky head, px. */
const headHeight = 28;
/** Room under the last row for the action bar (design.md). */
const actionBarRoom = 56;

/** What the keyboard needs of the rows on screen. */
export interface TableViewHandle {
  scrollToIndex(index: number): void;
  /** Rows that fit, for page up and page down. */
  pageSize(): number;
  focus(): void;
}

export interface TableViewProps extends Omit<TableHeadProps, 'columns' | 'shortClusters'> {
  readonly merged: MergedList;
  readonly view: readonly TableEntry[];
  readonly plan: ColumnPlan;
  readonly label: string;
  readonly rowHeight: number;
  readonly colours: ReadonlyMap<ContextId, number>;
  readonly staleContexts: ReadonlySet<ContextId>;
  readonly selected: ReadonlySet<string>;
  readonly cursorKey: string | null;
  readonly loading: boolean;
  readonly judged: boolean;
  readonly onRowClick: (entry: TableEntry, index: number, event: MouseEvent) => void;
  readonly onRowMenu: (entry: TableEntry, index: number, event: MouseEvent) => void;
  readonly handle: Ref<TableViewHandle>;
  readonly children?: ReactNode;
}

/** The virtualised rows under their heads: what is on screen and a few more are in the document. */
export function TableView(props: TableViewProps) {
  const { merged, view, plan, rowHeight } = props;
  const { t } = useTranslation('tables');
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: view.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // No getItemKey: all rows are equally high, and keys of 50,000 rows would be computed anew with every re-sort.
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: actionBarRoom,
    paddingEnd: props.selected.size > 0 ? actionBarRoom : 0,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by the virtualizer and must be forgotten with another density
  useEffect(() => virtualizer.measure(), [rowHeight]);

  useImperativeHandle(props.handle, () => ({
    scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    pageSize: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));

  const columns = `${checkboxWidth}px ${stateWidth}px ${plan.columns.map((column) => `${column.width}px`).join(' ')}`;
  const all = virtualizer.getVirtualItems();
  const items = all.slice(0, useGradualCount(all.length));
  const cursorIndex = props.cursorKey === null ? -1 : items.find((item) => view[item.index]?.key === props.cursorKey)?.index;
  return (
    <div className={css.frame}>
      <div
        ref={scroller}
        className={css.scroller}
        role="grid"
        tabIndex={0}
        data-keys
        aria-label={props.label}
        aria-rowcount={view.length + 1}
        aria-multiselectable="true"
        {...(cursorIndex !== undefined && cursorIndex >= 0 ? { 'aria-activedescendant': `row-${cursorIndex}` } : {})}
        style={{ '--columns': columns, '--table-width': `${plan.width}px` } as CSSProperties}
      >
        <TableHead {...props} columns={plan.columns} shortClusters={plan.shortClusters} />
        <div
          role="rowgroup"
          className={css.body}
          style={{ height: virtualizer.getTotalSize() }}
          onPointerEnter={() => merged.hold(true)}
          onPointerLeave={() => merged.hold(false)}
        >
          {items.map((item) => {
            const entry = view[item.index];
            if (!entry) return null;
            return (
              <TableRow
                key={entry.key}
                merged={merged}
                entry={entry}
                index={item.index}
                top={item.start}
                columns={plan.columns}
                colour={props.colours.get(entry.source.contextId) ?? 1}
                shortClusters={plan.shortClusters}
                judged={props.judged}
                stale={props.staleContexts.has(entry.source.contextId)}
                selected={props.selected.has(entry.key)}
                cursor={entry.key === props.cursorKey}
                onClick={props.onRowClick}
                onMenu={props.onRowMenu}
              />
            );
          })}
        </div>
        {props.loading && view.length === 0 ? (
          <div className={css.body}>
            <SkeletonRows columns={plan.columns} count={14} />
          </div>
        ) : null}
      </div>
      <output className={css.live}>{props.loading ? t('loading') : ''}</output>
      {props.children}
    </div>
  );
}
