import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { Discovery } from '../../shared/resource.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { clusterQuery } from '../bridge/queries.ts';
import { useContexts } from '../state/contexts-store.ts';
import { type KindEntry, mergeKinds } from './kinds.ts';

/** Kinds change when somebody installs a CRD; asking again after this many ms is soon enough. */
const discoveryStaleMs = 5 * 60_000;

/** What is known of the kinds of the connected contexts. */
export interface KnownKinds {
  readonly kinds: readonly KindEntry[];
  readonly pending: readonly ContextId[];
  readonly failed: readonly { readonly contextId: ContextId; readonly error: ClusterError }[];
  readonly answered: number;
  retry(): void;
}

/** Asks connected contexts which kinds they offer, while `active`: a page that only needs our own kinds asks nobody. */
export function useKinds(active: boolean): KnownKinds {
  const bridge = useBridge();
  const connected = useContexts((state) =>
    state.contexts
      .filter(({ id }) => state.statuses[id]?.connected)
      .map(({ id }) => id)
      .join('\n'),
  );
  const ids = useMemo(() => (connected === '' ? [] : (connected.split('\n') as ContextId[])), [connected]);
  const answers = useQueries({
    queries: ids.map((contextId) => ({
      ...clusterQuery((channel: 'resources.discover', args) => bridge.call(channel, args), 'resources.discover', { contextId }),
      enabled: active,
      staleTime: discoveryStaleMs,
    })),
    combine: (results) => results.map(({ data, error, isFetching, refetch }) => ({ data, error, isFetching, refetch })),
  });
  return useMemo(() => {
    const discoveries: { contextId: ContextId; discovery: Discovery }[] = [];
    const failed: { contextId: ContextId; error: ClusterError }[] = [];
    const pending: ContextId[] = [];
    ids.forEach((contextId, index) => {
      const answer = answers[index];
      if (answer?.data) discoveries.push({ contextId, discovery: answer.data });
      else if (answer?.error && !answer.isFetching) failed.push({ contextId, error: answer.error as unknown as ClusterError });
      else if (active) pending.push(contextId);
    });
    return {
      kinds: mergeKinds(discoveries),
      pending,
      failed,
      answered: discoveries.length,
      retry: () => {
        for (const answer of answers) void answer.refetch();
      },
    };
  }, [ids, answers, active]);
}
