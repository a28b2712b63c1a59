import { useEffect, useMemo } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { liveListsOf } from '../../bridge/live-list.ts';
import { WorkloadUsage } from './workload-usage.ts';

const pods = { group: '', version: 'v1', resource: 'pods' } as const;

/**
 * What workloads of these clusters use, by cluster. Their pods are read while `enabled`: whoever does not look at the columns does not pay for them. The same map while it is about
 * the same clusters.
 */
export function useWorkloadUsage(contextIds: readonly ContextId[], enabled: boolean): ReadonlyMap<ContextId, WorkloadUsage> {
  const bridge = useBridge();
  const ids = enabled ? contextIds.join('\n') : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another set of clusters is another map
  const known = useMemo(() => new Map<ContextId, WorkloadUsage>(), [bridge, ids]);
  useEffect(() => {
    if (ids === '') return;
    const held = ids.split('\n').map((id) => {
      const { list, release } = liveListsOf(bridge).acquire({ contextId: id as ContextId, resource: pods, namespaces: null });
      known.set(id as ContextId, new WorkloadUsage(list));
      return release;
    });
    return () => {
      for (const release of held) release();
      known.clear();
    };
  }, [bridge, ids, known]);
  return known;
}
