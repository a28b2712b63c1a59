import type { DrainNote, DrainPlan, DrainPodPlan } from '../../../shared/drain.ts';

/** What a drain comes to for one pod, worst first. */
export const outcomes = ['blocked', 'refused', 'unknown', 'waits', 'goes', 'stays'] as const;
export type Outcome = (typeof outcomes)[number];

/** The one word for a pod: kubectl's refusal counts before what the API server would answer, since then nothing is asked. */
export function outcomeOf({ verdict, eviction }: DrainPodPlan): Outcome {
  if (verdict.status === 'error') return 'refused';
  switch (eviction.answer) {
    case 'blocked':
    case 'two-budgets':
      return 'blocked';
    case 'unknown':
      return 'unknown';
    case 'waits':
      return 'waits';
    case 'goes':
      return 'goes';
    case 'not-asked':
      return 'stays';
  }
}

/** Whether a person has to do something, or to find out something, before this pod can go. */
export function isInTheWay(pod: DrainPodPlan): boolean {
  const outcome = outcomeOf(pod);
  return outcome === 'blocked' || outcome === 'refused' || outcome === 'unknown';
}

/** The shape before a pod. `stays` is none of the state shapes: a line. */
export type PodShape = 'broken' | 'attention' | 'unknown' | 'none' | 'ok' | 'stays';

/**
 * The pods of a plan that are worth a look for what the plan says beside them, by uid: their workload is down meanwhile, or they find no room on
 * other nodes.
 */
export function pointedOut({ workloads, room }: Pick<DrainPlan, 'workloads' | 'room'>): ReadonlySet<string> {
  const down = workloads.filter(({ outlook }) => outlook === 'down').flatMap(({ pods }) => pods);
  return new Set([...down, ...room.pods.flatMap(({ uid, fits }) => (fits === 'no' ? [uid] : []))]);
}

/** Shapes by outcome; a pod that goes and takes something with it is worth a look. `pointed`: as `pointedOut` says. */
export function shapeOf(pod: DrainPodPlan, pointed: boolean): PodShape {
  switch (outcomeOf(pod)) {
    case 'blocked':
      return 'broken';
    case 'refused':
      return 'attention';
    case 'unknown':
      return 'unknown';
    case 'waits':
      return 'none';
    case 'goes':
      return pointed || pod.notes.some(isLoss) ? 'attention' : 'ok';
    case 'stays':
      return 'stays';
  }
}

/** Whether something is gone for good with the pod. */
function isLoss({ note }: DrainNote): boolean {
  return note === 'nothing-restarts' || note === 'loses-data';
}

/** Worst first within a node; what is worth a look comes before what only waits. */
function rankOf(pod: DrainPodPlan, pointed: boolean): number {
  const outcome = outcomeOf(pod);
  return outcome === 'goes' && shapeOf(pod, pointed) === 'attention' ? outcomes.indexOf('unknown') + 0.5 : outcomes.indexOf(outcome);
}

/** Pods worst first; among equals in the order of the plan, which is that of the evictions. */
export function worstFirst(pods: readonly DrainPodPlan[], pointed: ReadonlySet<string>): readonly DrainPodPlan[] {
  return pods
    .map((pod) => ({ pod, rank: rankOf(pod, pointed.has(pod.uid)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ pod }) => pod);
}

/** One of a DaemonSet that is left alone: many nodes have the same ones, so that they are shown as one line. */
export function isQuietDaemon(pod: DrainPodPlan): boolean {
  return pod.controller?.kind === 'DaemonSet' && outcomeOf(pod) === 'stays';
}
