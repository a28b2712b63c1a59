import type { RoomGap } from '../../../../shared/drain-room.ts';
import type { ResourceRef } from '../../../../shared/resource.ts';
import { objectOf, textOf } from '../../../kube/json-fields.ts';
import type { Members } from '../../../kube/json-members.ts';
import { listMembers } from '../../../kube/list-members.ts';
import { RequestFailure } from '../../../kube/request-failure.ts';
import type { Transport } from '../../../kube/transport.ts';
import { schedulingNodeOf } from './match-node.ts';
import type { RoomFacts } from './plan-capacity.ts';
import { type SchedulablePod, schedulablePodOf } from './schedulable-pod.ts';
import type { NamespaceLabels } from './simulated-cluster.ts';
import { type ClaimFacts, claimFactsOf, classFactsOf, type StorageFacts, volumeFactsOf, volumeLimitsOf } from './volume-facts.ts';

const core = { group: '', version: 'v1' };
const nodes: ResourceRef = { ...core, resource: 'nodes' };
const pods: ResourceRef = { ...core, resource: 'pods' };
const namespaces: ResourceRef = { ...core, resource: 'namespaces' };
const claims: ResourceRef = { ...core, resource: 'persistentvolumeclaims' };
const volumes: ResourceRef = { ...core, resource: 'persistentvolumes' };
const classes: ResourceRef = { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' };
const csiNodes: ResourceRef = { group: 'storage.k8s.io', version: 'v1', resource: 'csinodes' };

/** Finished pods take nothing: the scheduler's own informer leaves them out (pkg/scheduler/scheduler.go, newPodInformer). */
const unfinished = 'status.phase!=Succeeded,status.phase!=Failed';

/** What the scheduler looks at of a pod: a tenth of its bytes. */
const podMembers: Members = {
  metadata: { uid: true, namespace: true, name: true, labels: true, deletionTimestamp: true },
  spec: {
    nodeName: true,
    schedulerName: true,
    nodeSelector: true,
    affinity: true,
    tolerations: true,
    topologySpreadConstraints: true,
    overhead: true,
    resources: true,
    resourceClaims: true,
    volumes: { name: true, persistentVolumeClaim: true, ephemeral: true },
    containers: { name: true, ports: true, resources: { requests: true } },
    initContainers: { name: true, ports: true, resources: { requests: true }, restartPolicy: true },
  },
  status: {
    conditions: { type: true, reason: true },
    containerStatuses: { name: true, resources: { requests: true }, allocatedResources: true },
    initContainerStatuses: { name: true, resources: { requests: true }, allocatedResources: true },
  },
};
const nodeMembers: Members = {
  metadata: { name: true, labels: true },
  spec: { unschedulable: true, taints: true },
  status: { allocatable: true, conditions: { type: true, status: true } },
};
/** The others are few and small. */
const allMembers: Members = { '*': true, metadata: { '*': true, managedFields: false } };

/**
 * Asks for all that decides where pods may go: nodes and pods of the whole cluster; and only where a pod on `drained` has one, claims, volumes, their classes and the
 * limits of nodes; and where a rule selects by them, labels of namespaces. Rejects with RequestFailure when nodes or pods cannot be listed; what
 * else cannot be read is null, and a gap.
 */
export async function readRoomFacts(transport: Transport, drained: readonly string[], signal: AbortSignal): Promise<RoomFacts> {
  const list = lister(transport, signal);
  const [readNodes, readPods] = await Promise.all([
    list(nodes, '', nodeMembers, schedulingNodeOf),
    list(pods, '', podMembers, schedulablePodOf),
  ]);
  const away = new Set(drained);
  const leaving = readPods.filter(({ node }) => away.has(node));
  const [storage, labels] = await Promise.all([
    leaving.some((pod) => pod.claims.length > 0) ? orGap('volumes', () => readStorage(transport, leaving, signal)) : null,
    readPods.some(selectsNamespaces) ? orGap('namespaces', () => readLabels(list)) : null,
  ]);
  return {
    nodes: readNodes,
    pods: readPods,
    storage: storage?.facts ?? null,
    namespaces: labels?.facts ?? null,
    gaps: [storage?.gap, labels?.gap].filter((gap) => gap !== undefined && gap !== null),
  };
}

type List = ReturnType<typeof lister>;

function lister(transport: Transport, signal: AbortSignal) {
  return <Facts>(ref: ResourceRef, namespace: string, members: Members, factsOf: (object: unknown) => Facts) =>
    listMembers(transport, ref, namespace, { fieldSelector: ref === pods ? unfinished : '', labelSelector: '' }, members, factsOf, signal);
}

/**
 * Volumes and what they need. Claims are those of all namespaces, which the volumes already on nodes are counted by, or where that is forbidden those of the pods
 * that leave. Rejects with RequestFailure when one kind of them cannot be listed.
 */
export async function readStorage(transport: Transport, leaving: readonly SchedulablePod[], signal: AbortSignal): Promise<StorageFacts> {
  const list = lister(transport, signal);
  const own = new Set(leaving.filter((pod) => pod.claims.length > 0).map(({ namespace }) => namespace));
  const [foundClaims, foundVolumes, foundClasses, limits] = await Promise.all([
    listClaims(list, own),
    list(volumes, '', allMembers, volumeFactsOf),
    list(classes, '', allMembers, classFactsOf),
    list(csiNodes, '', allMembers, volumeLimitsOf),
  ]);
  return {
    claims: new Map(foundClaims.map((claim) => [`${claim.namespace}/${claim.name}`, claim])),
    volumes: new Map(foundVolumes.map((volume) => [volume.name, volume])),
    classes: new Map(foundClasses.map((each) => [each.name, each])),
    limits: new Map(limits.map((each) => [each.node, each.limits])),
  };
}

async function listClaims(list: List, own: ReadonlySet<string>): Promise<readonly ClaimFacts[]> {
  try {
    return await list(claims, '', allMembers, claimFactsOf);
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure) || thrown.error.kind !== 'status' || thrown.error.code !== 403) throw thrown;
    return (await Promise.all([...own].map((namespace) => list(claims, namespace, allMembers, claimFactsOf)))).flat();
  }
}

async function readLabels(list: List): Promise<NonNullable<NamespaceLabels>> {
  const found = await list(namespaces, '', { metadata: { name: true, labels: true } }, (object) => {
    const { name, labels } = objectOf(objectOf(object).metadata);
    return [textOf(name), objectOf(labels)] as const;
  });
  return new Map(found);
}

function selectsNamespaces({ affinity, antiAffinity }: SchedulablePod): boolean {
  return [...affinity, ...antiAffinity].some(({ namespaceSelector }) => namespaceSelector !== null);
}

/** What was read, or why not. Rejects only when it is aborted. */
async function orGap<Facts>(
  what: RoomGap['what'],
  read: () => Promise<Facts>,
): Promise<{ readonly facts: Facts | null; readonly gap: RoomGap | null }> {
  try {
    return { facts: await read(), gap: null };
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    return { facts: null, gap: { what, error: thrown.error } };
  }
}
