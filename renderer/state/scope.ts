import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { asContextId, type ContextId } from '../../shared/context-id.ts';
import { useOrderedContexts } from './context-order.ts';
import { useContexts } from './contexts-store.ts';

/** What the URL says about scope: null = not said. */
export interface ScopeParams {
  readonly contextIds: readonly ContextId[] | null;
  /** null = all namespaces. */
  readonly namespaces: readonly string[] | null;
}

/** Reads `?c=<ContextId>&c=…&ns=a&ns=b`; anything else in the query is somebody else's. */
export function parseScope(search: string): ScopeParams {
  const params = new URLSearchParams(search);
  const contexts = unique(params.getAll('c'));
  const namespaces = unique(params.getAll('ns'));
  return {
    contextIds: contexts.length > 0 ? contexts.map(asContextId) : null,
    namespaces: namespaces.length > 0 ? namespaces : null,
  };
}

/** The same query string with another scope, other parameters kept. A change of contexts closes the drawer (`o`). */
export function withScope(search: string, change: Partial<ScopeParams>): string {
  const params = new URLSearchParams(search);
  if (change.contextIds !== undefined) {
    params.delete('c');
    for (const id of change.contextIds ?? []) params.append('c', id);
    params.delete('o');
  }
  if (change.namespaces !== undefined) {
    params.delete('ns');
    for (const namespace of change.namespaces ?? []) params.append('ns', namespace);
  }
  return params.toString();
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))];
}

/** Which clusters and namespaces every table below the top bar shows. */
export interface Scope {
  /** In the user's order. Where the URL names none: all connected contexts. */
  readonly contextIds: readonly ContextId[];
  /** Contexts that the URL names and no kubeconfig has (a bookmark of another machine, a renamed context). */
  readonly missing: readonly ContextId[];
  /** True when the URL names contexts. */
  readonly explicit: boolean;
  /** null = all namespaces. */
  readonly namespaces: string[] | null;
  /** null = all connected contexts. Adds a history entry. */
  setContexts(contextIds: readonly ContextId[] | null): void;
  /** null = all namespaces. Adds a history entry. */
  setNamespaces(namespaces: readonly string[] | null): void;
}

/** The scope of the current URL; setters navigate, so back and forward undo them. */
export function useScope(): Scope {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const ordered = useOrderedContexts();
  // A string, so that a status that arrives every second does not make every table below a new scope.
  const connected = useContexts((state) =>
    ordered
      .filter(({ id }) => state.statuses[id]?.connected)
      .map(({ id }) => id)
      .join('\n'),
  );

  const change = useCallback(
    (next: Partial<ScopeParams>) => {
      const query = withScope(window.location.search, next);
      navigate(query === '' ? path : `${path}?${query}`);
    },
    [navigate, path],
  );

  return useMemo(() => {
    const params = parseScope(search);
    const known = new Set(ordered.map(({ id }) => id));
    const asked = params.contextIds && new Set(params.contextIds);
    return {
      contextIds: asked
        ? ordered.filter(({ id }) => asked.has(id)).map(({ id }) => id)
        : connected === ''
          ? []
          : connected.split('\n').map(asContextId),
      missing: params.contextIds?.filter((id) => !known.has(id)) ?? [],
      explicit: asked !== null,
      namespaces: params.namespaces && [...params.namespaces],
      setContexts: (contextIds) => change({ contextIds: contextIds && contextIds.length > 0 ? contextIds : null }),
      setNamespaces: (namespaces) => change({ namespaces: namespaces && namespaces.length > 0 ? namespaces : null }),
    };
  }, [search, ordered, connected, change]);
}
