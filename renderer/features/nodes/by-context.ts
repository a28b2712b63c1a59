import { useCallback } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import { useOrderedContexts } from '../../state/context-order.ts';

/** Things of one context. */
export interface OfContext<Item> {
  readonly contextId: ContextId;
  readonly items: readonly Item[];
}

/** Groups by context: in the user's order of contexts, and within each as they were given. */
export function byContext<Item extends { readonly contextId: ContextId }>(
  items: readonly Item[],
  order: readonly ContextId[],
): readonly OfContext<Item>[] {
  const groups = Map.groupBy(items, ({ contextId }) => contextId);
  const place = (id: ContextId) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...groups].map(([contextId, own]) => ({ contextId, items: own })).sort((a, b) => place(a.contextId) - place(b.contextId));
}

/** `byContext` in the order of the rail. */
export function useByContext(): <Item extends { readonly contextId: ContextId }>(items: readonly Item[]) => readonly OfContext<Item>[] {
  const ordered = useOrderedContexts();
  return useCallback(
    (items) =>
      byContext(
        items,
        ordered.map(({ id }) => id),
      ),
    [ordered],
  );
}
