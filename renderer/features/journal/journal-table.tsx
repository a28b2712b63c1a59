// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWidth } from '../../ui/use-width.ts';
import css from './journal.module.css';
import { DayRow, EntryRow } from './journal-row.tsx';
import { planJournalColumns } from './plan-journal-columns.ts';
import type { JournalRow } from './plan-journal-rows.ts';
import type { SaidOutcome } from './use-entry-words.ts';
import type { JournalCursor, JournalTableHandle } from './use-journal-cursor.ts';

/** Heights in px (design.md): the head, the head of a day, an entry. */
const headHeight = 28;
const dayHeight = 26;
/** Rows from the end at which older entries are asked for. */
const olderBefore = 40;

/** The entries under the heads of their days: what is on screen and a few more are in the document. `foot` stands below the last one. */
export function JournalTable({
  rows,
  rowHeight,
  cursor,
  say,
  onOlder,
  handle,
  foot,
}: {
  rows: readonly JournalRow[];
  rowHeight: number;
  cursor: JournalCursor;
  say: (row: Extract<JournalRow, { type: 'entry' }>['entry']) => SaidOutcome;
  onOlder: () => void;
  handle: Ref<JournalTableHandle>;
  foot: ReactNode;
}) {
  const { t } = useTranslation('journal');
  const scroller = useRef<HTMLDivElement>(null);
  const columns = planJournalColumns(useWidth(scroller));
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'day' ? dayHeight : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    scrollPaddingStart: headHeight,
  });
  useImperativeHandle(handle, () => ({
    scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    pageSize: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
  }));
  const items = virtualizer.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) >= rows.length - olderBefore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each length of the list, not for each row that comes into sight
  useEffect(() => {
    if (nearEnd) onOlder();
  }, [nearEnd, rows.length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by the virtualizer and must be forgotten with another density
  useEffect(() => virtualizer.measure(), [rowHeight]);
  const at = items.find((item) => rows[item.index]?.key === cursor.entry?.id)?.index;
  return (
    <div className={css.frame}>
      <div ref={scroller} className={css.scroller}>
        <div
          className={css.grid}
          role="grid"
          tabIndex={0}
          data-keys
          aria-label={t('table')}
          aria-rowcount={rows.length + 1}
          {...(at === undefined ? {} : { 'aria-activedescendant': `journal-row-${at}` })}
          style={{ '--columns': columns.template } as CSSProperties}
        >
          <div role="row" className={css.head} aria-rowindex={1}>
            <span role="columnheader">
              <span className="visually-hidden">{t('column.outcomeShape')}</span>
            </span>
            {(['time', 'action', 'what', 'namespace', 'context', 'credential', 'outcome'] as const)
              .filter((column) => (column !== 'namespace' || columns.namespace) && (column !== 'credential' || columns.credential))
              .map((column) => (
                <span key={column} role="columnheader">
                  {t(`column.${column}`)}
                </span>
              ))}
          </div>
          <div role="rowgroup" className={css.body} style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const place = { index: item.index, top: item.start };
              if (row.type === 'day') return <DayRow key={row.key} row={row} place={place} />;
              return (
                <EntryRow
                  key={row.key}
                  entry={row.entry}
                  place={place}
                  columns={columns}
                  said={say(row.entry)}
                  cursor={row.key === cursor.entry?.id}
                  onShow={() => cursor.show(row.key)}
                />
              );
            })}
          </div>
        </div>
        {foot}
      </div>
    </div>
  );
}
