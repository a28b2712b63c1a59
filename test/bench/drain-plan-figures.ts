import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { answerDrainPlan } from '../../electron/features/nodes/answer-drain-plan.ts';
import { systemClock } from '../../electron/kube/clock.ts';
import type { Connection } from '../../electron/kube/connection.ts';
import type { Result } from '../../shared/cluster-error.ts';
import { type DrainOptions, type DrainPlan, drainOptionsSchema } from '../../shared/drain.ts';
import { startClusters } from '../cluster/clusters.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { TestThread } from '../electron/kube/test-context.ts';
import { agentOf, send } from './api-requests.ts';
import { fillWithPods } from './fill-with-pods.ts';
import { type MeasuredFigure, median } from './report.ts';

/** TIMONIER_BENCH_PODS makes it smaller while it is worked on: pods of each node. */
const podsOfNode = Math.min(110, Number(process.env.TIMONIER_BENCH_PODS ?? 110));
/** Of each cluster. */
const nodeCount = 15;
/** Nodes of the large plan, of three clusters. */
const drained = [7, 7, 6];
/** Each is taken so often, in turns; the first of each warms up. */
const runs = 5;
/** Namespaces that realistic pods are in, each with one ReplicaSet here. */
const namespaces = Array.from({ length: 60 }, (_, index) => `team-${index}`);

const options = drainOptionsSchema.parse({ ignoreDaemonSets: true, deleteEmptyDirData: true, force: true });

/**
 * Three real API servers with fifteen nodes of 110 realistic pods each.
 * drain-plan-vs-kubectl: the plan of one node, with the room on the fourteen others, over the whole process of `kubectl drain --dry-run=server` of that node.
 * drain-plan-20-nodes-ms: plans of twenty nodes over the three clusters, asked for at once.
 */
export async function planFigures(): Promise<readonly MeasuredFigure[]> {
  const names = drained.map((_, index) => `plan-${index + 1}`);
  const clusters = await startClusters(names, { nodes: 1 });
  try {
    const planes = names.map((name) => clusters.get(name));
    await Promise.all(planes.map(fill));
    const thread = new TestThread({
      projectionFor: () => null,
      calls: {
        'nodes.planDrain': (session, args) =>
          answerDrainPlan(
            session.transport(),
            args as { readonly nodes: readonly string[]; readonly options: DrainOptions },
            session.signal,
            systemClock,
          ),
      },
    });
    const connections = planes.map((plane) => connectionOf(plane));
    for (const connection of connections) thread.connect(connection);
    const planOf = async ({ contextId }: Connection, nodes: readonly string[]) => {
      const result = (await thread.call('nodes.planDrain', { contextId, nodes, options })) as Result<DrainPlan>;
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      const pods = result.value.nodes.flatMap((node) => node.pods);
      const { fits, pods: moving } = result.value.room;
      if (pods.length !== nodes.length * podsOfNode || moving.length !== pods.length || fits !== 'probably')
        throw new Error(`planned ${pods.length} pods, of which ${moving.length} move: ${fits}`);
    };
    const [first] = connections;
    const [plane] = planes;
    if (first === undefined || plane === undefined) throw new Error('no cluster');
    const times = { plan: [] as number[], kubectl: [] as number[], many: [] as number[] };
    for (let run = 0; run <= runs; run++) {
      const plan = await timed(() => planOf(first, [nodeName(0)]));
      const kubectl = await timed(() => kubectlDrain(clusters.testcluster, plane));
      const many = await timed(() =>
        Promise.all(connections.map((connection, index) => planOf(connection, nodeNames.slice(0, drained[index] ?? 0)))),
      );
      if (run === 0) continue;
      times.plan.push(plan);
      times.kubectl.push(kubectl);
      times.many.push(many);
    }
    thread.disconnect();
    const [plan, kubectl, many] = [median(times.plan), median(times.kubectl), median(times.many)];
    const pods = names.length * nodeCount * podsOfNode;
    return [
      {
        case: 'drain-plan-vs-kubectl',
        value: plan / kubectl,
        unit: 'ratio',
        baseline: kubectl,
        must: '<= 0.5',
        note: `${Math.round(plan)} ms against ${Math.round(kubectl)} ms, ${podsOfNode} pods of ${nodeCount * podsOfNode} in the cluster`,
      },
      { case: 'drain-plan-20-nodes-ms', value: many, unit: 'ms', baseline: null, must: '<= 2000', note: `3 clusters, ${pods} pods` },
    ];
  } finally {
    await clusters.stop();
  }
}

const nodeName = (index: number) => `big-node-${index}`;
const nodeNames = Array.from({ length: nodeCount }, (_, index) => nodeName(index));

/** Nodes, ReplicaSets and their pods; nothing works in the cluster afterwards but etcd and the API server. */
async function fill(cluster: ControlPlane): Promise<void> {
  // The first call makes the namespaces and stops the controllers, which would make pods of the ReplicaSets.
  await fillWithPods(cluster, 0);
  const agent = agentOf(connectionOf(cluster));
  const owners = new Map<string, string>();
  try {
    for (const [index, name] of nodeNames.entries()) {
      const path = `${cluster.server}/api/v1/nodes`;
      await send(path, agent, 'POST', 'application/json', nodeObject(name, index));
      // Admission gives new nodes the taint not-ready, which the node controller would take away.
      await send(`${path}/${name}`, agent, 'PATCH', 'application/merge-patch+json', JSON.stringify({ spec: { taints: [] } }));
    }
    for (const namespace of namespaces) {
      const path = `${cluster.server}/apis/apps/v1/namespaces/${namespace}/replicasets`;
      const made = JSON.parse(await send(path, agent, 'POST', 'application/json', replicaSet(namespace))) as {
        readonly metadata: { readonly uid: string };
      };
      owners.set(namespace, made.metadata.uid);
      const status = JSON.stringify({ status: { replicas: 20, readyReplicas: 20 } });
      await send(`${path}/${namespace}/status`, agent, 'PATCH', 'application/merge-patch+json', status);
    }
  } finally {
    agent.destroy();
  }
  await fillWithPods(cluster, nodeCount * podsOfNode, ({ metadata, spec }, index) => {
    spec.nodeName = nodeName(index % nodeCount);
    const { namespace } = metadata;
    metadata.ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: namespace, uid: owners.get(namespace) ?? '', controller: true },
    ];
  });
}

function nodeObject(name: string, index: number): string {
  const amounts = { cpu: '64', memory: '256Gi', pods: '250', 'ephemeral-storage': '100Gi' };
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index % 3}` };
  const status = { capacity: amounts, allocatable: amounts, conditions: [{ type: 'Ready', status: 'True' }] };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, status });
}

function replicaSet(name: string): string {
  const labels = { owner: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.invalid/main:1' }] } };
  const spec = { replicas: 20, selector: { matchLabels: labels }, template };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: name }, spec });
}

async function kubectlDrain(testcluster: string, { kubeconfig }: ControlPlane): Promise<void> {
  const flags = ['--ignore-daemonsets', '--delete-emptydir-data', '--force', '--dry-run=server'];
  const child = spawn(testcluster, ['kubectl', '--kubeconfig', kubeconfig, 'drain', nodeName(0), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    lines += chunk.split('\n').length - 1;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || lines < podsOfNode) throw new Error(`kubectl drain ended with ${code} after ${lines} lines`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
