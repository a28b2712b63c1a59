import type { DrainRun, RunNode, RunPod } from '../../../shared/drain-run.ts';
import { podKindOf } from './pod-kind.ts';

/** When a node will be empty. `due`: its last pods are killed by then at the latest. `about`: at the pace of its pods so far. */
export interface Estimate {
  readonly type: 'due' | 'about';
  readonly seconds: number;
}

/** Pods that must be gone before a pace is made of them. */
const fewestGone = 4;

/**
 * How long a node still takes; null where nobody can know: the run does not go on, a pod is blocked, stuck or unknown, a replacement does not come up, or too few are gone to make a pace of. Pure.
 */
export function planEstimate(run: Pick<DrainRun, 'state'>, node: Pick<RunNode, 'step' | 'pods'>, now: number): Estimate | null {
  if (run.state !== 'running' || node.step !== 'draining') return null;
  const open = node.pods.filter(isOpen);
  if (open.length === 0 || open.some((pod) => ['blocked', 'stuck', 'unknown'].includes(podKindOf(pod)))) return null;
  const due = open.map(({ step }) => (step.step === 'terminating' ? step.dueAt : null));
  if (due.every((at) => at !== null)) return { type: 'due', seconds: Math.max(0, Math.ceil((Math.max(...due) - now) / 1_000)) };
  // What takes the place of the others does not come up: the pace of before says nothing.
  if (node.pods.some((pod) => podKindOf(pod) === 'pending')) return null;
  const goneAt = node.pods.flatMap(({ step, since }) => (step.step === 'gone' ? [since] : []));
  if (goneAt.length < fewestGone) return null;
  const first = Math.min(...goneAt);
  // Until now, not until the last: while none goes the pace falls.
  const each = (now - first) / (goneAt.length - 1);
  return each <= 0 ? null : { type: 'about', seconds: Math.ceil((each * open.length) / 1_000) };
}

/** Whether it still has to leave the node: what takes its place is not awaited. */
function isOpen({ step: { step } }: RunPod): boolean {
  return step !== 'gone' && step !== 'failed' && step !== 'skipped';
}
