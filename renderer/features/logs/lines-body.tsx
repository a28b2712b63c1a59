import { type ComponentProps, type Ref, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogSettings } from '../../../shared/settings.ts';
import { useSettings } from '../../state/settings-store.ts';
import type { LineScroller, PlannedRow, ScrollPlan } from './line-scroller.ts';
import css from './lines.module.css';
import { LogLine } from './log-line.tsx';
import { LogMarkRow } from './log-mark.tsx';
import type { LogViewModel } from './log-view-model.ts';
import { levelAt, type TextOptions } from './plan-row.ts';
import { useSlice } from './slices.ts';
import type { SourceLook } from './source-looks.ts';

/** The rows in the document, moved so that the anchor's row stands where it should. */
export function LinesBody({
  ref,
  model,
  scroller,
  plan,
  height,
  looks,
  options,
  onOpen,
  ...rest
}: {
  ref: Ref<HTMLDivElement>;
  model: LogViewModel;
  scroller: LineScroller;
  plan: ScrollPlan;
  height: number;
  looks: ReadonlyMap<number, SourceLook>;
  options: TextOptions;
  onOpen: (id: number) => void;
} & ComponentProps<'div'>) {
  const { t } = useTranslation('log-lines');
  const { times, prefix, wrap } = useSettings((state) => state.settings.logs);
  const sources = useSlice(model.slices, 'sources');
  const search = useSlice(model.slices, 'search');
  const marked = useSlice(model.slices, 'marked');
  const rows = useRef<HTMLDivElement>(null);

  // Before the paint: rows above the anchor may be as high as they like without anything moving on screen.
  useLayoutEffect(() => {
    const element = rows.current;
    if (!element) return;
    if (wrap) {
      for (const child of element.children) {
        if (child instanceof HTMLElement && child.dataset.id !== undefined) scroller.measured(Number(child.dataset.id), child.offsetHeight);
      }
    }
    const anchor = element.children[plan.anchorIndex];
    const top = plan.following
      ? Math.max(0, element.offsetHeight - height)
      : (anchor instanceof HTMLElement ? anchor.offsetTop - marginOf(plan.rows[plan.anchorIndex]) : 0) + plan.offset;
    element.style.transform = `translateY(${-top}px)`;
  });

  useSelectionPauses(rows, model);
  const again = useRef((id: number) => void model.again(id));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the lines have the keyboard: cursor, pages, search
    <div {...rest} ref={ref} className={css.body} role="log" aria-live="off" aria-label={t('title')} tabIndex={0} data-keys>
      <div ref={rows} className={css.rows}>
        {plan.rows.map(({ position, row }) => {
          if (!row) return <div key={`at ${position}`} className={css.line} />;
          if (row.type === 'mark') {
            return (
              <LogMarkRow
                key={row.id}
                row={row}
                source={sources.get(row.source)}
                name={looks.get(row.source)?.uncut ?? ''}
                cursor={row.id === plan.cursor}
                onAgain={again.current}
              />
            );
          }
          return (
            <LogLine
              key={row.id}
              row={row}
              look={looks.get(row.source)}
              level={levelAt(position, (at) => model.row(at))}
              times={times}
              prefix={prefix !== 'none'}
              before={beforeOf(times, model, position)}
              options={options}
              cursor={row.id === plan.cursor}
              hit={row.id === search?.current?.id}
              marked={marked.has(row.id)}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

/** A mark's upper margin, px, counts as a part of it. */
function marginOf(planned: PlannedRow | undefined): number {
  return planned?.row?.type === 'mark' ? 2 : 0;
}

function beforeOf(times: LogSettings['times'], model: LogViewModel, position: number) {
  if (times !== 'delta') return null;
  const row = model.row(position - 1);
  return row ? { time: row.time, nanos: row.type === 'line' ? row.nanos : 0 } : null;
}

/** Selecting text stops following: what is being selected must not move away. */
function useSelectionPauses(rows: React.RefObject<HTMLElement | null>, model: LogViewModel): void {
  useEffect(() => {
    const onSelection = () => {
      const selection = document.getSelection();
      const node = selection?.anchorNode;
      if (selection && !selection.isCollapsed && node && rows.current?.contains(node)) model.follow(false);
    };
    document.addEventListener('selectionchange', onSelection);
    return () => document.removeEventListener('selectionchange', onSelection);
  }, [rows, model]);
}
