import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useOrderedContexts } from '../../state/context-order.ts';
import { type DrainRequest, type DrainTarget, drainPathOf, parseDrainRequest } from '../../state/drain-path.ts';
import { parseScope } from '../../state/scope.ts';

/** What the address of the page asks for, and how to ask for something else. */
export interface AskedDrain extends DrainRequest {
  /** Targets of contexts that the user took out of the scope of the page: they are left alone. */
  readonly outside: readonly DrainTarget[];
  /** Writes the address anew in place of the one before, so that "back" still leads to where the user came from. */
  change(change: Partial<Pick<DrainRequest, 'options' | 'pace'>>): void;
  /** Replaces the nodes of these contexts; one without nodes leaves the page and its scope. */
  put(targets: readonly DrainTarget[]): void;
}

/** Reads the request from the address. Targets come in the user's order of contexts, those of no known context last. */
export function useDrainRequest(): AskedDrain {
  const search = useSearch();
  const [, navigate] = useLocation();
  const ordered = useOrderedContexts();
  const change = useCallback(
    (next: Partial<Pick<DrainRequest, 'options' | 'pace'>>) => {
      const before = window.location.search;
      const now = { ...parseDrainRequest(before), ...next };
      navigate(drainPathOf(now.targets, now.options, now.pace, before), { replace: true });
    },
    [navigate],
  );
  const put = useCallback(
    (next: readonly DrainTarget[]) => {
      const { targets, options, pace } = parseDrainRequest(window.location.search);
      const changed = new Map(next.map((target) => [target.contextId, target]));
      const left = targets.map((target) => changed.get(target.contextId) ?? target).filter(({ nodes }) => nodes.length > 0);
      const gone = new Set(next.filter(({ nodes }) => nodes.length === 0).map(({ contextId }) => contextId));
      const params = new URLSearchParams(window.location.search);
      for (const contextId of gone) params.delete('c', contextId);
      navigate(drainPathOf(left, options, pace, params.toString()), { replace: true });
    },
    [navigate],
  );
  return useMemo(() => {
    const request = parseDrainRequest(search);
    const { contextIds } = parseScope(search);
    const places = new Map(ordered.map(({ id }, index) => [id, index]));
    const placeOf = ({ contextId }: DrainTarget) => places.get(contextId) ?? ordered.length;
    const targets = [...request.targets].sort((a, b) => placeOf(a) - placeOf(b));
    const inScope = ({ contextId }: DrainTarget) => contextIds === null || contextIds.includes(contextId);
    return { ...request, targets: targets.filter(inScope), outside: targets.filter((target) => !inScope(target)), change, put };
  }, [search, ordered, change, put]);
}
