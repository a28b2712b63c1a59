import { useMemo, useRef } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import { useNowAs } from '../../state/clock.ts';
import { unknownStatus, useContexts } from '../../state/contexts-store.ts';
import { useOverviews } from '../../state/overview-store.ts';
import { type ClusterCondition, conditionKey, conditionOf } from './cluster-condition.ts';
import { type FleetCluster, type NeedsPerson, planCluster } from './plan-fleet.ts';
import type { IsIgnored } from './plan-problem-rows.ts';

/**
 * The clusters in scope as they are to be shown, in the order given, kept up to date. A cluster of which nothing changed is the same object, so that fifty cards do not draw
 * themselves because one of them has news.
 */
export function useFleet(contextIds: readonly ContextId[], isIgnored: IsIgnored): readonly FleetCluster[] {
  const byId = useContexts((state) => state.byId);
  const overviews = useOverviews(contextIds);
  const conditions = useConditions(contextIds);
  const planned = useRef(new Map<ContextId, { readonly from: readonly unknown[]; readonly cluster: FleetCluster }>());
  return useMemo(() => {
    const before = planned.current;
    const next: typeof before = new Map();
    const clusters = contextIds.flatMap((id) => {
      const context = byId.get(id);
      const condition = conditions.get(id);
      if (context === undefined || condition === undefined) return [];
      const from = [context, condition, overviews.get(id), isIgnored];
      const known = before.get(id);
      const same = known?.from.every((value, index) => value === from[index]) ?? false;
      const cluster =
        known !== undefined && same
          ? known.cluster
          : planCluster(context, condition, overviews.get(id) ?? null, needsPersonIn(id, isIgnored));
      next.set(id, { from, cluster });
      return [cluster];
    });
    planned.current = next;
    return clusters;
  }, [contextIds, byId, conditions, overviews, isIgnored]);
}

/** Whether a problem of one cluster needs a person. */
export function needsPersonIn(contextId: ContextId, isIgnored: IsIgnored): NeedsPerson {
  return (problem) => problem.expected === null && !isIgnored(contextId, problem);
}

/** How the contexts are connected, looked at once a second; the same objects while nothing but the time of their last byte changed. */
function useConditions(contextIds: readonly ContextId[]): ReadonlyMap<ContextId, ClusterCondition> {
  const known = useRef(new Map<ContextId, { readonly key: string; readonly condition: ClusterCondition }>());
  const read = (now: number) => {
    const { statuses } = useContexts.getState();
    return contextIds.map((id) => {
      const condition = conditionOf(statuses[id] ?? unknownStatus, now);
      return { id, key: conditionKey(condition), condition };
    });
  };
  const shape = useNowAs((now) =>
    read(now)
      .map(({ id, key }) => `${id} ${key}`)
      .join('\n'),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for all that is read, which is looked at once a second
  return useMemo(() => {
    const next: typeof known.current = new Map();
    for (const { id, key, condition } of read(Date.now())) {
      const before = known.current.get(id);
      next.set(id, before?.key === key ? before : { key, condition });
    }
    known.current = next;
    return new Map([...next].map(([id, { condition }]) => [id, condition]));
  }, [shape]);
}
