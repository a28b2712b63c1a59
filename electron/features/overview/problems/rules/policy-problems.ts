import type { QuotaUse } from '../../../../../shared/overview.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';

/** From here a quota is nearly full. */
const nearlyFull = 0.9;
/** A HorizontalPodAutoscaler is blind for a while after its pods were made, in ms. */
const blindMs = 180_000;

/** Budgets that let no pod go although all of them are well: no drain and no upgrade of a node gets past them. Their pods are well, so none is affected. */
export function budgetProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  for (const [row, budget] of factsOf(facts.rows, 'poddisruptionbudgets.policy')) {
    const condition = budget.conditions[0];
    const broken = condition?.status === 'False' && condition.reason === 'SyncFailed';
    const blocks = budget.allowed === 0 && budget.expected > 0 && budget.healthy >= budget.expected;
    if (!broken && !blocks) continue;
    found.push(
      finding('budget-blocks', 'attention', objectOfKind('PodDisruptionBudget', row.namespace, row.name), {
        since: condition?.since ?? null,
        message: broken ? condition.message : '',
        facts: known({
          expected: budget.expected,
          healthy: budget.healthy,
          desired: budget.desired,
          minAvailable: budget.minAvailable,
          maxUnavailable: budget.maxUnavailable,
          reason: broken ? condition.reason : '',
        }),
      }),
    );
  }
  return found;
}

/** HorizontalPodAutoscalers that cannot read what they scale by, or what they scale. One whose target has no replicas is off on purpose (ScalingDisabled). */
export function autoscalerProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  for (const [row, autoscaler] of factsOf(facts.rows, 'horizontalpodautoscalers.autoscaling')) {
    const blind = autoscaler.conditions.find(
      ({ type, status, reason }) =>
        status === 'False' &&
        ((type === 'ScalingActive' && reason !== 'ScalingDisabled') || (type === 'AbleToScale' && reason.startsWith('Failed'))),
    );
    if (blind === undefined || (blind.since !== null && facts.now - blind.since < blindMs)) continue;
    found.push(
      finding('autoscaler-blind', 'attention', objectOfKind('HorizontalPodAutoscaler', row.namespace, row.name), {
        since: blind.since,
        message: blind.message,
        facts: known({
          reason: blind.reason,
          condition: blind.type,
          targetKind: autoscaler.target.kind,
          targetName: autoscaler.target.name,
        }),
      }),
    );
  }
  return found;
}

/** Quotas of which a line is nine tenths used; the fullest line is named. A quota of 0 forbids on purpose. */
export function quotaProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  for (const [row, { uses }] of factsOf(facts.rows, 'resourcequotas')) {
    const full = uses.filter(({ ratio }) => ratio !== null && ratio >= nearlyFull).sort(fullestFirst);
    const [worst] = full;
    if (worst === undefined) continue;
    found.push(
      finding('quota-nearly-full', 'attention', objectOfKind('ResourceQuota', row.namespace, row.name), {
        facts: known({
          resource: worst.resource,
          used: worst.used,
          hard: worst.hard,
          ratio: worst.ratio,
          more: full.length === 1 ? null : full.length - 1,
        }),
      }),
    );
  }
  return found;
}

function fullestFirst(a: QuotaUse, b: QuotaUse): number {
  return (b.ratio ?? 0) - (a.ratio ?? 0) || (a.resource < b.resource ? -1 : 1);
}
