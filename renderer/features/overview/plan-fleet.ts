import type { ContextView } from '../../../shared/context-view.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import type { ClusterOverview } from '../../../shared/overview.ts';
import type { Problem } from '../../../shared/problem.ts';
import { type ClusterCondition, isOutOfReach } from './cluster-condition.ts';

/**
 * - broken, attention: rules found something; ok: they looked, and found nothing; unknown: nobody can say, because the cluster is out of reach or may not be read;
 * - progressing: its lists are on their way; off: the user has not connected it
 */
export type ClusterState = 'broken' | 'attention' | 'ok' | 'unknown' | 'progressing' | 'off';

/** How many problems need a person: those that are ignored, or expected, are in none of them. */
export interface ProblemCounts {
  readonly broken: number;
  readonly attention: number;
  readonly unknown: number;
}

/** One cluster of the fleet, as its panel or row shows it. */
export interface FleetCluster {
  readonly context: ContextView;
  readonly condition: ClusterCondition;
  /** What was last told of it; null before anything was. */
  readonly overview: ClusterOverview | null;
  readonly state: ClusterState;
  /** Numbers are as last seen. */
  readonly old: boolean;
  /** ms since the epoch of what is known: what was told since the cluster was lost is of before. Null when nothing is known. */
  readonly seenAt: number | null;
  /** What it was when it was last seen; null while it is in reach, and where it was never seen. */
  readonly was: 'broken' | 'attention' | 'ok' | null;
  readonly counts: ProblemCounts;
  /** What needs a person most; null when nothing does. */
  readonly worst: Problem | null;
}

/** Lists without which nothing can be said to be fine. */
const looked = ['pods', 'nodes', 'deployments.apps'] as const;

/** Whether a person should look at a problem: nobody ignores it, and nothing that is under way explains it. */
export type NeedsPerson = (problem: Problem) => boolean;

/** What is to be shown of one cluster. `told`: what was last told of it. */
export function planCluster(
  context: ContextView,
  condition: ClusterCondition,
  told: ClusterOverview | null,
  needs: NeedsPerson,
): FleetCluster {
  const outOfReach = context.broken !== null || isOutOfReach(condition);
  // What is told of a cluster that never answered says nothing of it.
  const overview = outOfReach && told !== null && told.pods === null && told.nodes === null ? null : told;
  const counts = countProblems(overview, needs);
  const worst = overview?.problems.find(needs) ?? null;
  const found = stateOf(overview, counts);
  const was = outOfReach && overview !== null && (found === 'broken' || found === 'attention' || found === 'ok') ? found : null;
  return {
    context,
    condition,
    overview,
    state: outOfReach ? 'unknown' : condition.connected ? found : 'off',
    old: overview !== null && (outOfReach || !condition.connected),
    seenAt: overview === null ? null : Math.min(overview.at, condition.since ?? overview.at),
    was,
    counts,
    worst,
  };
}

function stateOf(overview: ClusterOverview | null, counts: ProblemCounts): ClusterState {
  if (overview === null) return 'progressing';
  if (counts.broken > 0) return 'broken';
  if (counts.attention > 0) return 'attention';
  const sources: Readonly<Record<string, Freshness | undefined>> = overview.sources;
  const of = looked.map((key) => sources[key]?.state ?? 'connecting');
  if (of.some((state) => state === 'listing' || state === 'connecting' || state === 'catching-up')) return 'progressing';
  if (counts.unknown > 0 || of.some((state) => state !== 'live' && state !== 'stale')) return 'unknown';
  return 'ok';
}

/** Of the problems that crossed, and of those beyond them that were only counted: nobody can have ignored those. */
function countProblems(overview: ClusterOverview | null, needs: NeedsPerson): ProblemCounts {
  const counts = { broken: 0, attention: 0, unknown: 0 };
  if (overview === null) return counts;
  const sent = { broken: 0, attention: 0, unknown: 0 };
  for (const problem of overview.problems) {
    if (problem.expected !== null) continue;
    sent[problem.severity]++;
    if (needs(problem)) counts[problem.severity]++;
  }
  for (const severity of ['broken', 'attention', 'unknown'] as const) {
    counts[severity] += Math.max(0, overview.problemCounts[severity] - sent[severity]);
  }
  return counts;
}

const ranks: Readonly<Record<ClusterState, number>> = { broken: 0, unknown: 1, attention: 2, progressing: 3, ok: 4, off: 5 };

/** The worst first; what is the same stays in the user's order. */
export function sortByTrouble(clusters: readonly FleetCluster[]): readonly FleetCluster[] {
  return [...clusters].sort((a, b) => ranks[a.state] - ranks[b.state] || b.counts.broken - a.counts.broken);
}

/** Nodes whose use is known, where they are fewer than all: the sum is at least that much. Null where it is whole, or nothing is known. */
export function measuredPart(overview: ClusterOverview): { readonly measured: number; readonly total: number } | null {
  const { measuredNodes, nodes } = overview;
  return measuredNodes === null || nodes === null || measuredNodes === 0 || measuredNodes >= nodes.total
    ? null
    : { measured: measuredNodes, total: nodes.total };
}

/** Sums over the fleet, for the head of the page. Null where no cluster has told it. */
export function sumPods(clusters: readonly FleetCluster[]): number | null {
  const known = clusters.flatMap(({ overview }) => overview?.pods?.total ?? []);
  return known.length === 0 ? null : known.reduce((sum, pods) => sum + pods, 0);
}
