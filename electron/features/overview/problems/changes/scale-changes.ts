import type { Change } from '../../../../../shared/problem.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { known } from '../problem-facts.ts';
import { factsOf, type RowsByKey } from '../problem-kinds.ts';
import { type Rescale, rescalesSince, type ScaleStep } from './scale-events.ts';

/** Steps of another ReplicaSet this near make it a rollout, in ms. */
const rolloutMs = 600_000;
/** The Deployment controller follows an autoscaler within this time, in ms. */
const followsMs = 30_000;

/** Workloads that were made larger or smaller since `from`, by an autoscaler or by somebody. `facts` has from and to (replicas), and reason (the autoscaler's). */
export function scaleChanges(rows: RowsByKey, steps: ReadonlyMap<string, readonly ScaleStep[]>, from: number): readonly Change[] {
  const targets = new Map(
    [...factsOf(rows, 'horizontalpodautoscalers.autoscaling')].map(([row, { target }]) => [`${row.namespace}/${row.name}`, target]),
  );
  const rescales = rescalesSince(rows, from);
  const born = new Map([...factsOf(rows, 'replicasets.apps')].map(([row]) => [`${row.namespace}/${row.name}`, row.createdAt]));
  const taken = new Set<ScaleStep>();
  const byAutoscaler = rescales.flatMap((one): Change[] => {
    const target = targets.get(`${one.namespace}/${one.autoscaler}`);
    // An autoscaler that is gone meanwhile: what it scaled is not known.
    if (target === undefined) return [];
    const own = target.kind === 'Deployment' ? (steps.get(`${one.namespace}/${target.name}`) ?? []) : [];
    const step = own.find((other) => follows(other, one));
    if (step !== undefined) taken.add(step);
    return [
      {
        id: `scaled/${target.kind}/${one.namespace}/${target.name}/${one.at}`,
        kind: 'scaled',
        object: objectOfKind(target.kind, one.namespace, target.name),
        at: one.at,
        by: `HorizontalPodAutoscaler/${one.autoscaler}`,
        facts: known({ from: step?.from, to: one.to, reason: one.reason }),
      },
    ];
  });
  const byHand = [...steps.values()]
    .flatMap((own) => own.filter((step) => !taken.has(step) && !isOfRollout(step, own) && !isFirst(step, born)))
    .map(
      ({ namespace, deployment, from: before, to, at }): Change => ({
        id: `scaled/Deployment/${namespace}/${deployment}/${at}`,
        kind: 'scaled',
        object: objectOfKind('Deployment', namespace, deployment),
        at,
        by: '',
        facts: known({ from: before, to }),
      }),
    );
  return [...byAutoscaler, ...byHand];
}

function follows(step: ScaleStep, { to, at }: Rescale): boolean {
  return step.to === to && step.at >= at - 1_000 && step.at - at < followsMs;
}

/** A rollout moves replicas from one ReplicaSet to another. */
function isOfRollout(step: ScaleStep, own: readonly ScaleStep[]): boolean {
  return own.some(({ replicaSet, at }) => replicaSet !== step.replicaSet && Math.abs(at - step.at) < rolloutMs);
}

/** The first step of a new ReplicaSet, which is the beginning of a rollout and not its scale. */
function isFirst({ namespace, replicaSet, from, at }: ScaleStep, born: ReadonlyMap<string, number | null>): boolean {
  const createdAt = born.get(`${namespace}/${replicaSet}`);
  return from === 0 && createdAt !== undefined && createdAt !== null && at - createdAt < followsMs;
}
