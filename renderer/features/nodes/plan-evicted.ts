import type { ContextId } from '../../../shared/context-id.ts';
import type { TaintedPod } from '../../../shared/node-writes.ts';
import type { GroupTaintPlan } from './use-taint-plans.ts';

/** What changed taints do to the pods of one context. */
export interface EvictedPods {
  readonly contextId: ContextId;
  /** Deleted at once, and not before. */
  readonly now: readonly TaintedPod[];
  /** Deleted after a while, soonest first; not so before. */
  readonly later: readonly (TaintedPod & { readonly seconds: number })[];
  /** Stay, although a NoExecute is new on their node. */
  readonly stay: number;
  /** Deleted as things are, and no longer afterwards. */
  readonly spared: number;
  /** Nodes of which nobody could say it, with the reason. */
  readonly unknown: readonly { readonly node: string; readonly error: GroupTaintPlan['error'] }[];
  /** The answer is still to come. */
  readonly reading: boolean;
}

/** Puts the plans of one or more groups of a context together. Pure. Finished pods are not running and are counted with those that go: their logs go with them. */
export function planEvicted(contextId: ContextId, plans: readonly GroupTaintPlan[]): EvictedPods {
  const own = plans.filter((each) => each.contextId === contextId);
  const nodes = own.flatMap(({ plan }) => plan?.nodes ?? []);
  const pods = nodes.flatMap((node) => node.pods);
  const later = pods.flatMap((pod) =>
    pod.after.type === 'after' && pod.before.type !== 'now' && pod.before.type !== 'after' ? [{ ...pod, seconds: pod.after.seconds }] : [],
  );
  return {
    contextId,
    now: pods.filter(({ before, after }) => after.type === 'now' && before.type !== 'now'),
    later: later.sort((a, b) => a.seconds - b.seconds),
    stay: pods.filter(({ after }) => after.type === 'stays').length,
    spared: pods.filter(({ before, after }) => before.type !== 'stays' && after.type === 'stays').length,
    unknown: [
      ...own.flatMap(({ error }) => (error === null ? [] : [{ node: '', error }])),
      ...nodes.flatMap(({ node, error, podsError }) => {
        const failed = error ?? podsError;
        return failed === null ? [] : [{ node, error: failed }];
      }),
    ],
    reading: own.some(({ plan, error }) => plan === null && error === null),
  };
}

/** Whether all of it is known: an answer that is still to come, or that never came, says nothing. */
export function isKnown({ unknown, reading }: EvictedPods): boolean {
  return unknown.length === 0 && !reading;
}

/** Whether pods are deleted, as far as anybody knows: where nobody does, they may be. */
export function mayDelete(evicted: EvictedPods): boolean {
  return evicted.now.length + evicted.later.length > 0 || !isKnown(evicted);
}
