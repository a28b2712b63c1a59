import type { DrainBudget, EvictionOutlook } from '../../../shared/drain.ts';
import type { DisruptionBudget } from './disruption-budget.ts';
import { type DrainPod, isFinished } from './drain-pod.ts';

/*
 * What the API server answers to evictions, over a whole batch: EvictionREST.Create and checkAndDecrement of kubernetes
 * pkg/registry/core/pod/storage/eviction.go, whose order of checks and messages these are. An eviction that is let through takes one from its
 * budget; so the plan takes it as well, and the next pods find what is left.
 */

/** The budgets of a namespace, or `unknown` when they could not be read. */
export type BudgetLookup = (namespace: string) => readonly DisruptionBudget[] | 'unknown';

/** The answer for each pod, and what the batch does to each budget that selects one of them. */
export interface EvictionsPlan {
  readonly outlooks: ReadonlyMap<DrainPod, EvictionOutlook>;
  readonly budgets: readonly DrainBudget[];
}

/** eviction.go, MaxDisruptedPodSize. */
const mostDisruptedPods = 2000;

/** Plans the evictions of `pods`, in the order in which they would be asked for. Each of them is one that is to be removed. */
export function planEvictions(pods: readonly DrainPod[], budgetsOf: BudgetLookup): EvictionsPlan {
  const outlooks = new Map<DrainPod, EvictionOutlook>();
  const ledgers = new Map<DisruptionBudget, BudgetLedger>();
  for (const pod of pods) {
    const outlook = outlookOf(pod, budgetsOf(pod.namespace), (budget) => {
      const ledger = ledgers.get(budget) ?? new BudgetLedger(budget);
      ledgers.set(budget, ledger);
      return ledger;
    });
    outlooks.set(pod, outlook);
  }
  return { outlooks, budgets: [...ledgers.values()].map((ledger) => ledger.result()) };
}

function outlookOf(
  pod: DrainPod,
  budgets: readonly DisruptionBudget[] | 'unknown',
  ledgerOf: (budget: DisruptionBudget) => BudgetLedger,
): EvictionOutlook {
  // canIgnorePDB: it disrupts nobody any more, or not yet.
  if (isFinished(pod) || pod.phase === 'Pending' || pod.deletionTime !== null) return { answer: 'goes', because: 'finished', budget: '' };
  if (budgets === 'unknown') return { answer: 'unknown', budget: '', message: '' };
  const [budget, ...more] = budgets.filter((each) => each.matches(pod.labels));
  if (budget === undefined) return { answer: 'goes', because: 'no-budget', budget: '' };
  if (more.length > 0) {
    const both = [budget, ...more];
    for (const each of both) ledgerOf(each).blocked.push(pod.name);
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    return { answer: 'two-budgets', code: 500, budgets: both.map(({ name }) => name), message };
  }
  return ledgerOf(budget).evict(pod);
}

/** One budget while the batch goes through it. */
class BudgetLedger {
  readonly blocked: string[] = [];
  readonly #budget: DisruptionBudget;
  readonly #goesNow: string[] = [];
  readonly #waits: string[] = [];
  #left: number;

  constructor(budget: DisruptionBudget) {
    this.#budget = budget;
    this.#left = budget.disruptionsAllowed;
  }

  evict(pod: DrainPod): EvictionOutlook {
    const { name, unhealthyPodEvictionPolicy, currentHealthy, desiredHealthy, stale, disruptionsAllowed, disruptedPods } = this.#budget;
    const budgetHolds = currentHealthy >= desiredHealthy && desiredHealthy > 0;
    if (!pod.ready && (unhealthyPodEvictionPolicy === 'AlwaysAllow' || budgetHolds)) {
      this.#goesNow.push(pod.name);
      return { answer: 'goes', because: 'unready', budget: name };
    }
    if (stale) {
      const message = `The disruption budget ${name} is still being processed by the server.`;
      // Not a matter of time: the controller has tried and says why it cannot.
      return syncFailureOf(this.#budget) === '' ? { answer: 'unknown', budget: name, message } : this.#block(pod, 429, message);
    }
    if (disruptionsAllowed < 0) return this.#block(pod, 403, 'pdb disruptions allowed is negative');
    if (disruptedPods > mostDisruptedPods)
      return this.#block(pod, 403, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
    if (disruptionsAllowed === 0) return this.#block(pod, 429, refusalOf(this.#budget));
    if (this.#left === 0) {
      this.#waits.push(pod.name);
      return { answer: 'waits', budget: name };
    }
    this.#left--;
    this.#goesNow.push(pod.name);
    return { answer: 'goes', because: 'budget', budget: name };
  }

  result(): DrainBudget {
    const syncFailure = syncFailureOf(this.#budget);
    const { namespace, name, stale, disruptionsAllowed, expectedPods, currentHealthy, desiredHealthy, unhealthyPodEvictionPolicy } =
      this.#budget;
    return {
      namespace,
      name,
      allowed: stale && syncFailure === '' ? null : disruptionsAllowed,
      syncFailure,
      expectedPods,
      currentHealthy,
      desiredHealthy,
      unhealthyPodEvictionPolicy,
      goesNow: this.#goesNow,
      waits: this.#waits,
      blocked: this.blocked,
    };
  }

  #block(pod: DrainPod, code: 429 | 403, message: string): EvictionOutlook {
    const { name, expectedPods, desiredHealthy } = this.#budget;
    this.blocked.push(pod.name);
    // What a failed sync has left in the status is not to be reckoned with.
    const forever = code === 429 && syncFailureOf(this.#budget) === '' && expectedPods <= desiredHealthy;
    return { answer: 'blocked', code, budget: name, forever, message };
  }
}

/** Why the disruption controller cannot count the pods of a budget; empty when it can. */
function syncFailureOf({ refusal }: DisruptionBudget): string {
  return refusal?.reason === 'SyncFailed' ? refusal.message : '';
}

/** The cause that comes with the 429 of a budget that allows nothing: the server's text, which kubectl does not print. */
function refusalOf({ name, currentHealthy, desiredHealthy, refusal }: DisruptionBudget): string {
  if (refusal?.reason === 'SyncFailed')
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${refusal.message}`;
  if (currentHealthy <= desiredHealthy)
    return `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  if (refusal !== null)
    return `The disruption budget ${name} does not allow evicting pods currently (${refusal.reason}): ${refusal.message}`;
  return `The disruption budget ${name} does not allow evicting pods currently`;
}
