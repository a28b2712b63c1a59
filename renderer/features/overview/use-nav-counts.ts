import { useMemo } from 'react';
import type { ClusterOverview } from '../../../shared/overview.ts';
import { useNowAs } from '../../state/clock.ts';
import { unknownStatus, useContexts } from '../../state/contexts-store.ts';
import { useOverviewStore } from '../../state/overview-store.ts';
import { useScope } from '../../state/scope.ts';
import { conditionOf, isOutOfReach } from './cluster-condition.ts';
import { needsPersonIn } from './use-fleet.ts';
import { useIgnoringRule } from './use-ignored.ts';

/** Numbers beside the ways of the navigation, over all clusters in scope; null while one of them is not known. By name of the page or key of the kind. */
export type NavCounts = Readonly<Record<string, number | null>>;

const none: NavCounts = {};

/** Counts from the overviews that are open anyway; nothing while some cluster in scope is not followed: a number that nobody renews would be believed. */
export function useNavCounts(): NavCounts {
  const { contextIds } = useScope();
  const ignoring = useIgnoringRule();
  const connected = useContexts((state) => contextIds.filter((id) => state.statuses[id]?.connected).join('\n'));
  // A cluster that is out of reach is one line of the list.
  const outOfReach = useNowAs((now) => {
    const { statuses } = useContexts.getState();
    const conditions = contextIds.map((id) => conditionOf(statuses[id] ?? unknownStatus, now));
    return conditions.filter((condition) => condition.connected && isOutOfReach(condition)).length;
  });
  const { byContext, followed } = useOverviewStore();
  return useMemo(() => {
    const ids = contextIds.filter((id) => connected.split('\n').includes(id));
    const overviews = ids.flatMap((id) => (followed.has(id) ? (byContext.get(id) ?? []) : []));
    if (ids.length === 0 || overviews.length < ids.length) return none;
    const sum = (read: (overview: ClusterOverview) => number | null) => {
      const numbers = overviews.map(read);
      return numbers.includes(null) ? null : numbers.reduce<number>((total, each) => total + (each ?? 0), 0);
    };
    const problems = ids.reduce((total, id) => {
      const needs = needsPersonIn(id, (context, problem) => ignoring(context, problem) !== null);
      return total + (byContext.get(id)?.problems.filter(needs).length ?? 0);
    }, outOfReach);
    return {
      problems,
      pods: sum(({ pods }) => pods?.total ?? null),
      nodes: sum(({ nodes }) => nodes?.total ?? null),
      'deployments.apps': sum(({ deployments }) => deployments?.total ?? null),
      pools: sum(({ pools }) => pools?.length ?? null),
    };
  }, [contextIds, connected, outOfReach, byContext, followed, ignoring]);
}
