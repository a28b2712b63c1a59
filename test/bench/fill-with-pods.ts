import { setTimeout as delay } from 'node:timers/promises';
import { connectionOf } from '../cluster/connection-of.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { agentOf, send } from './api-requests.ts';
import { realisticPod } from './realistic-pod.ts';

/** Requests at once; more make no API server on two cores faster. */
const parallel = 32;

/** Namespaces and ReplicaSets that realistic pods name. */
const namespaceCount = 60;

/** Longest wait for the controllers to make the service accounts, in ms. */
const accountLimit = 60_000;

/** What of a realistic pod is looked at here; the API server checks the rest. */
export interface PodObject {
  metadata: Record<string, unknown> & { name: string; namespace: string };
  spec: { nodeName?: string; volumes?: unknown; containers: { volumeMounts?: unknown }[] };
  status: unknown;
}

/**
 * Creates `count` realistic pods the way a cluster gets them: created by one manager and their status written by another, so that
 * managedFields are the API server's own; volumes for the API access come from its admission. Controllers, scheduler and kwok are
 * stopped first (SIGSTOP) and stay so: nobody collects pods whose owners do not exist, and nothing works beside what is measured. `adapt` may change a pod before it is made.
 */
export async function fillWithPods(
  cluster: ControlPlane,
  count: number,
  adapt: (pod: PodObject, index: number) => void = () => undefined,
): Promise<void> {
  const connection = connectionOf(cluster);
  const names = Array.from({ length: namespaceCount }, (_, index) => `team-${index}`);
  const namespace = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await cluster.apply(names.map(namespace).join('\n---\n'));
  // Admission wants the account of each namespace, which the controllers make.
  const accounts = '{range .items[*]}{.metadata.namespace}{"\\n"}{end}';
  const get = ['get', 'serviceaccounts', '-A', '--field-selector', 'metadata.name=default', '-o', `jsonpath=${accounts}`];
  for (const end = Date.now() + accountLimit; ; await delay(100)) {
    const found = new Set((await cluster.kubectl(...get)).split('\n'));
    if (names.every((name) => found.has(name))) break;
    if (Date.now() > end) throw new Error('the namespaces have no service accounts');
  }
  for (const component of ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const) cluster.signal(component, 'SIGSTOP');
  const agent = agentOf(connection, parallel);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const pod = objectToCreate(index);
      adapt(pod, index);
      const { metadata, spec, status } = pod;
      const pods = `${connection.server}/api/v1/namespaces/${metadata.namespace}/pods`;
      const created = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
      await send(`${pods}?fieldManager=kube-controller-manager`, agent, 'POST', 'application/json', created);
      const patch = JSON.stringify({ status });
      const path = `${pods}/${metadata.name}/status?fieldManager=kubelet`;
      await send(path, agent, 'PATCH', 'application/strategic-merge-patch+json', patch);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
  } finally {
    agent.destroy();
  }
}

/** A realistic pod without what the API server gives by itself. */
function objectToCreate(index: number): PodObject {
  const pod = JSON.parse(realisticPod(index, 0)) as PodObject;
  for (const given of ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields']) delete pod.metadata[given];
  delete pod.spec.volumes;
  for (const container of pod.spec.containers) delete container.volumeMounts;
  return pod;
}
