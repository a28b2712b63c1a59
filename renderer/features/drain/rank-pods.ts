import type { DrainPodPlan } from '../../../shared/drain.ts';

/** What a drain comes to for one pod, worst first. */
export const outcomes = ['refuses', 'blocked', 'unknown', 'waits', 'goes', 'stays'] as const;
export type Outcome = (typeof outcomes)[number];

/** The one word for a pod: kubectl's refusal counts before what the API server would answer, since then nothing is asked. */
export function outcomeOf(pod: DrainPodPlan): Outcome {
  if (pod.verdict.status === 'error') return 'refuses';
  switch (pod.eviction.answer) {
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

/** Whether a person has to do something before this pod can go. */
export function isInTheWay(pod: DrainPodPlan): boolean {
  return outcomes.indexOf(outcomeOf(pod)) <= outcomes.indexOf('unknown');
}

/** Pods worst first; among equals in the order of the plan. */
export function worstFirst(pods: readonly DrainPodPlan[]): readonly DrainPodPlan[] {
  return [...pods].sort((a, b) => outcomes.indexOf(outcomeOf(a)) - outcomes.indexOf(outcomeOf(b)));
}
