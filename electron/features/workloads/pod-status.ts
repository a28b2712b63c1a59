import { parseTime } from '../../../shared/parse-time.ts';
import { conditionStatus } from '../../kube/conditions.ts';
import { arrayOf, isObject, type JsonObject, numberOf, objectOf, textOf } from '../../kube/json-fields.ts';

/** What kubectl's READY, STATUS and RESTARTS say of one pod, before they become text. */
export interface PodStatus {
  readonly ready: number;
  readonly total: number;
  /** kubectl's STATUS: `Running`, `Init:0/2`, `CrashLoopBackOff`, `Terminating`… */
  readonly reason: string;
  readonly restarts: number;
  /** ms since the epoch of the last container termination; null when none is known. */
  readonly lastRestartAt: number | null;
}

/**
 * printPod of the server, over JSON: kubernetes `pkg/printers/internalversion/printers.go`. Absent fields are Go's zero values.
 * `terminating` is: metadata.deletionTimestamp is set.
 */
export function podStatus(spec: JsonObject, status: JsonObject, terminating: boolean): PodStatus {
  const phase = textOf(status.phase);
  const statusReason = textOf(status.reason);
  const conditions = arrayOf(status.conditions);
  const initContainers = arrayOf(spec.initContainers);
  const initStatuses = arrayOf(status.initContainerStatuses);

  let reason = statusReason === '' ? phase : statusReason;
  for (const condition of conditions) {
    const { type, reason: why } = objectOf(condition);
    if (type === 'PodScheduled' && why === 'SchedulingGated') reason = 'SchedulingGated';
  }

  let total = arrayOf(spec.containers).length;
  for (const container of initContainers) if (isSidecar(container)) total++;

  let ready = 0;
  let restarts = 0;
  let lastRestartAt: number | null = null;
  let sidecarRestarts = 0;
  let lastSidecarRestartAt: number | null = null;
  let initializing = false;
  for (let index = 0; index < initStatuses.length && !initializing; index++) {
    const container = objectOf(initStatuses[index]);
    const sidecar = isSidecar(containerOf(initContainers, container.name));
    const finishedAt = lastFinishedAt(container);
    const count = numberOf(container.restartCount);
    restarts += count;
    lastRestartAt = later(lastRestartAt, finishedAt);
    if (sidecar) {
      sidecarRestarts += count;
      lastSidecarRestartAt = later(lastSidecarRestartAt, finishedAt);
    }
    const { terminated, waiting } = objectOf(container.state);
    if (isObject(terminated) && numberOf(terminated.exitCode) === 0) continue;
    if (sidecar && container.started === true) {
      if (container.ready === true) ready++;
      continue;
    }
    reason = `Init:${initReason(terminated, waiting) ?? `${index}/${initContainers.length}`}`;
    initializing = true;
  }

  if (!initializing || conditionStatus(status, 'Initialized') === 'True') {
    restarts = sidecarRestarts;
    lastRestartAt = lastSidecarRestartAt;
    let hasRunning = false;
    let errorReason = '';
    const statuses = arrayOf(status.containerStatuses);
    // From last to first, so that the first container in the list has the last word.
    for (let index = statuses.length - 1; index >= 0; index--) {
      const container = objectOf(statuses[index]);
      restarts += numberOf(container.restartCount);
      lastRestartAt = later(lastRestartAt, lastFinishedAt(container));
      const { waiting, terminated, running } = objectOf(container.state);
      const waitingReason = textOf(objectOf(waiting).reason);
      if (waitingReason !== '') reason = waitingReason;
      else if (isObject(terminated)) {
        reason = terminatedReason(terminated);
        if (numberOf(terminated.exitCode) !== 0) errorReason = reason;
      } else if (container.ready === true && isObject(running)) {
        hasRunning = true;
        ready++;
      }
    }
    if (reason === 'Completed') {
      if (hasRunning && hasTrueCondition(conditions, 'Ready')) reason = 'Running';
      else if (errorReason !== '') reason = errorReason;
      else if (hasRunning) reason = 'NotReady';
    }
  }

  if (terminating) {
    if (statusReason === 'NodeLost') reason = 'Unknown';
    else if (phase !== 'Succeeded' && phase !== 'Failed') reason = 'Terminating';
  }
  return { ready, total, reason, restarts, lastRestartAt };
}

/** True when any condition of this type is True. */
function hasTrueCondition(conditions: readonly unknown[], type: string): boolean {
  for (const condition of conditions) {
    const fields = objectOf(condition);
    if (fields.type === type && fields.status === 'True') return true;
  }
  return false;
}

/** A restartable init container counts for READY like a regular one (KEP-753). */
function isSidecar(container: unknown): boolean {
  return objectOf(container).restartPolicy === 'Always';
}

function containerOf(containers: readonly unknown[], name: unknown): unknown {
  for (let index = containers.length - 1; index >= 0; index--) if (objectOf(containers[index]).name === name) return containers[index];
  return undefined;
}

function lastFinishedAt(container: JsonObject): number | null {
  const { terminated } = objectOf(container.lastState);
  return isObject(terminated) ? parseTime(terminated.finishedAt) : null;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function terminatedReason(terminated: JsonObject): string {
  const reason = textOf(terminated.reason);
  if (reason !== '') return reason;
  const signal = numberOf(terminated.signal);
  return signal === 0 ? `ExitCode:${numberOf(terminated.exitCode)}` : `Signal:${signal}`;
}

/** Why an init container holds the pod up; null when it is simply its turn. */
function initReason(terminated: unknown, waiting: unknown): string | null {
  if (isObject(terminated)) return terminatedReason(terminated);
  const reason = textOf(objectOf(waiting).reason);
  return reason === '' || reason === 'PodInitializing' ? null : reason;
}
