import { setTimeout as delay } from 'node:timers/promises';
import { judgeNodes } from '../../../electron/features/nodes/room/judge-node.ts';
import { reasonsMessage } from '../../../electron/features/nodes/room/plan-capacity.ts';
import { readRoomFacts, readStorage } from '../../../electron/features/nodes/room/read-room-facts.ts';
import { schedulablePodOf } from '../../../electron/features/nodes/room/schedulable-pod.ts';
import { SimulatedCluster } from '../../../electron/features/nodes/room/simulated-cluster.ts';
import { objectOf } from '../../../electron/kube/json-fields.ts';
import type { Comparison } from '../compare-kind.ts';
import type { Api } from '../kubectl.ts';
import { transportTo } from '../transport-to.ts';
import { until } from './fill-drains.ts';
import { create, each } from './make.ts';
import { claimsOf, roomNamespaces, roomNodes, roomPods, roomVolumes } from './room-manifests.ts';

/** Longest wait for the scheduler to decide about one pod, in ms. */
const decisionLimit = 30_000;

interface Decision {
  /** Empty when it found none. */
  readonly node: string;
  readonly message: string;
}

/** Makes the nodes, volumes and claims of `room-manifests.ts`. */
export async function fillRoom(api: Api): Promise<void> {
  // The cluster's own node would take everything.
  const { items } = (await api.get('/api/v1/nodes')) as { readonly items: readonly { readonly metadata: { readonly name: string } }[] };
  for (const { metadata } of items) await api.patch(`/api/v1/nodes/${metadata.name}`, { spec: { unschedulable: true } });
  await each(roomNodes, async ({ name, object, taints }) => {
    await create(api, '/api/v1/nodes', object);
    // Admission gives new nodes the taint not-ready, which the node controller would take away.
    await api.patch(`/api/v1/nodes/${name}`, { spec: { taints } });
  });
  await each(roomVolumes, ({ path, object }) => create(api, path, object));
  for (const [name, labels] of Object.entries(roomNamespaces)) {
    await create(api, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    await until('a ServiceAccount', async () => {
      const accounts = (await api.get(`/api/v1/namespaces/${name}/serviceaccounts`)) as { readonly items: readonly object[] };
      return accounts.items.length > 0;
    });
    await each(claimsOf(name), (claim) => create(api, `/api/v1/namespaces/${name}/persistentvolumeclaims`, claim));
  }
}

/**
 * Compares what nodes take with kube-scheduler, pod after pod: whether there is one, whether the one it chose is among ours, and why there is none, word for
 * word but for what the scheduler adds of preemption.
 */
export async function compareRoom(api: Api): Promise<Comparison & { readonly scheduled: number }> {
  const transport = transportTo(api);
  const signal = AbortSignal.timeout(600_000);
  try {
    const storage = { ...(await readStorage(transport, [], signal)), defaultClass: '' };
    const namespaces = new Map(Object.entries(roomNamespaces));
    const differences: string[] = [];
    let scheduled = 0;
    for (const { namespace, name, object, afterwards } of roomPods) {
      const { nodes, pods } = await readRoomFacts(transport, [], signal);
      const path = `/api/v1/namespaces/${namespace}/pods`;
      await create(api, path, object);
      const cluster = new SimulatedCluster(nodes, pods);
      const { node, message } = await decision(api, `${path}/${name}`);
      const pod = schedulablePodOf({ ...objectOf(await api.get(`${path}/${name}`)) });
      const ours = judgeNodes({ ...pod, node: '' }, cluster, { storage, namespaces, drained: new Set() });
      const takers = ours.takers.map((state) => state.node.name);
      if (node === '' ? takers.length > 0 : !takers.includes(node))
        differences.push(`${name}: ours ${takers.join(' ') || reasonsMessage(ours, nodes.length)} scheduler ${node || message}`);
      else if (node === '' && !message.startsWith(`${reasonsMessage(ours, nodes.length)} `))
        differences.push(`${name}: ours ${reasonsMessage(ours, nodes.length)} scheduler ${message}`);
      if (node !== '') scheduled++;
      if (node === '' || afterwards !== 'stays') await api.send('DELETE', `${path}/${name}`, { gracePeriodSeconds: 0 });
    }
    return { cells: roomPods.length, differences, scheduled };
  } finally {
    transport.close();
  }
}

/** Waits until the scheduler has bound the pod or said why not. */
async function decision(api: Api, path: string): Promise<Decision> {
  for (const end = Date.now() + decisionLimit; Date.now() < end; await delay(10)) {
    const { spec, status } = (await api.get(path)) as {
      readonly spec: { readonly nodeName?: string };
      readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[] };
    };
    if (spec.nodeName !== undefined) return { node: spec.nodeName, message: '' };
    const refused = status.conditions?.find((condition) => condition.type === 'PodScheduled' && condition.status === 'False');
    if (refused !== undefined) return { node: '', message: refused.message ?? '' };
  }
  throw new Error(`the scheduler says nothing of ${path}`);
}
