import { useMemo } from 'react';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextView } from '../../shared/context-view.ts';
import type { Settings } from '../../shared/settings.ts';
import { useContexts } from './contexts-store.ts';
import { useSettings } from './settings-store.ts';

/** One heading of the rail and the contexts under it. */
export interface ContextGroup {
  /** What the user or the main side called it; `env:<environment>` for contexts without a group; empty for the pinned ones. */
  readonly group: string;
  readonly pinned: boolean;
  readonly contexts: readonly ContextView[];
}

const environmentRank = { prod: 0, staging: 1, dev: 2, unknown: 3 } as const;

/**
 * Groups in the order in which a person reads stakes (pinned, then prod first), contexts within a group in the user's
 * order. There is one order of contexts everywhere: rail, chips, strips, palette.
 */
export function groupContexts(contexts: readonly ContextView[], settings: Pick<Settings, 'contexts'>): ContextGroup[] {
  const orderOf = (context: ContextView) => settings.contexts[context.id]?.order ?? Number.POSITIVE_INFINITY;
  const position = new Map(contexts.map((context, index) => [context.id, index]));
  const sorted = [...contexts].sort((a, b) => compare(orderOf(a), orderOf(b)) || compare(position.get(a.id) ?? 0, position.get(b.id) ?? 0));
  const groups = new Map<string, ContextView[]>();
  const pinned: ContextView[] = [];
  for (const context of sorted) {
    if (context.pinned) pinned.push(context);
    else {
      // The main side groups by environment where the user named no group.
      const byEnvironment = context.group === '' || context.group === (context.environment === 'unknown' ? 'other' : context.environment);
      const group = byEnvironment ? `env:${context.environment}` : context.group;
      groups.set(group, [...(groups.get(group) ?? []), context]);
    }
  }
  const rank = (members: readonly ContextView[]) => Math.min(...members.map((context) => environmentRank[context.environment]));
  const ordered = [...groups].sort(([, a], [, b]) => compare(rank(a), rank(b)));
  return [
    ...(pinned.length > 0 ? [{ group: '', pinned: true, contexts: pinned }] : []),
    ...ordered.map(([group, members]) => ({ group, pinned: false, contexts: members })),
  ];
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The `order` values that put `moved` directly before (or, with `after`, behind) `target`. Every context gets one,
 * so that the order no longer depends on that of the files.
 */
export function moveContext(
  order: readonly ContextId[],
  moved: ContextId,
  target: ContextId,
  after: boolean,
): Record<string, { order: number }> {
  const rest = order.filter((id) => id !== moved);
  const at = rest.indexOf(target);
  if (at < 0) return {};
  rest.splice(after ? at + 1 : at, 0, moved);
  return Object.fromEntries(rest.map((id, index) => [id, { order: index }]));
}

/** Groups of the rail, renewed when contexts or settings change. */
export function useContextGroups(): readonly ContextGroup[] {
  const contexts = useContexts((state) => state.contexts);
  const settings = useSettings((state) => state.settings.contexts);
  return useMemo(() => groupContexts(contexts, { contexts: settings }), [contexts, settings]);
}

/** All contexts in the user's order. */
export function useOrderedContexts(): readonly ContextView[] {
  const groups = useContextGroups();
  return useMemo(() => groups.flatMap((group) => group.contexts), [groups]);
}
