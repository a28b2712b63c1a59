import { useVirtualizer } from '@tanstack/react-virtual';
import type { TFunction } from 'i18next';
import { type CSSProperties, type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextView } from '../../shared/context-view.ts';
import { type ContextGroup, moveContext, useOrderedContexts } from '../state/context-order.ts';
import { useScope } from '../state/scope.ts';
import { useSettings } from '../state/settings-store.ts';
import css from './rail.module.css';
import { RailItem } from './rail-item.tsx';

/** Longer lists are virtualised; below, every item is in the page, which is simpler for find-in-page and screen readers. */
const virtualAbove = 200;

type Line =
  | { readonly type: 'group'; readonly key: string; readonly label: string; readonly count: number }
  | { readonly type: 'context'; readonly key: string; readonly context: ContextView };

/** The contexts of the rail under their headings. Click shows one, modifier and click adds it, arrows move the focus. */
export function RailList({ groups, compact }: { groups: readonly ContextGroup[]; compact: boolean }) {
  const { t } = useTranslation('shell');
  const scope = useScope();
  const ordered = useOrderedContexts();
  const change = useSettings((state) => state.change);
  const list = useRef<HTMLDivElement>(null);

  const lines = useMemo(
    () =>
      groups.flatMap((group): Line[] => {
        const label = group.pinned ? t('rail.pinned') : groupLabel(group.group, t);
        return [
          { type: 'group', key: `group ${group.pinned} ${group.group}`, label, count: group.contexts.length },
          ...group.contexts.map((context) => ({ type: 'context' as const, key: context.id, context })),
        ];
      }),
    [groups, t],
  );
  const virtual = lines.length > virtualAbove;
  const virtualizer = useVirtualizer({
    count: virtual ? lines.length : 0,
    getScrollElement: () => list.current,
    estimateSize: (index) => (lines[index]?.type === 'group' ? 27 : compact ? 24 : 45),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
  });

  const { setContexts } = scope;
  const current = useRef(scope.contextIds);
  current.current = scope.contextIds;
  const select = useCallback(
    (id: ContextId, add: boolean) => {
      const shown = current.current;
      if (!add) setContexts([id]);
      else setContexts(shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id]);
    },
    [setContexts],
  );
  const drop = useCallback(
    (dropped: ContextId, target: ContextId, after: boolean) => {
      const patch: Record<string, { order: number; group?: string }> = moveContext(
        ordered.map(({ id }) => id),
        dropped,
        target,
        after,
      );
      const from = ordered.find(({ id }) => id === dropped);
      const to = ordered.find(({ id }) => id === target);
      const moved = patch[dropped];
      if (moved && from && to && !to.pinned && from.group !== to.group) patch[dropped] = { ...moved, group: to.group };
      change({ contexts: patch });
    },
    [ordered, change],
  );

  const shown = new Set(scope.contextIds);
  // One item is in the tab order; the arrows reach the others.
  const entry =
    lines.find((line) => line.type === 'context' && shown.has(line.context.id)) ?? lines.find((line) => line.type === 'context');
  const render = (line: Line, style?: CSSProperties) =>
    line.type === 'group' ? (
      <li key={line.key} className={css.group} style={style}>
        <span>{line.label}</span>
        <span className={css.count}>{line.count}</span>
      </li>
    ) : (
      <RailItem
        key={line.key}
        context={line.context}
        selected={shown.has(line.context.id)}
        compact={compact}
        tabIndex={line === entry ? 0 : -1}
        style={style}
        onSelect={select}
        onDropContext={drop}
      />
    );

  return (
    <div className={css.list} ref={list}>
      <ul className={css.lines} style={virtual ? { height: virtualizer.getTotalSize() } : undefined} onKeyDown={moveFocus}>
        {virtual
          ? virtualizer.getVirtualItems().map((item) => {
              const line = lines[item.index];
              return line && render(line, { position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${item.start}px)` });
            })
          : lines.map((line) => render(line))}
      </ul>
    </div>
  );
}

const environmentGroups: Readonly<Record<string, string>> = {
  'env:prod': 'rail.groups.prod',
  'env:staging': 'rail.groups.staging',
  'env:dev': 'rail.groups.dev',
  'env:unknown': 'rail.groups.unknown',
};

/** Heading of a group: the user's own word, or that of the environment. */
function groupLabel(group: string, t: TFunction): string {
  const key = environmentGroups[group];
  return key === undefined ? group : t(key);
}

/** Arrow keys, home and end move between the items that are drawn. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rail-item]')];
  const at = items.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[to]?.focus();
}
