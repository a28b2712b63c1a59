import type { Health } from '../../../shared/row.ts';
import { arrayOf, recordOf, textOf, timeOf } from './read-object.ts';

/** One condition of an object, ready to be said. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly health: Health;
  /** ms since the epoch; null when the object does not say. */
  readonly since: number | null;
  readonly reason: string;
  readonly message: string;
}

/**
 * Conditions for which True is the bad news. Nodes: kubernetes `pkg/apis/core/types.go`; workloads: `ReplicaFailure`,
 * `Failed`; CRDs and API services: `NamesConflict`-like words are left unknown on purpose.
 */
const badWhenTrue = new Set([
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
  'ReplicaFailure',
  'Failed',
  'FailureTarget',
  'DisruptionTarget',
  'Stalled',
  'Degraded',
  'Suspended',
]);
/** Conditions whose meaning is known: good when True. Others are shown without a judgement. */
const goodWhenTrue = new Set([
  'Ready',
  'ContainersReady',
  'Initialized',
  'PodScheduled',
  'PodReadyToStartContainers',
  'Available',
  'Progressing',
  'Complete',
  'Established',
  'NamesAccepted',
  'Synced',
  'Healthy',
  'Succeeded',
]);

/** Conditions of any object, those that need a look first. A condition nobody taught us is shown as it is, never judged. */
export function planConditions(object: unknown): readonly Condition[] {
  const list = arrayOf(recordOf(recordOf(object).status).conditions).map(recordOf);
  const conditions = list
    .filter((condition) => textOf(condition.type) !== '')
    .map((condition): Condition => {
      const status = condition.status === 'True' || condition.status === 'False' ? condition.status : 'Unknown';
      const type = textOf(condition.type);
      return {
        type,
        status,
        health: healthOf(type, status, textOf(condition.reason)),
        since: timeOf(condition.lastTransitionTime) ?? timeOf(condition.lastUpdateTime),
        reason: textOf(condition.reason),
        message: textOf(condition.message),
      };
    });
  const rank: Record<Health, number> = { broken: 0, attention: 1, unknown: 2, progressing: 3, ok: 4, done: 5 };
  return conditions
    .map((condition, index) => ({ condition, index }))
    .sort((a, b) => rank[a.condition.health] - rank[b.condition.health] || a.index - b.index)
    .map(({ condition }) => condition);
}

function healthOf(type: string, status: Condition['status'], reason: string): Health {
  // A pod that has finished is not ready, and that is as it should be.
  if (reason === 'PodCompleted') return 'done';
  if (status === 'Unknown') return 'unknown';
  if (badWhenTrue.has(type)) return status === 'True' ? 'broken' : 'ok';
  if (goodWhenTrue.has(type)) return status === 'True' ? 'ok' : type === 'Ready' || type === 'Available' ? 'broken' : 'attention';
  return 'done';
}
