import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { asContextId, type ContextId } from '../../shared/context-id.ts';

/** The object whose details are open in the drawer. */
export interface SelectedObject {
  readonly contextId: ContextId;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
}

/** Reads `?o=<contextId>|<namespace>|<name>`. A context id may hold a `|`; namespaces and names cannot. */
export function parseSelectedObject(search: string): SelectedObject | null {
  const text = new URLSearchParams(search).get('o');
  const [, contextId, namespace, name] = /^(.+)\|([^|]*)\|([^|]+)$/s.exec(text ?? '') ?? [];
  return contextId && name ? { contextId: asContextId(contextId), namespace: namespace ?? '', name } : null;
}

/** The same query string with another selected object. */
export function withSelectedObject(search: string, selected: SelectedObject | null): string {
  const params = new URLSearchParams(search);
  if (selected) params.set('o', `${selected.contextId}|${selected.namespace}|${selected.name}`);
  else params.delete('o');
  return params.toString();
}

/** The selected object of the URL, and how to change it. Moving from one object to the next replaces the history entry. */
export function useSelectedObject(): { selected: SelectedObject | null; select: (selected: SelectedObject | null) => void } {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const select = useCallback(
    (next: SelectedObject | null) => {
      const before = window.location.search;
      const query = withSelectedObject(before, next);
      navigate(query === '' ? path : `${path}?${query}`, { replace: next !== null && parseSelectedObject(before) !== null });
    },
    [navigate, path],
  );
  return useMemo(() => ({ selected: parseSelectedObject(search), select }), [search, select]);
}
