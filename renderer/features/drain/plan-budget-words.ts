import type { DrainBudget, DrainPlan, DrainPodPlan } from '../../../shared/drain.ts';

/** A message of the namespace `drain` and what is put into it. `text` instead: words of kubectl or the API server, as they are. */
export type Words = { readonly key: string; readonly values: Readonly<Record<string, string | number>> } | { readonly text: string };

/** How loud words are. `faint` is for what changes nothing. */
export type Tone = 'plain' | 'faint' | 'broken' | 'attention' | 'unknown';

/** Words and how loud they are. */
export interface TonedWords {
  readonly words: Words;
  readonly tone: Tone;
}

/** A message with its values. */
export function message(key: string, values: Readonly<Record<string, string | number>> = {}): Words {
  return { key, values };
}

/** The budgets of a plan by namespace and name. */
export type BudgetIndex = (namespace: string, name: string) => DrainBudget | undefined;

/** Finds the budgets of a plan. */
export function indexBudgets({ budgets }: Pick<DrainPlan, 'budgets'>): BudgetIndex {
  const byName = new Map(budgets.map((budget) => [`${budget.namespace}/${budget.name}`, budget]));
  return (namespace, name) => byName.get(`${namespace}/${name}`);
}

/** What its budget says to the eviction of a pod: the numbers of the disruption controller, in words. */
export function budgetWords({ namespace, verdict, eviction }: DrainPodPlan, budgets: BudgetIndex): TonedWords {
  switch (eviction.answer) {
    case 'not-asked':
      // Of a refused pod no budget was looked at: that is not the same as having none.
      return verdict.status === 'error' ? said('budget.notAsked', 'faint') : said('budget.stays', 'faint');
    case 'goes':
      switch (eviction.because) {
        case 'no-budget':
          return said('budget.none', 'faint');
        case 'finished':
          return said('budget.finished', 'faint');
        case 'deleted':
          return said('budget.passedOver', 'attention');
        case 'unready':
          return counted('budget.unready', 'plain', budgets(namespace, eviction.budget));
        case 'budget':
          return counted('budget.holds', 'plain', budgets(namespace, eviction.budget));
      }
      break;
    case 'waits':
      return counted('budget.holds', 'plain', budgets(namespace, eviction.budget));
    case 'blocked':
      return blockedWords(eviction.code, eviction.forever, budgets(namespace, eviction.budget));
    case 'two-budgets':
      return said('budget.several', 'broken', { count: eviction.budgets.length });
    case 'unknown':
      return said(eviction.budget === '' ? 'budget.unreadable' : 'budget.beingCounted', 'unknown');
  }
}

function blockedWords(code: 429 | 403, forever: boolean, budget: DrainBudget | undefined): TonedWords {
  if (budget === undefined || code === 403) return said('budget.odd', 'broken');
  if (budget.syncFailure !== '') return said('budget.syncFailed', 'broken');
  if (forever) return counted('budget.never', 'broken', budget);
  return counted(budget.currentHealthy > budget.desiredHealthy ? 'budget.allowsNone' : 'budget.blocked', 'broken', budget);
}

function counted(key: string, tone: Tone, budget: DrainBudget | undefined): TonedWords {
  // A budget that an eviction names is always in the plan; without it there are no numbers to say.
  if (budget === undefined) return said('budget.beingCounted', 'unknown');
  return said(key, tone, { needs: budget.desiredHealthy, has: budget.currentHealthy, expected: budget.expectedPods });
}

function said(key: string, tone: Tone, values: Readonly<Record<string, string | number>> = {}): TonedWords {
  return { words: message(key, values), tone };
}
