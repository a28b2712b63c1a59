import type { Health } from '../../../shared/row.ts';
import { conditionStatus } from '../../kube/conditions.ts';
import { arrayOf, type JsonObject, objectOf } from '../../kube/json-fields.ts';
import type { PodStatus } from './pod-status.ts';

/*
 * Health of a pod, first rule that fits:
 *  1. STATUS Unknown (node lost while terminating), phase Unknown, NodeLost: unknown.
 *  2. Terminating: progressing.
 *  3. STATUS Completed or phase Succeeded: done.
 *  4. phase Failed (Evicted, Error, OOMKilled, …): broken.
 *  5. CrashLoopBackOff or a container that ended by itself (Error, OOMKilled, ExitCode:n, Signal:n, …), also in Init: broken.
 *  6. Waiting for something that somebody has to fix (images, configuration, …), also in Init: attention.
 *  7. ContainerCreating, PodInitializing, Init:n/m, SchedulingGated: progressing.
 *  8. Pending and Unschedulable: attention; Pending otherwise: progressing.
 *  9. Running: all containers ready, and condition Ready not False: ok; still before its startup probe: progressing; else attention.
 *     (A row knows no clock, so "not ready for long" cannot be told from "not ready yet" without a startup probe.)
 * 10. NotReady: attention. Anything else: unknown.
 */

/** Waiting reasons of the kubelet that pass by themselves. */
const passingReasons: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing', 'SchedulingGated']);

/** The state shape of a pod, by the rules above. */
export function podHealth(pod: PodStatus, status: JsonObject): Health {
  const { reason } = pod;
  const { phase } = status;
  if (reason === 'Unknown' || reason === 'NodeLost' || phase === 'Unknown') return 'unknown';
  if (reason === 'Terminating') return 'progressing';
  if (phase === 'Succeeded') return 'done';
  if (phase === 'Failed') return 'broken';
  if (reason === 'Completed') return 'done';
  if (reason === 'Running') return runningHealth(pod, status);
  if (reason === 'NotReady') return 'attention';
  if (reason === 'Pending') return isUnschedulable(status) ? 'attention' : 'progressing';
  if (reason === '') return 'unknown';
  return reasonHealth(reason.startsWith('Init:') ? reason.slice('Init:'.length) : reason, status);
}

function runningHealth(pod: PodStatus, status: JsonObject): Health {
  if (pod.ready >= pod.total) return conditionStatus(status, 'Ready') === 'False' ? 'attention' : 'ok';
  for (const container of arrayOf(status.containerStatuses)) {
    const { started, state } = objectOf(container);
    if (started === false && objectOf(state).running !== undefined) return 'progressing';
  }
  return 'attention';
}

function isUnschedulable(status: JsonObject): boolean {
  for (const condition of arrayOf(status.conditions)) {
    const { type, status: truth, reason } = objectOf(condition);
    if (type === 'PodScheduled' && truth === 'False' && reason === 'Unschedulable') return true;
  }
  return false;
}

function reasonHealth(reason: string, status: JsonObject): Health {
  if (reason === 'CrashLoopBackOff') return 'broken';
  if (passingReasons.has(reason) || /^\d+\/\d+$/.test(reason)) return 'progressing';
  return isWaitingReason(reason, status) ? 'attention' : 'broken';
}

/** True when a container waits with this reason; false when the reason comes from one that ended. */
function isWaitingReason(reason: string, status: JsonObject): boolean {
  return waitsWith(arrayOf(status.containerStatuses), reason) || waitsWith(arrayOf(status.initContainerStatuses), reason);
}

function waitsWith(statuses: readonly unknown[], reason: string): boolean {
  for (const container of statuses) if (objectOf(objectOf(objectOf(container).state).waiting).reason === reason) return true;
  return false;
}
