import type { DrainNodePlan, DrainPlan, DrainPodPlan } from '../../../shared/drain.ts';
import { isInTheWay, type Outcome, outcomeOf, outcomes } from './plan-outcome.ts';

/** Pods by what a drain comes to for them. */
export interface PodCounts extends Readonly<Record<Outcome, number>> {
  readonly pods: number;
  /** Those for which somebody has to do or to find out something. */
  readonly inTheWay: number;
}

/** Counts pods. */
export function countPods(pods: Iterable<DrainPodPlan>): PodCounts {
  const counts = { blocked: 0, refused: 0, unknown: 0, waits: 0, goes: 0, stays: 0, pods: 0, inTheWay: 0 };
  for (const pod of pods) {
    counts[outcomeOf(pod)]++;
    counts.pods++;
    if (isInTheWay(pod)) counts.inTheWay++;
  }
  return counts;
}

/** The same over several nodes or clusters. */
export function addCounts(all: readonly PodCounts[]): PodCounts {
  const sum = (key: keyof PodCounts) => all.reduce((total, counts) => total + counts[key], 0);
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, sum(outcome)])) as Record<Outcome, number>;
  return { ...counts, pods: sum('pods'), inTheWay: sum('inTheWay') };
}

/** Pods that a switch of the side pane is about. */
export interface ConcernedPods {
  readonly pods: number;
  /** Of them, those that kubectl refuses as the switches are now. */
  readonly refused: number;
}

/** How many pods each switch concerns, over all plans. */
export interface Concerned {
  /** Nothing makes them again. */
  readonly force: ConcernedPods;
  readonly deleteEmptyDirData: ConcernedPods;
  readonly ignoreDaemonSets: ConcernedPods;
  /** Those that a budget holds back, or may: nobody knows how many while budgets are passed over anyway. */
  readonly disableEviction: number | null;
}

/** Counts by what is known of pods and not by kubectl's message, which names only the first thing that is in the way. */
export function countConcerned(plans: readonly DrainPlan[], disableEviction: boolean): Concerned {
  const pods = plans.flatMap(({ nodes }) => nodes.flatMap((node) => node.pods));
  const of = (concerns: (pod: DrainPodPlan) => boolean): ConcernedPods => {
    const concerned = pods.filter(concerns);
    return { pods: concerned.length, refused: concerned.filter((pod) => outcomeOf(pod) === 'refused').length };
  };
  return {
    force: of(({ notes }) => notes.some(({ note }) => note === 'nothing-restarts')),
    deleteEmptyDirData: of(({ notes }) => notes.some(({ note }) => note === 'loses-data')),
    ignoreDaemonSets: of(({ controller, verdict }) => controller?.kind === 'DaemonSet' && !verdict.removes),
    disableEviction: disableEviction ? null : pods.filter(isHeld).length,
  };
}

function isHeld({ eviction: { answer } }: DrainPodPlan): boolean {
  return answer === 'blocked' || answer === 'two-budgets' || answer === 'waits' || answer === 'unknown';
}

/** What comes of the nodes: nothing of a refused one is evicted. */
export interface NodeCounts {
  readonly nodes: number;
  readonly refused: number;
}

/** Counts nodes of all plans. */
export function countNodes(plans: readonly DrainPlan[]): NodeCounts {
  const nodes: readonly DrainNodePlan[] = plans.flatMap((plan) => plan.nodes);
  return { nodes: nodes.length, refused: nodes.filter(({ refused }) => refused).length };
}
