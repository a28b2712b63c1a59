// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type Ref, useCallback, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainRun } from '../../../shared/drain-run.ts';
import { useWidth } from '../../ui/use-width.ts';
import { planRunColumns } from './plan-run-columns.ts';
import type { RunRow } from './plan-run-rows.ts';
import css from './run.module.css';
import { RunTableRow } from './run-table-row.tsx';
import type { RunCursor } from './use-run-cursor.ts';

/** Heights of the heads of columns and nodes in px (design.md); rows of pods are as high as those of tables. */
const headHeight = 28;
const nodeHeight = 26;
const podHeight = 28;

/** What the keyboard needs of the rows. */
export interface RunTableHandle {
  scrollToIndex(index: number): void;
}

/** The pods of a run under the heads of their nodes: what is on screen and a few more are in the document. `hold`: the pointer is over them. */
export function RunTable({
  run,
  rows,
  contexts,
  now,
  cursor,
  hold,
  handle,
}: {
  run: DrainRun;
  rows: readonly RunRow[];
  contexts: ReadonlyMap<ContextId, ContextView>;
  now: number;
  cursor: RunCursor;
  hold: (held: boolean) => void;
  handle: Ref<RunTableHandle>;
}) {
  const { t } = useTranslation('drain-run');
  const scroller = useRef<HTMLDivElement>(null);
  const columns = planRunColumns(useWidth(scroller));
  // The same functions as long as the rows are: sizes and keys of thousands of rows are worked out only when they change.
  const estimateSize = useCallback((index: number) => (rows[index]?.type === 'node' ? nodeHeight : podHeight), [rows]);
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey,
    overscan: 6,
    scrollPaddingStart: headHeight,
  });
  useImperativeHandle(handle, () => ({ scrollToIndex: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }) }));
  const items = virtualizer.getVirtualItems();
  const at = items.find((item) => rows[item.index]?.key === cursor.key)?.index;
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="treegrid"
      tabIndex={0}
      data-keys
      aria-label={t('pods')}
      aria-rowcount={rows.length + 1}
      {...(at === undefined ? {} : { 'aria-activedescendant': `run-row-${at}` })}
      style={{ '--columns': columns.template } as CSSProperties}
    >
      <div role="row" className={css.head} aria-rowindex={1}>
        <span role="columnheader">
          <span className="visually-hidden">{t('column.state')}</span>
        </span>
        <span role="columnheader">{t('column.pod')}</span>
        <span role="columnheader" className={css.stageHeads} data-brief={columns.brief ? '' : undefined}>
          {(['asked', 'terminating', 'gone', 'replaced'] as const).map((stage) => (
            <span key={stage}>{t(`stage.${stage}`)}</span>
          ))}
        </span>
        <span role="columnheader">{t('column.now')}</span>
        {columns.brief ? null : <span role="columnheader">{t('column.detail')}</span>}
        <span role="columnheader" className={css.right}>
          {t('column.since')}
        </span>
      </div>
      <div
        role="rowgroup"
        className={css.body}
        style={{ height: virtualizer.getTotalSize() }}
        onPointerEnter={() => hold(true)}
        onPointerLeave={() => hold(false)}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <RunTableRow
              key={row.key}
              run={run}
              row={row}
              index={item.index}
              top={item.start}
              context={contexts.get(row.contextId)}
              now={now}
              brief={columns.brief}
              nameWidth={columns.name}
              cursor={row.key === cursor.key}
              onPut={() => cursor.moveTo(row.key)}
              onOpen={() => cursor.open(row)}
            />
          );
        })}
      </div>
    </div>
  );
}
