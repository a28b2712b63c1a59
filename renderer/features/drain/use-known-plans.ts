import { useMemo } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { indexBudgets } from './plan-budget-words.ts';
import type { RowSurroundings } from './pod-table-row.tsx';
import type { ContextPlan } from './use-drain-plans.ts';
import type { DryRun } from './use-dry-run.ts';
import { useSameItems } from './use-same-items.ts';

/** A context of which a plan is known. */
export interface KnownPlan {
  readonly contextId: ContextId;
  readonly context: ContextView;
  readonly target: DrainTarget;
  readonly plan: DrainPlan;
}

/** The plans that are known out of all contexts of the page: the same list as before while none of them changed. */
export function useKnownPlans(all: readonly ContextPlan[]): readonly KnownPlan[] {
  const found = all.flatMap(({ context, plan, target }) => (context && plan ? [{ context, plan, target }] : []));
  const contexts = useSameItems(found.map(({ context }) => context));
  const plans = useSameItems(found.map(({ plan }) => plan));
  const targets = useSameItems(found.map(({ target }) => target));
  return useMemo(
    () =>
      contexts.flatMap((context, index): KnownPlan[] => {
        const [plan, target] = [plans[index], targets[index]];
        return plan && target ? [{ contextId: context.id, context, target, plan }] : [];
      }),
    [contexts, plans, targets],
  );
}

/** What the rows of each context are shown with. */
export function useSurroundings(
  known: readonly KnownPlan[],
  { gracePeriodSeconds, disableEviction }: DrainOptions,
  { outcomes }: DryRun,
): ReadonlyMap<ContextId, RowSurroundings> {
  return useMemo(
    () =>
      new Map(
        known.map(({ contextId, context, plan }): [ContextId, RowSurroundings] => [
          contextId,
          {
            context,
            budgets: indexBudgets(plan),
            workloads: new Map(plan.workloads.flatMap((workload) => workload.pods.map((uid) => [uid, workload]))),
            ownGrace: gracePeriodSeconds < 0,
            deletes: disableEviction,
            refusedByDryRun: new Set(
              [...(outcomes.get(contextId) ?? [])].flatMap(([uid, { outcome }]) => (outcome.answer === 'refused' ? [uid] : [])),
            ),
            noRoom: new Map(plan.room.pods.flatMap(({ uid, fits, message }) => (fits === 'no' ? [[uid, message]] : []))),
          },
        ]),
      ),
    [known, gracePeriodSeconds, disableEviction, outcomes],
  );
}
