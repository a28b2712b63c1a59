import { findCondition } from '../../kube/conditions.ts';
import { numberOf, objectOf, textOf } from '../../kube/json-fields.ts';
import { type LabelMatcher, labelMatcher } from '../../kube/match-labels.ts';

/** What an eviction looks at of a policy/v1 PodDisruptionBudget. */
export interface DisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  readonly matches: LabelMatcher;
  readonly unhealthyPodEvictionPolicy: 'IfHealthyBudget' | 'AlwaysAllow';
  /** The status is of an older spec. */
  readonly stale: boolean;
  readonly disruptionsAllowed: number;
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  /** Evictions that were let through and not seen by the controller yet. */
  readonly disruptedPods: number;
  /** Condition DisruptionAllowed when it is False and says why; else null. */
  readonly refusal: { readonly reason: string; readonly message: string } | null;
}

/** Reads a PodDisruptionBudget as JSON. A policy that is absent or of a later version counts as the default, as in eviction.go. */
export function disruptionBudgetOf(object: unknown): DisruptionBudget {
  const { metadata: metadataField, spec: specField, status: statusField } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  const status = objectOf(statusField);
  const condition = findCondition(status, 'DisruptionAllowed');
  const message = textOf(condition?.message);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    matches: labelMatcher(spec.selector),
    unhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' ? 'AlwaysAllow' : 'IfHealthyBudget',
    stale: numberOf(status.observedGeneration) < numberOf(metadata.generation),
    disruptionsAllowed: numberOf(status.disruptionsAllowed),
    expectedPods: numberOf(status.expectedPods),
    currentHealthy: numberOf(status.currentHealthy),
    desiredHealthy: numberOf(status.desiredHealthy),
    disruptedPods: Object.keys(objectOf(status.disruptedPods)).length,
    refusal: condition?.status === 'False' && message !== '' ? { reason: textOf(condition.reason), message } : null,
  };
}
