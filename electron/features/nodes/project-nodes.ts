import { nodes } from '../../../shared/kinds/nodes.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { nodeFacts } from './node-facts-of-row.ts';

/** Nodes to rows, as printNode of the server prints them; cells follow `nodes.columns`. */
export const projectNodes: Projection = projectionOver(nodes.columns, reads(), projectNode);

function reads(): Members {
  return {
    metadata: { annotations: true },
    spec: { unschedulable: true, providerID: true, taints: { key: true, value: true, effect: true } },
    status: {
      allocatable: true,
      capacity: true,
      conditions: { type: true, status: true, reason: true, message: true, lastTransitionTime: true },
      addresses: { type: true, address: true },
      nodeInfo: { architecture: true, kubeletVersion: true, osImage: true, kernelVersion: true, containerRuntimeVersion: true },
    },
  };
}

const rolePrefix = 'node-role.kubernetes.io/';
const roleLabel = 'kubernetes.io/role';
const unknown = '<unknown>';

function projectNode(object: KubeObject): Row {
  const status = objectOf(object.status);
  const info = objectOf(status.nodeInfo);
  const unschedulable = objectOf(object.spec).unschedulable === true;
  const ready = readyStatus(status);
  const architecture = textOf(info.architecture);
  const createdAt = createdAtOf(object);
  const row = rowOfObject(object, createdAt, nodeHealth(ready, unschedulable, status, isTerminating(object)), [
    statusText(ready, unschedulable),
    rolesText(objectOf(objectOf(object.metadata).labels)),
    createdAt,
    textOf(info.kubeletVersion),
    addressOf(status, 'InternalIP'),
    addressOf(status, 'ExternalIP'),
    textOf(info.osImage) || unknown,
    (textOf(info.kernelVersion) || unknown) + (architecture === '' ? '' : ` (${architecture})`),
    textOf(info.containerRuntimeVersion) || unknown,
  ]);
  return { ...row, facts: nodeFacts(object) };
}

/** Status of condition Ready; the last one counts, as in the server's map. Null when there is none. */
function readyStatus(status: JsonObject): string | null {
  let ready: string | null = null;
  for (const condition of arrayOf(status.conditions)) {
    const fields = objectOf(condition);
    if (fields.type === 'Ready') ready = textOf(fields.status);
  }
  return ready;
}

function statusText(ready: string | null, unschedulable: boolean): string {
  const text = ready === null ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady';
  return unschedulable ? `${text},SchedulingDisabled` : text;
}

/** findNodeRoles of the server's printers: sorted, each once; null when there is none (kubectl: `<none>`). */
function rolesText(labels: JsonObject): string | null {
  const roles = new Set<string>();
  for (const key of Object.keys(labels)) {
    if (key.startsWith(rolePrefix)) roles.add(key.slice(rolePrefix.length));
    else if (key === roleLabel) roles.add(textOf(labels[key]));
  }
  roles.delete('');
  return roles.size === 0 ? null : [...roles].sort().join(',');
}

function addressOf(status: JsonObject, type: string): string | null {
  for (const address of arrayOf(status.addresses)) {
    const fields = objectOf(address);
    if (fields.type === type) return textOf(fields.address);
  }
  return null;
}

/** Conditions that are bad news when True. */
const pressures: ReadonlySet<unknown> = new Set(['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable']);

/*
 * Health of a Node, first rule that fits: no condition Ready: unknown; Ready other than True: broken, also when it is Unknown,
 * because then its kubelet is silent and its pods will be evicted; under pressure, without network or cordoned: attention;
 * being deleted: progressing; otherwise ok.
 */
function nodeHealth(ready: string | null, unschedulable: boolean, status: JsonObject, terminating: boolean): Health {
  if (ready === null) return 'unknown';
  if (ready !== 'True') return 'broken';
  for (const condition of arrayOf(status.conditions)) {
    const fields = objectOf(condition);
    if (fields.status === 'True' && pressures.has(fields.type)) return 'attention';
  }
  if (unschedulable) return 'attention';
  return terminating ? 'progressing' : 'ok';
}
