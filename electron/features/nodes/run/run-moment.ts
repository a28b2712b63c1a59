import type { DrainOptions } from '../../../../shared/drain.ts';
import type { DrainPace } from '../../../../shared/drain-run.ts';
import type { PodState } from './run-state.ts';

/** Most requests of all runs together that are on their way at the same time: a drain is no reason for an API server to turn others away. */
export const mostInFlight = 20;
/** kubectl's EvictErrorRetryDelay in ms: a pod that was refused is asked for again after this, unless the server says how long. */
export const retryMs = 5_000;
/** An answer that broke off: the server may still be at it this long, in ms, before the pod is looked at. */
export const lookMs = 1_000;
/** A budget that the watch calls exhausted is asked all the same this often, in ms: in case it is not what refuses, or does not any more. */
export const recheckMs = 300_000;
/** Answers in a row that are neither yes nor no (5xx), after which a pod or node has failed. */
export const mostFailures = 5;
/** A pod that is there this much longer than its grace, in ms, is stuck: kubelet and API server take a moment to take it away. */
export const stuckAfterMs = 3_000;

/** What a step of a run depends on besides its state and the facts. */
export interface RunMoment {
  /** ms since the epoch. */
  readonly now: number;
  /** The server's clock minus this machine's, in ms. */
  readonly skewMs: number;
  /** `go`: everything that is due; `hold`: nothing new; `stop`: nothing new, and what waits is given up. */
  readonly mode: 'go' | 'hold' | 'stop';
  readonly options: DrainOptions;
  readonly pace: DrainPace;
  /** ms since the epoch; null = never. */
  readonly givesUpAt: number | null;
}

/** Whether the run's time is over. */
export function isTimeOver({ now, givesUpAt }: RunMoment): boolean {
  return givesUpAt !== null && now >= givesUpAt;
}

/** The pod in another step; since when it is in one that merely says something else stays as it was. */
export function toStep(pod: PodState, step: PodState['step'], now: number): PodState {
  if (JSON.stringify(step) === JSON.stringify(pod.step)) return pod;
  return { ...pod, step, since: step.step === pod.step.step ? pod.since : now };
}

/** The pod that is gone, with a replacement to be expected where it has a controller. */
export function toGone(pod: PodState, now: number): PodState {
  return toStep(pod, { step: 'gone', replacement: pod.controller === '' ? { type: 'none' } : { type: 'awaited' } }, now);
}
