import { ageSince } from './human-duration.ts';
import type { KubeObject } from './kube-object.ts';
import { at, isRecord, listAt, numberAt, textAt } from './kube-object.ts';

/** A cell of a Table row. */
export type Cell = string | number | boolean | null;

interface Restarts {
  count: number;
  /** RFC 3339, '' = never; RFC 3339 in UTC sorts as text. */
  last: string;
}

function countRestarts(restarts: Restarts, status: unknown): void {
  restarts.count += numberAt(status, 'restartCount');
  const finished = textAt(status, 'lastState', 'terminated', 'finishedAt');
  if (finished > restarts.last) restarts.last = finished;
}

function terminatedReason(terminated: unknown): string {
  const reason = textAt(terminated, 'reason');
  if (reason !== '') return reason;
  const signal = numberAt(terminated, 'signal');
  return signal !== 0 ? `Signal:${signal}` : `ExitCode:${numberAt(terminated, 'exitCode')}`;
}

const conditionIs = (pod: KubeObject, type: string): boolean =>
  listAt(pod, 'status', 'conditions').some((c) => textAt(c, 'type') === type && textAt(c, 'status') === 'True');

/** READY, STATUS and RESTARTS of a pod: printPod of kubernetes pkg/printers/internalversion/printers.go, step by step. */
export function podStatusCells(pod: KubeObject, now: number): readonly [ready: string, status: string, restarts: string] {
  const phase = textAt(pod, 'status', 'phase');
  let reason = textAt(pod, 'status', 'reason') || phase;
  if (listAt(pod, 'status', 'conditions').some((c) => textAt(c, 'type') === 'PodScheduled' && textAt(c, 'reason') === 'SchedulingGated'))
    reason = 'SchedulingGated';

  const initSpecs = listAt(pod, 'spec', 'initContainers');
  const sidecars = new Set(initSpecs.filter((c) => textAt(c, 'restartPolicy') === 'Always').map((c) => textAt(c, 'name')));
  const total = listAt(pod, 'spec', 'containers').length + sidecars.size;
  let ready = 0;
  let restarts: Restarts = { count: 0, last: '' };
  const sidecarRestarts: Restarts = { count: 0, last: '' };
  let initializing = false;

  for (const [index, status] of listAt(pod, 'status', 'initContainerStatuses').entries()) {
    const isSidecar = sidecars.has(textAt(status, 'name'));
    countRestarts(restarts, status);
    if (isSidecar) countRestarts(sidecarRestarts, status);
    const terminated = at(status, 'state', 'terminated');
    if (isRecord(terminated) && numberAt(terminated, 'exitCode') === 0) continue;
    if (isSidecar && at(status, 'started') === true) {
      if (at(status, 'ready') === true) ready += 1;
      continue;
    }
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    if (isRecord(terminated)) reason = `Init:${terminatedReason(terminated)}`;
    else if (waiting !== '' && waiting !== 'PodInitializing') reason = `Init:${waiting}`;
    else reason = `Init:${index}/${initSpecs.length}`;
    initializing = true;
    break;
  }

  if (!initializing || conditionIs(pod, 'Initialized')) {
    restarts = sidecarRestarts;
    let hasRunning = false;
    let errorReason = '';
    for (const status of [...listAt(pod, 'status', 'containerStatuses')].reverse()) {
      countRestarts(restarts, status);
      const waiting = textAt(status, 'state', 'waiting', 'reason');
      const terminated = at(status, 'state', 'terminated');
      if (waiting !== '') reason = waiting;
      else if (isRecord(terminated)) {
        reason = terminatedReason(terminated);
        if (numberAt(terminated, 'exitCode') !== 0) errorReason = reason;
      } else if (at(status, 'ready') === true && isRecord(at(status, 'state', 'running'))) {
        hasRunning = true;
        ready += 1;
      }
    }
    if (reason === 'Completed') {
      if (hasRunning && conditionIs(pod, 'Ready')) reason = 'Running';
      else if (errorReason !== '') reason = errorReason;
      else if (hasRunning) reason = 'NotReady';
    }
  }

  if (pod.metadata.deletionTimestamp !== undefined) {
    if (textAt(pod, 'status', 'reason') === 'NodeLost') reason = 'Unknown';
    else if (phase !== 'Succeeded' && phase !== 'Failed') reason = 'Terminating';
  }
  const shown =
    restarts.count !== 0 && restarts.last !== '' ? `${restarts.count} (${ageSince(restarts.last, now)} ago)` : String(restarts.count);
  return [`${ready}/${total}`, reason, shown];
}

/** The cells of a pod, wide ones included. */
export function podCells(pod: KubeObject, now: number): readonly Cell[] {
  const gates = listAt(pod, 'spec', 'readinessGates');
  const gatesTrue = gates.filter((gate) => conditionIs(pod, textAt(gate, 'conditionType'))).length;
  return [
    pod.metadata.name,
    ...podStatusCells(pod, now),
    ageSince(pod.metadata.creationTimestamp, now),
    textAt(pod, 'status', 'podIPs', 0, 'ip') || '<none>',
    textAt(pod, 'spec', 'nodeName') || '<none>',
    textAt(pod, 'status', 'nominatedNodeName') || '<none>',
    gates.length > 0 ? `${gatesTrue}/${gates.length}` : '<none>',
  ];
}
