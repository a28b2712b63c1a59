import { pods } from '../../../shared/kinds/pods.ts';
import { parseTime } from '../../../shared/parse-time.ts';
import type { Row } from '../../../shared/row.ts';
import { type PodFacts, packPodFacts } from '../../../shared/row-facts.ts';
import { conditionMembers, conditionStatus } from '../../kube/conditions.ts';
import { controllerMembers, controllerOf } from '../../kube/controller-of.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { podLimits, podRequests, resourceMembers } from '../../kube/pod-resources.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { podHealth } from './pod-health.ts';
import { podStatus } from './pod-status.ts';

/** Pods to rows, as kubectl prints them; cells follow `pods.columns`. */
export const projectPods: Projection = projectionOver(pods.columns, reads(), projectPod);

/** What columns and health are made from: about a tenth of a pod. */
function reads(): Members {
  const containerStatus = {
    ready: true,
    started: true,
    restartCount: true,
    state: {
      waiting: { reason: true },
      // Only whether it is there.
      running: {},
      terminated: { reason: true, exitCode: true, signal: true, finishedAt: true },
    },
    lastState: { terminated: { finishedAt: true } },
  };
  return {
    metadata: controllerMembers,
    spec: {
      nodeName: true,
      containers: resourceMembers,
      initContainers: { name: true, restartPolicy: true, ...resourceMembers },
      ...resourceMembers,
      overhead: true,
      readinessGates: { conditionType: true },
    },
    status: {
      phase: true,
      reason: true,
      podIP: true,
      podIPs: { ip: true },
      nominatedNodeName: true,
      conditions: conditionMembers,
      containerStatuses: containerStatus,
      initContainerStatuses: { name: true, ...containerStatus },
    },
  };
}

function projectPod(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const pod = podStatus(spec, status, isTerminating(object));
  const createdAt = createdAtOf(object);
  const row = rowOfObject(object, createdAt, podHealth(pod, status), [
    `${pod.ready}/${pod.total}`,
    pod.reason,
    { count: pod.restarts, lastAt: pod.lastRestartAt },
    createdAt,
    podIP(status),
    textOf(spec.nodeName) || null,
    textOf(status.nominatedNodeName) || null,
    readinessGates(spec, status),
  ]);
  return {
    ...row,
    facts: packPodFacts({
      phase: textOf(status.phase),
      owner: controllerOf(object),
      requests: podRequests(spec),
      limits: podLimits(spec),
      ...deletionOf(object),
    }),
  };
}

/** When it is to be gone; nothing, which most pods have, while nobody deletes it. */
function deletionOf(object: KubeObject): Pick<PodFacts, 'deletionAt'> {
  const deletionAt = isTerminating(object) ? parseTime(objectOf(object.metadata).deletionTimestamp) : null;
  return deletionAt === null ? {} : { deletionAt };
}

/** podIP wins over podIPs when they differ, as in the server's conversion (core/v1 `conversion.go`). */
function podIP(status: JsonObject): string | null {
  return textOf(status.podIP) || textOf(objectOf(arrayOf(status.podIPs)[0]).ip) || null;
}

function readinessGates(spec: JsonObject, status: JsonObject): string | null {
  const gates = arrayOf(spec.readinessGates);
  if (gates.length === 0) return null;
  let isTrue = 0;
  for (const gate of gates) if (conditionStatus(status, textOf(objectOf(gate).conditionType)) === 'True') isTrue++;
  return `${isTrue}/${gates.length}`;
}
