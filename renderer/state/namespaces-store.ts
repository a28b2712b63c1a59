import { useEffect } from 'react';
import { create } from 'zustand';
import type { ContextId } from '../../shared/context-id.ts';
import type { RowChanges } from '../../shared/row.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

const namespaces = { group: '', version: 'v1', resource: 'namespaces' } as const;

/** Names of namespaces as last seen, by context. A context that may not list them has no entry. */
export const useNamespaceNames = create<Readonly<Record<ContextId, readonly string[]>>>(() => ({}));

/**
 * Watches the namespaces of some contexts while `active`; what was seen stays in the store afterwards, for the count in the
 * scope chip. Watches are shared on the main side, so this costs nothing where a table shows namespaces too.
 */
export function useWatchNamespaces(contextIds: readonly ContextId[], active: boolean): void {
  const bridge = useBridge();
  const wanted = active ? contextIds.join('\n') : '';
  useEffect(() => {
    if (wanted === '') return;
    const closers = wanted.split('\n').map((id) => watchNamespaces(bridge, id as ContextId));
    return () => {
      for (const close of closers) close();
    };
  }, [bridge, wanted]);
}

function watchNamespaces(bridge: Bridge, contextId: ContextId): () => void {
  const names = new Map<string, string>();
  return bridge.open('rows.watch', { contextId, resource: namespaces, namespaces: null }, (event) => {
    if (event.type !== 'items') return;
    applyNames(names, event.items);
    useNamespaceNames.setState({ [contextId]: [...names.values()].sort() });
  });
}

function applyNames(names: Map<string, string>, changes: RowChanges): void {
  if (changes.reset) names.clear();
  for (const uid of changes.removes) names.delete(uid);
  for (const row of changes.upserts) names.set(row.uid, row.name);
}
