import type { LogSource } from '../../../../shared/logs.ts';
import { parseTime } from '../../../../shared/parse-time.ts';
import type { Row } from '../../../../shared/row.ts';
import { conditionMembers, findCondition } from '../../../kube/conditions.ts';
import { arrayOf, isObject, type JsonObject, numberOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import type { Members } from '../../../kube/json-members.ts';
import type { KubeObject, NamedProjection } from '../../../kube/projection.ts';
import { createdAtOf, isTerminating, rowOfObject } from '../../../kube/row-of-object.ts';
import type { ContainerFacts, TerminatedFacts } from '../follow/container-facts.ts';

/** What reading logs needs of a pod. */
export interface LogPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** ms since the epoch by the server's clock; null when the object has none. */
  readonly createdAt: number | null;
  /** Empty until it is scheduled. */
  readonly node: string;
  /** It is being stopped: metadata.deletionTimestamp is set. */
  readonly deleting: boolean;
  /** status.reason: `Evicted`, `NodeLost`, `Shutdown`…; else empty. */
  readonly reason: string;
  /** uids of its ownerReferences. */
  readonly owners: readonly string[];
  /** In the order of the pod's spec: init containers and sidecars, regular ones, ephemeral ones. */
  readonly containers: readonly LogContainer[];
}

/** One container of a pod as its status says. */
export interface LogContainer extends Omit<ContainerFacts, 'pod' | 'podReason'> {
  readonly name: string;
  readonly type: LogSource['containerType'];
}

/** Pods to LogPods: one cell, the LogPod as JSON text. Changes that it does not hold are not told. */
export const projectLogPods: NamedProjection = {
  name: 'log-pods',
  columns: [{ id: 'pod', name: 'POD', type: 'text', priority: 0, description: '' }],
  reads: reads(),
  project: (object) => rowOfLogPod(objectOf(object)),
};

function reads(): Members {
  const container = { name: true, restartPolicy: true };
  const terminated = { exitCode: true, reason: true, startedAt: true, finishedAt: true, containerID: true };
  const containerStatus = {
    name: true,
    restartCount: true,
    containerID: true,
    state: { waiting: { reason: true }, running: { startedAt: true }, terminated },
    lastState: { terminated },
  };
  return {
    metadata: { ownerReferences: { uid: true } },
    spec: { nodeName: true, containers: container, initContainers: container },
    status: {
      reason: true,
      conditions: conditionMembers,
      containerStatuses: containerStatus,
      initContainerStatuses: containerStatus,
      ephemeralContainerStatuses: containerStatus,
    },
  };
}

function rowOfLogPod(object: KubeObject): Row {
  return rowOfObject(object, createdAtOf(object), 'unknown', [JSON.stringify(logPodOf(object))]);
}

/** What reading logs needs of a pod as `get` answers it. Total: odd input gives an odd pod. */
export function logPodOf(pod: unknown): LogPod {
  const object: KubeObject = objectOf(pod);
  const createdAt = createdAtOf(object);
  const row = rowOfObject(object, createdAt, 'unknown', []);
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const missing = { ...absent, waitingReason: whyNotScheduled(status) };
  return {
    uid: row.uid,
    namespace: row.namespace,
    name: row.name,
    createdAt,
    node: textOf(spec.nodeName),
    deleting: isTerminating(object),
    reason: textOf(status.reason),
    owners: arrayOf(objectOf(object.metadata).ownerReferences).map((owner) => textOf(objectOf(owner).uid)),
    containers: [
      ...containersOf(spec.initContainers, status.initContainerStatuses, missing, (each) =>
        each.restartPolicy === 'Always' ? 'sidecar' : 'init',
      ),
      ...containersOf(spec.containers, status.containerStatuses, missing, () => 'regular'),
      // Their status has all that is needed: one that the kubelet has not taken up has no log.
      ...containersOf(status.ephemeralContainerStatuses, status.ephemeralContainerStatuses, missing, () => 'ephemeral'),
    ],
  };
}

/** A sidecar is an init container with restartPolicy Always (KEP-753). */
function containersOf(
  specs: unknown,
  statuses: unknown,
  missing: Facts,
  typeOf: (spec: JsonObject) => LogContainer['type'],
): LogContainer[] {
  const byName = new Map(arrayOf(statuses).map((status) => [textOf(objectOf(status).name), objectOf(status)]));
  return arrayOf(specs)
    .map(objectOf)
    .filter((spec) => textOf(spec.name) !== '')
    .map((spec) => ({ name: textOf(spec.name), type: typeOf(spec), ...(factsOf(byName.get(textOf(spec.name))) ?? missing) }));
}

type Facts = Omit<LogContainer, 'name' | 'type'>;

const absent: Facts = {
  state: 'absent',
  waitingReason: '',
  containerId: '',
  restarts: 0,
  startedAt: null,
  terminated: null,
  lastTerminated: null,
};

/** `Unschedulable`, `SchedulingGated`; empty for a pod that has its node. Containers of one that has none are not in its status. */
function whyNotScheduled(status: JsonObject): string {
  const condition = findCondition(status, 'PodScheduled');
  return condition?.status === 'False' ? textOf(condition.reason) : '';
}

function factsOf(status: JsonObject | undefined): Facts | null {
  if (status === undefined) return null;
  const { waiting, running, terminated } = objectOf(status.state);
  const ended = terminatedOf(terminated);
  const lastTerminated = terminatedOf(objectOf(status.lastState).terminated);
  // A status whose state has no member is one that waits (v1.ContainerState).
  const state = isObject(running) ? 'running' : ended !== null ? 'terminated' : 'waiting';
  return {
    state,
    waitingReason: textOf(objectOf(waiting).reason),
    containerId: textOf(status.containerID) || ended?.containerId || lastTerminated?.containerId || '',
    restarts: numberOf(status.restartCount),
    startedAt: parseTime(objectOf(state === 'running' ? running : terminated).startedAt),
    terminated: ended,
    lastTerminated,
  };
}

function terminatedOf(terminated: unknown): TerminatedFacts | null {
  if (!isObject(terminated)) return null;
  return {
    exitCode: numberOf(terminated.exitCode),
    reason: textOf(terminated.reason),
    finishedAt: parseTime(terminated.finishedAt),
    containerId: textOf(terminated.containerID),
  };
}
