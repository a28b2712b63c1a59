// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { contextColour } from '../../ui/context-swatch.tsx';
import css from './access.module.css';
import { AccessGridRow } from './access-grid-row.tsx';
import { cellId, type GridCursor } from './grid-cursor.ts';
import type { GridContext, GridRow, RowNumbers } from './plan-grid.ts';

/** Height of a row in px, as `--row-matrix`. */
const rowHeight = 20;
/** Height of the head in px, as in the sheet. */
const headHeight = 40;

/** What the keyboard needs of the grid. */
export interface AccessGridHandle {
  focus(): void;
  scrollTo(row: number): void;
}

/** Resources by verbs, each cell with a mark per cluster; what is on screen and a few rows more are in the document. */
export function AccessGrid({
  rows,
  verbs,
  contexts,
  views,
  numbers,
  cursor,
  onPut,
  onOpen,
  onSight,
  handle,
}: {
  rows: readonly GridRow[];
  verbs: readonly string[];
  contexts: readonly GridContext[];
  views: ReadonlyMap<ContextId, ContextView>;
  numbers: RowNumbers;
  cursor: GridCursor;
  onPut: (cursor: GridCursor) => void;
  onOpen: (cursor: GridCursor) => void;
  /** First and last row in sight. */
  onSight: (first: number, last: number) => void;
  handle: Ref<AccessGridHandle>;
}) {
  const { t } = useTranslation('access');
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    scrollPaddingStart: headHeight,
  });
  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus(),
    scrollTo: (row) => virtualizer.scrollToIndex(row, { align: 'auto' }),
  }));
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSight(first, last), [onSight, first, last]);
  const cellWidth = Math.max(84, 26 + contexts.length * 16);
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="grid"
      tabIndex={0}
      data-keys
      aria-label={t('grid')}
      aria-rowcount={rows.length + 1}
      aria-colcount={verbs.length + 2}
      aria-activedescendant={rows.length > 0 ? cellId(cursor.row, cursor.verb) : undefined}
      style={{ '--verbs': `repeat(${verbs.length}, ${cellWidth}px)` } as CSSProperties}
    >
      <div role="row" className={css.head} aria-rowindex={1}>
        <span role="columnheader" aria-colindex={1}>
          {t('column.group')}
        </span>
        <span role="columnheader" aria-colindex={2}>
          {t('column.resource')}
        </span>
        {verbs.map((verb, place) => (
          <span key={verb} role="columnheader" aria-colindex={place + 3} className={css.verb} title={verb}>
            <span>{verb === 'deletecollection' ? t('column.deleteAll') : verb}</span>
            <em aria-hidden="true">
              {contexts.map(({ contextId }) => (
                <i key={contextId} style={{ background: contextColour(views.get(contextId)?.colour ?? 1) }} />
              ))}
            </em>
          </span>
        ))}
      </div>
      <div role="rowgroup" className={css.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <AccessGridRow
              key={row.key}
              row={row}
              index={item.index}
              top={item.start}
              heads={item.index === 0 || rows[item.index - 1]?.group !== row.group}
              verbs={verbs}
              contexts={contexts}
              views={views}
              numbers={numbers}
              cursor={cursor.row === item.index ? cursor.verb : null}
              onPut={onPut}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}
