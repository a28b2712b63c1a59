import type { DrainBudget } from '../../../shared/drain.ts';
import { message, type Words } from './plan-budget-words.ts';

/** One budget in the list beside the table. */
export interface BudgetLine {
  readonly health: 'broken' | 'unknown' | 'none' | 'ok';
  /** Its numbers as the disruption controller counts them. */
  readonly numbers: Words;
  /** What the batch does to it. */
  readonly batch: readonly Words[];
}

/** The arithmetic of one budget over all nodes that are chosen. */
export function budgetLine(budget: DrainBudget): BudgetLine {
  const { allowed, syncFailure, desiredHealthy, currentHealthy, expectedPods, goesNow, waits, blocked } = budget;
  const values = { allowed: allowed ?? 0, needs: desiredHealthy, has: currentHealthy, expected: expectedPods };
  const numbers =
    syncFailure !== ''
      ? message('budgets.syncFailed', { reason: syncFailure })
      : allowed === null
        ? message('budgets.beingCounted')
        : message('budgets.numbers', { ...values, count: values.allowed });
  const batch = [
    ...(goesNow.length > 0 ? [message('budgets.goes', { count: goesNow.length })] : []),
    ...(waits.length > 0 ? [message('budgets.waits', { count: waits.length })] : []),
    ...(blocked.length > 0 ? [message('budgets.blocked', { count: blocked.length })] : []),
  ];
  return { health: healthOf(budget), numbers, batch };
}

function healthOf({ allowed, syncFailure, waits, blocked }: DrainBudget): BudgetLine['health'] {
  if (blocked.length > 0 || syncFailure !== '') return 'broken';
  if (allowed === null) return 'unknown';
  return waits.length > 0 ? 'none' : 'ok';
}

const severity: Readonly<Record<BudgetLine['health'], number>> = { broken: 0, unknown: 1, none: 2, ok: 3 };

/** Worst first, then those that hold most back; else as they came. */
export function worstBudgetsFirst<Item extends { readonly budget: DrainBudget }>(items: readonly Item[]): readonly Item[] {
  const held = ({ budget: { waits, blocked } }: Item) => waits.length + blocked.length;
  return [...items].sort((a, b) => severity[healthOf(a.budget)] - severity[healthOf(b.budget)] || held(b) - held(a));
}
