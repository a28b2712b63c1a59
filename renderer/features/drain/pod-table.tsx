// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { useWidth } from '../../ui/use-width.ts';
import { planPodColumns } from './plan-pod-columns.ts';
import type { PlanRow } from './plan-rows.ts';
import css from './pod-table.module.css';
import { PlanTableRow, type RowSurroundings } from './pod-table-row.tsx';

/** Height of the sticky head and of the head of a node, px. */
const headHeight = 28;
const nodeHeight = 28;
/** The scroll bar takes as much (base.css), px. */
const scrollBar = 11;

/** What the keyboard needs of the rows on screen. */
export interface PodTableHandle {
  scrollToIndex(index: number): void;
  /** Rows that fit, for page up and page down. */
  pageSize(): number;
  focus(): void;
}

/** Pods of all contexts and nodes under one head, virtualised: what is on screen and a few more are in the document. */
export function PodTable({
  rows,
  contexts,
  rowHeight,
  cursor,
  busy,
  handle,
  onRow,
}: {
  rows: readonly PlanRow[];
  contexts: ReadonlyMap<ContextId, RowSurroundings>;
  rowHeight: number;
  /** Place of the row that the keyboard is on; -1 = none. */
  cursor: number;
  busy: boolean;
  handle: Ref<PodTableHandle>;
  /** A click, or a double click, which opens. */
  onRow: (row: PlanRow, open: boolean) => void;
}) {
  const { t } = useTranslation('drain');
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller) - scrollBar;
  const columns = useMemo(() => planPodColumns(width), [width]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'node' ? nodeHeight : rowHeight),
    overscan: 8,
    scrollPaddingStart: headHeight + nodeHeight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by the virtualizer and must be forgotten with other rows or another density
  useEffect(() => virtualizer.measure(), [rows, rowHeight]);
  useImperativeHandle(handle, () => ({
    scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    pageSize: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));
  const template = Object.values(columns)
    .filter((each) => each > 0)
    .map((each) => `${each}px`)
    .join(' ');
  const heads = [
    ['pod', columns.pod],
    ['namespace', columns.namespace],
    ['verdict', columns.verdict],
    ['budget', columns.budget],
    ['know', columns.know],
  ] as const;
  const items = virtualizer.getVirtualItems();
  const shown = items.some((item) => item.index === cursor);
  return (
    <div className={css.frame}>
      <div
        ref={scroller}
        className={css.scroller}
        role="grid"
        tabIndex={0}
        data-keys
        aria-label={t('table')}
        aria-rowcount={rows.length + 1}
        aria-busy={busy}
        {...(shown ? { 'aria-activedescendant': `plan-row-${cursor}` } : {})}
        style={{ '--columns': template } as CSSProperties}
      >
        <div role="row" aria-rowindex={1} className={css.head}>
          <div role="columnheader">
            <span className="visually-hidden">{t('column.state')}</span>
          </div>
          {heads.map(([id, room]) =>
            room > 0 ? (
              <div key={id} role="columnheader">
                {t(`column.${id}`)}
              </div>
            ) : null,
          )}
        </div>
        <div role="rowgroup" className={css.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            const surroundings = row && contexts.get(row.contextId);
            if (!row || !surroundings) return null;
            return (
              <PlanTableRow
                key={row.key}
                row={row}
                index={item.index}
                top={item.start}
                height={item.size}
                columns={columns}
                surroundings={surroundings}
                cursor={item.index === cursor}
                onRow={onRow}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
