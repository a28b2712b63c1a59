import type { PodStep } from '../../../../shared/drain-run.ts';
import type { PodFacts } from './facts-feed.ts';
import type { Facts } from './run-facts.ts';
import { isTimeOver, type RunMoment, stuckAfterMs, toGone, toStep } from './run-moment.ts';
import { gaveUp, isPodOver, type NodeState, type PodState } from './run-state.ts';

/**
 * The pod as the cluster's facts now say it is. Pure. A pod that is over stays so; one that is being asked for waits for its answer, unless the
 * watch says before that it is gone.
 */
export function followPod(pod: PodState, node: Pick<NodeState, 'name'>, facts: Facts, moment: RunMoment): PodState {
  const { now, options } = moment;
  if (isPodOver(pod)) return pod;
  if (facts.isGone(pod.uid)) return toGone(pod, now);
  const known = facts.pod(pod.uid);
  let next = pod;
  if (next.step.step === 'asking') return next;
  if (known !== undefined && known.deletionTime !== null) {
    const limit = options.skipWaitForDeleteTimeoutSeconds;
    // kubectl's shouldSkipPod, whole seconds as Go's int() cuts them.
    if (limit > 0 && Math.trunc((now + moment.skewMs - known.deletionTime) / 1000) > limit) {
      const message = `pod "${pod.name}" has DeletionTimestamp older than ${limit} seconds, skipping`;
      return toStep(next, { step: 'skipped', why: 'overdue', message }, now);
    }
    if (!shortensGrace(next, moment)) next = toStep(next, terminating(next, known, facts.node(node.name)?.ready === false, moment), now);
  } else if (next.step.step === 'terminating') {
    // It was accepted, its grace is over, and the cluster does not know of a deletion (it was restored from a backup): somebody has to look.
    if (known !== undefined && facts.isLive(pod.namespace) && now > next.step.dueAt + stuckAfterMs)
      return toStep({ ...next, nextAt: now }, { step: 'unknown', error: null }, now);
    next = toStep(next, terminating(next, null, facts.node(node.name)?.ready === false, moment), now);
  }
  if (isTimeOver(moment)) return toStep(next, { step: 'failed', error: gaveUp(options.timeoutSeconds) }, now);
  return next;
}

/** Somebody else deletes it, and the user asked for another grace period than the pod's: it is asked for all the same, as kubectl does. */
function shortensGrace({ step, askedAt }: PodState, { options }: RunMoment): boolean {
  return options.gracePeriodSeconds >= 0 && askedAt === 0 && (step.step === 'waiting' || step.step === 'blocked');
}

/** `known` null: it was accepted and the watch has not told yet. */
function terminating(pod: PodState, known: PodFacts | null, kubeletSilent: boolean, { now, skewMs }: RunMoment): PodStep {
  const before = pod.step.step === 'terminating' ? pod.step : null;
  const dueAt =
    known === null || known.deletionTime === null ? (before?.dueAt ?? now + pod.graceSeconds * 1000) : known.deletionTime - skewMs;
  const names = known?.finalizers ?? [];
  const on = names.length > 0 ? 'finalizers' : kubeletSilent ? 'kubelet' : 'unknown';
  return {
    step: 'terminating',
    graceSeconds: pod.graceSeconds,
    dueAt,
    stuck: known !== null && now > dueAt + stuckAfterMs ? { on, names } : null,
  };
}
