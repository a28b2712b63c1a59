import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { TaintPlan } from '../../../shared/node-writes.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { clusterQuery } from '../../bridge/queries.ts';
import type { EditGroup } from './edit-draft.ts';
import { taintChanges } from './edit-kinds.ts';

/** How long typing has to rest before a cluster is asked, in ms: each question reads the pods of the nodes. */
const restMs = 400;

/** What changed taints would do to the pods of one group of nodes; both null while nobody knows yet. */
export interface GroupTaintPlan {
  readonly contextId: ContextId;
  readonly plan: TaintPlan | null;
  readonly error: ClusterError | null;
}

/** What these changes would do, read from the clusters once typing rests. Empty while nothing is to be asked. */
export function useTaintPlans(groups: readonly EditGroup[]): readonly GroupTaintPlan[] {
  const bridge = useBridge();
  const [settled, setSettled] = useState<readonly EditGroup[]>([]);
  const shape = JSON.stringify(groups);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(shape) as readonly EditGroup[]), restMs);
    return () => clearTimeout(timer);
  }, [shape]);
  const current = JSON.stringify(settled) === shape;
  const plans = useQueries({
    queries: settled.map(({ contextId, nodes, edits }) => ({
      ...clusterQuery<'nodes.planTaints'>((channel, args) => bridge.call(channel, args), 'nodes.planTaints', {
        contextId,
        nodes: [...nodes],
        changes: taintChanges(edits),
      }),
      staleTime: 0,
    })),
    combine: (results) => results.map(({ data, error }) => ({ plan: data ?? null, error })),
  });
  // What was reckoned for other changes is not shown beside these.
  if (!current) return groups.map(({ contextId }) => ({ contextId, plan: null, error: null }));
  return settled.map(({ contextId }, index) => ({
    contextId,
    plan: plans[index]?.plan ?? null,
    error: (plans[index]?.error ?? null) as ClusterError | null,
  }));
}
