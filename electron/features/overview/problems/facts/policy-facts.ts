import type { LimitRangeFacts, QuotaUse } from '../../../../../shared/overview.ts';
import { arrayOf, numberOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { NamedProjection } from '../../../../kube/projection.ts';
import { type ConditionFacts, conditionFacts, conditionFactsMembers, factsProjection } from '../../facts-projection.ts';
import { useOfQuota } from './use-of-quota.ts';

/** A PodDisruptionBudget as problems see it. */
export interface BudgetFacts {
  /** As written, a number or `50%`; empty when the other one is set. */
  readonly minAvailable: string;
  readonly maxUnavailable: string;
  /** Null while no controller saw the newest spec. */
  readonly allowed: number | null;
  readonly expected: number;
  readonly healthy: number;
  readonly desired: number;
  /** DisruptionAllowed. */
  readonly conditions: readonly ConditionFacts[];
}

/** A HorizontalPodAutoscaler as problems and changes see it. */
export interface AutoscalerFacts {
  /** What it scales. */
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly min: number;
  readonly max: number;
  readonly current: number;
  readonly desired: number;
  /** ScalingActive, AbleToScale, ScalingLimited. */
  readonly conditions: readonly ConditionFacts[];
}

/** A ResourceQuota: every line of it. */
export interface QuotaFacts {
  readonly uses: readonly QuotaUse[];
}

/** A LimitRange: every limit of it. */
export interface LimitFacts {
  readonly limits: readonly LimitRangeFacts[];
}

/** PodDisruptionBudgets to BudgetFacts. */
export const projectBudgetFacts: NamedProjection = factsProjection(
  'poddisruptionbudgets',
  {
    spec: { minAvailable: true, maxUnavailable: true },
    status: {
      observedGeneration: true,
      disruptionsAllowed: true,
      expectedPods: true,
      currentHealthy: true,
      desiredHealthy: true,
      conditions: conditionFactsMembers,
    },
  },
  (object): BudgetFacts => {
    const spec = objectOf(object.spec);
    const status = objectOf(object.status);
    const seen = numberOf(status.observedGeneration) >= numberOf(objectOf(object.metadata).generation, 1);
    return {
      minAvailable: numberOrText(spec.minAvailable),
      maxUnavailable: numberOrText(spec.maxUnavailable),
      allowed: seen ? numberOf(status.disruptionsAllowed) : null,
      expected: numberOf(status.expectedPods),
      healthy: numberOf(status.currentHealthy),
      desired: numberOf(status.desiredHealthy),
      conditions: conditionFacts(status, ['DisruptionAllowed']),
    };
  },
);

/** HorizontalPodAutoscalers of autoscaling/v2 to AutoscalerFacts. */
export const projectAutoscalerFacts: NamedProjection = factsProjection(
  'horizontalpodautoscalers',
  {
    spec: { scaleTargetRef: { apiVersion: true, kind: true, name: true }, minReplicas: true, maxReplicas: true },
    status: { currentReplicas: true, desiredReplicas: true, conditions: conditionFactsMembers },
  },
  (object): AutoscalerFacts => {
    const spec = objectOf(object.spec);
    const status = objectOf(object.status);
    const { apiVersion, kind, name } = objectOf(spec.scaleTargetRef);
    return {
      target: { apiVersion: textOf(apiVersion), kind: textOf(kind), name: textOf(name) },
      // The API's default.
      min: numberOf(spec.minReplicas, 1),
      max: numberOf(spec.maxReplicas),
      current: numberOf(status.currentReplicas),
      desired: numberOf(status.desiredReplicas),
      conditions: conditionFacts(status, ['ScalingActive', 'AbleToScale', 'ScalingLimited']),
    };
  },
);

/** ResourceQuotas to QuotaFacts. */
export const projectQuotaFacts: NamedProjection = factsProjection(
  'resourcequotas',
  { status: { hard: true, used: true } },
  (object): QuotaFacts => {
    const { namespace, name } = objectOf(object.metadata);
    return { uses: useOfQuota(textOf(namespace), textOf(name), objectOf(object.status)) };
  },
);

/** LimitRanges to LimitFacts. */
export const projectLimitFacts: NamedProjection = factsProjection(
  'limitranges',
  { spec: { limits: { type: true, min: true, max: true, default: true, defaultRequest: true } } },
  (object): LimitFacts => {
    const { namespace, name } = objectOf(object.metadata);
    return {
      limits: arrayOf(objectOf(object.spec).limits).flatMap((item) => {
        const limit = objectOf(item);
        const [min, max, request, usual] = [limit.min, limit.max, limit.defaultRequest, limit.default].map(objectOf);
        const resources = new Set([min, max, request, usual].flatMap((amounts) => Object.keys(amounts ?? {})));
        return [...resources].sort().map((resource) => ({
          namespace: textOf(namespace),
          name: textOf(name),
          type: textOf(limit.type),
          resource,
          min: textOf(min?.[resource]),
          max: textOf(max?.[resource]),
          defaultRequest: textOf(request?.[resource]),
          defaultLimit: textOf(usual?.[resource]),
        }));
      }),
    };
  },
);

function numberOrText(value: unknown): string {
  return typeof value === 'number' ? String(value) : textOf(value);
}
