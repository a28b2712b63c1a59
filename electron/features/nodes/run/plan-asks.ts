import type { EvictionOutlook } from '../../../../shared/drain.ts';
import type { DisruptionBudget } from '../disruption-budget.ts';
import { planEvictions } from '../plan-evictions.ts';
import type { Facts } from './run-facts.ts';
import { type RunMoment, recheckMs, toStep } from './run-moment.ts';
import { isWaiting, type NodeState, type PodState } from './run-state.ts';
import { Siblings } from './siblings.ts';

/** Who is asked for now, in which order; and how the others wait. */
export interface Asks {
  /** Pods of `nodes` that changed, by uid. */
  readonly pods: ReadonlyMap<string, PodState>;
  /** Those of them that are now `asking`, in order. */
  readonly asked: readonly PodState[];
  /** ms since the epoch: when it is worth looking again although nothing happened; null = never. */
  readonly wakeAt: number | null;
}

/**
 * Who of the waiting pods is asked for. Pure. The budgets that the watch tells are reckoned with over all nodes together, what is under way first: a pod that its
 * budget would not let go is not asked for but waits, blocked by that budget's name, until the watch tells of a change. Where budgets cannot be
 * watched every pod is asked for, and again when its time has come. `slots`: how many may be asked for at most.
 */
export function planAsks(nodes: readonly NodeState[], facts: Facts, moment: RunMoment, slots: number): Asks {
  const { now, options } = moment;
  const waiting = nodes.filter(({ step, plan }) => step === 'draining' && plan === 'done').flatMap((node) => askable(node, facts));
  const outlooks = options.disableEviction ? new Map<string, EvictionOutlook>() : outlooksOf(nodes, waiting, facts);
  const siblings = new Siblings(nodes, facts);
  const pods = new Map<string, PodState>();
  const asked: PodState[] = [];
  let wakeAt: number | null = null;
  for (const pod of waiting) {
    const outlook = outlooks.get(pod.uid);
    const held = outlook === undefined ? null : heldBy(outlook);
    const recheckAt = Math.max(pod.nextAt, (pod.askedAt === 0 ? pod.since : pod.askedAt) + recheckMs);
    const dueAt = held === null ? (changedSince(pod, facts) ? 0 : pod.nextAt) : pod.step.step === 'blocked' ? recheckAt : now + recheckMs;
    if (now >= dueAt && asked.length < slots) {
      const tries = pod.tries + 1;
      const next = toStep({ ...pod, tries, askedAt: now }, { step: 'asking', tries }, now);
      pods.set(pod.uid, next);
      asked.push(next);
      continue;
    }
    if (now < dueAt) wakeAt = Math.min(wakeAt ?? dueAt, dueAt);
    const next = held === null ? inLine(pod, moment) : toStep(pod, blockedBy(held, pod, facts, Math.max(now, dueAt), siblings), now);
    if (next !== pod) pods.set(pod.uid, next);
  }
  return { pods, asked, wakeAt };
}

/** The state of a budget in one text: when it is another than at the refusal, the pod is worth another try. */
export function budgetState(namespace: string, budget: string, facts: Facts): string {
  const found = budgetOf(namespace, budget, facts);
  if (found === undefined) return '';
  const { stale, disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = found;
  return JSON.stringify([stale, disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods]);
}

/** Pods that wait and may be asked for: they are known as they are now, as are then the pods of their controllers (`workloadsOf`). */
function askable({ pods }: NodeState, facts: Facts): readonly PodState[] {
  return pods.filter((pod) => isWaiting(pod) && facts.isLive(pod.namespace) && facts.pod(pod.uid) !== undefined);
}

/** What the API server would answer, were those asked for now after what is under way. */
function outlooksOf(nodes: readonly NodeState[], waiting: readonly PodState[], facts: Facts): Map<string, EvictionOutlook> {
  // Accepted evictions that the watch has not told of yet may not show in the budget either.
  const underWay = nodes.flatMap(({ pods }) => pods.filter(({ step }) => step.step === 'asking' || step.step === 'terminating'));
  const all = [...underWay.flatMap(({ uid }) => facts.pod(uid) ?? []), ...waiting.flatMap(({ uid }) => facts.pod(uid) ?? [])];
  const { outlooks } = planEvictions(all, (namespace) => facts.budgets(namespace));
  return new Map([...outlooks].map(([pod, outlook]) => [pod.uid, outlook]));
}

interface Held {
  readonly budget: string;
  /** Pods of this run that go before it hold the budget. */
  readonly waits: boolean;
  readonly message: string;
}

/** The budget that would not let the pod go now; null when it would, when nobody knows, or when asking tells something that lasts. */
function heldBy(outlook: EvictionOutlook): Held | null {
  if (outlook.answer === 'waits') return { budget: outlook.budget, waits: true, message: '' };
  return outlook.answer === 'blocked' && outlook.code === 429 ? { budget: outlook.budget, waits: false, message: outlook.message } : null;
}

function changedSince({ namespace, step, refusedBy, mustWait }: PodState, facts: Facts): boolean {
  if (step.step !== 'blocked' || step.budget === '' || mustWait) return false;
  return refusedBy !== '' && budgetState(namespace, step.budget, facts) !== refusedBy;
}

function blockedBy({ budget, waits, message }: Held, pod: PodState, facts: Facts, nextAt: number, siblings: Siblings): PodState['step'] {
  const found = budgetOf(pod.namespace, budget, facts);
  return {
    step: 'blocked',
    budget,
    needs: found?.desiredHealthy ?? null,
    has: found?.currentHealthy ?? null,
    expected: found?.expectedPods ?? null,
    ahead: siblings.ahead(pod) ?? (waits ? { name: '', until: 'gone' } : null),
    unready: siblings.unready(pod),
    message,
    tries: pod.tries,
    nextAt,
  };
}

/** It is not its budget that it waits for: what the server said last stays until it is asked again. */
function inLine(pod: PodState, { now }: RunMoment): PodState {
  if (pod.step.step === 'blocked' && pod.tries > 0 && now < pod.nextAt) return pod;
  return toStep(pod, { step: 'waiting', for: 'slot' }, now);
}

/** The budget as the watch has it; undefined where it may not be read, or is not known as it is now. */
export function budgetOf(namespace: string, name: string, facts: Facts): DisruptionBudget | undefined {
  const budgets = facts.budgets(namespace);
  return budgets === 'unknown' ? undefined : budgets.find((budget) => budget.name === name);
}
