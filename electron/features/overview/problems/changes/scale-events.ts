import type { EventFacts } from '../facts/event-facts.ts';
import { factsOf, type RowsByKey } from '../problem-kinds.ts';

/** One step of the Deployment controller. */
export interface ScaleStep {
  readonly namespace: string;
  readonly deployment: string;
  readonly replicaSet: string;
  /** Null before Kubernetes 1.25, which did not say it. */
  readonly from: number | null;
  readonly to: number;
  /** ms since the epoch. */
  readonly at: number;
}

/** One decision of a HorizontalPodAutoscaler. */
export interface Rescale {
  readonly namespace: string;
  readonly autoscaler: string;
  readonly to: number;
  /** `cpu resource utilization (percentage of request) above target`. */
  readonly reason: string;
  readonly at: number;
}

/** What a message of reason ScalingReplicaSet says: `Scaled up replica set web-5d9 from 1 to 3` (deployment/sync.go), `Scaled up replica set web-5d9 to 3` before 1.25. */
export function scaleStep(event: EventFacts): ScaleStep | null {
  const [, replicaSet, from, to] = /^Scaled (?:up|down) replica set (\S+) (?:from (\d+) )?to (\d+)$/.exec(event.message) ?? [];
  if (event.at === null || replicaSet === undefined || to === undefined) return null;
  return {
    namespace: event.namespace,
    deployment: event.name,
    replicaSet,
    from: from === undefined ? null : Number(from),
    to: Number(to),
    at: event.at,
  };
}

/** What a message of reason SuccessfulRescale says: `New size: 5; reason: cpu resource utilization (percentage of request) above target` (podautoscaler/horizontal.go). */
export function rescale(event: EventFacts): Rescale | null {
  const [, to, reason = ''] = /^New size: (\d+)(?:; reason: (.*))?$/s.exec(event.message) ?? [];
  if (event.at === null || to === undefined) return null;
  return { namespace: event.namespace, autoscaler: event.name, to: Number(to), reason, at: event.at };
}

/** Steps since `from` by `namespace/name` of their Deployment, the oldest first. */
export function stepsSince(rows: RowsByKey, from: number): ReadonlyMap<string, readonly ScaleStep[]> {
  const byDeployment = new Map<string, ScaleStep[]>();
  for (const [, event] of factsOf(rows, 'events:scaling')) {
    const step = scaleStep(event);
    if (step === null || step.at < from) continue;
    const key = `${step.namespace}/${step.deployment}`;
    const others = byDeployment.get(key);
    if (others === undefined) byDeployment.set(key, [step]);
    else others.push(step);
  }
  for (const steps of byDeployment.values()) steps.sort((a, b) => a.at - b.at);
  return byDeployment;
}

/** Decisions since `from`, the oldest first. */
export function rescalesSince(rows: RowsByKey, from: number): readonly Rescale[] {
  const rescales: Rescale[] = [];
  for (const [, event] of factsOf(rows, 'events:rescale')) {
    const one = rescale(event);
    if (one !== null && one.at >= from) rescales.push(one);
  }
  return rescales.sort((a, b) => a.at - b.at);
}
