import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { UsageSeries, UsageState, UsageTarget } from '../../shared/usage.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { clusterQuery } from '../bridge/queries.ts';
import { useFollowUsage, useUsage } from './usage-store.ts';

const nobody: readonly ContextId[] = [];

/** A history as a chart shows it. */
export interface ShownSeries {
  /** Null while it is being read, or nobody asked. */
  readonly series: UsageSeries | null;
  /** Of what it is made of, nodes or pods; null before anything was told. */
  readonly state: UsageState | null;
  readonly error: ClusterError | null;
}

/** The history of one target, asked for again with every round of samples while mounted; `target` null asks nothing. */
export function useUsageSeries(contextId: ContextId, target: UsageTarget | null): ShownSeries {
  const bridge = useBridge();
  const store = useFollowUsage(target === null ? nobody : [contextId]);
  const round = useUsage(contextId, (usage) => usage?.version ?? 0);
  const asked = target ?? { kind: 'cluster' as const };
  const { queryKey, queryFn } = clusterQuery<'usage.history'>((channel, args) => bridge.call(channel, args), 'usage.history', {
    contextId,
    target: asked,
  });
  const key = JSON.stringify(queryKey);
  const { data, error } = useQuery<UsageSeries, ClusterError>({
    queryKey: [...queryKey, round],
    queryFn,
    enabled: target !== null,
    // The course that is shown stays until the longer one is there; that of another target never shows.
    placeholderData: (before, query) => (JSON.stringify(query?.queryKey.slice(0, -1)) === key ? keepPreviousData(before) : undefined),
    gcTime: 0,
  });
  const usage = store.of(contextId);
  const ofNodes = asked.kind === 'node' || asked.kind === 'nodes' || asked.kind === 'cluster';
  return { series: data ?? null, state: (ofNodes ? usage?.nodeState : usage?.podState) ?? null, error };
}
