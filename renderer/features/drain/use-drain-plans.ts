import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { clusterQuery } from '../../bridge/queries.ts';
import { unknownStatus, useContexts } from '../../state/contexts-store.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { isOldPlan } from './plan-age.ts';

/** How long plans that nobody looks at any more are kept, in ms: going to a pod and back. Those of large drains are megabytes. */
const keptMs = 60_000;

/** One context of the page: what is planned for it, or why nothing is. */
export interface ContextPlan {
  readonly target: DrainTarget;
  /** Null when no kubeconfig has it. */
  readonly context: ContextView | null;
  readonly connected: boolean;
  /** The last one that was read; null while there is none. */
  readonly plan: DrainPlan | null;
  /** Whether `plan` is for the nodes and options of now. */
  readonly current: boolean;
  readonly reading: boolean;
  /** Why the last reading failed. `plan` is then older, or null. */
  readonly error: ClusterError | null;
}

/** What a drain would do, for each context on its own: one that fails or hangs holds up no other. */
export interface DrainPlans {
  readonly plans: readonly ContextPlan[];
  /** Reads all of them anew. */
  replan(): void;
}

/** Reads the plans of all targets, anew when nodes or options change. The one before stays on screen until then. */
export function useDrainPlans(targets: readonly DrainTarget[], options: DrainOptions): DrainPlans {
  const bridge = useBridge();
  const byId = useContexts((state) => state.byId);
  // A text: statuses change every second, whether one is connected does not.
  const connectedKey = useContexts(({ statuses }) =>
    targets.map(({ contextId }) => ((statuses[contextId] ?? unknownStatus).connected ? 'y' : 'n')).join(''),
  );
  const last = useRef(new Map<ContextId, DrainPlan>());
  const results = useQueries({
    queries: targets.map(({ contextId, nodes }, index) => ({
      ...clusterQuery((channel, args) => bridge.call(channel, args), 'nodes.planDrain', { contextId, nodes: [...nodes], options }),
      enabled: connectedKey[index] === 'y',
      staleTime: 0,
      // Who comes back to an old plan is shown what is so now. A younger one does not change under the reader's eyes.
      refetchOnWindowFocus: ({ state }: { readonly state: { readonly data: DrainPlan | undefined } }) =>
        state.data !== undefined && isOldPlan(state.data.takenAt, Date.now()),
      gcTime: keptMs,
    })),
  });
  const plans = targets.map((target, index): ContextPlan => {
    const result = results[index];
    const { contextId } = target;
    const connected = connectedKey[index] === 'y';
    if (result?.data) last.current.set(contextId, result.data);
    return {
      target,
      context: byId.get(contextId) ?? null,
      connected,
      plan: connected ? (result?.data ?? last.current.get(contextId) ?? null) : null,
      current: connected && result?.data !== undefined && result.error === null,
      reading: result?.isFetching ?? false,
      // React Query types every error as Error; clusterQuery throws nothing but a ClusterError.
      error: connected ? ((result?.error ?? null) as ClusterError | null) : null,
    };
  });
  return {
    plans,
    replan: () => {
      for (const result of results) if (!result.isFetching) void result.refetch();
    },
  };
}
