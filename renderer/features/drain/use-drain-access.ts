import { useQueries } from '@tanstack/react-query';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainOptions } from '../../../shared/drain.ts';
import type { DrainAccess } from '../../../shared/drain-access.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { clusterQuery } from '../../bridge/queries.ts';
import type { ContextPlan } from './use-drain-plans.ts';

/** Whether one cluster lets us do all that the drain needs. Both null while it is asked. */
export interface AskedAccess {
  readonly access: DrainAccess | null;
  readonly error: ClusterError | null;
}

/** Asks every connected cluster for the rights of the drain: one that is missing is said before the first eviction. */
export function useDrainAccess(plans: readonly ContextPlan[], options: DrainOptions): ReadonlyMap<ContextId, AskedAccess> {
  const bridge = useBridge();
  const asked = plans.filter(({ context, connected }) => context !== null && connected);
  const answers = useQueries({
    queries: asked.map(({ target: { contextId, nodes } }) =>
      clusterQuery((channel, args) => bridge.call(channel, args), 'nodes.drainAccess', { contextId, nodes: [...nodes], options }),
    ),
  });
  return new Map(
    asked.map(({ target }, index) => {
      const answer = answers[index];
      // React Query types every error as Error; clusterQuery throws nothing but a ClusterError.
      return [target.contextId, { access: answer?.data ?? null, error: (answer?.error ?? null) as ClusterError | null }];
    }),
  );
}
