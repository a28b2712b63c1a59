import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../../electron/demo/exchange.ts';
import { adminUser, type User } from '../../../../electron/demo/users.ts';
import { answerDrainPlan } from '../../../../electron/features/nodes/answer-drain-plan.ts';
import { systemClock } from '../../../../electron/kube/clock.ts';
import type { Result } from '../../../../shared/cluster-error.ts';
import type { ParsedCallArguments } from '../../../../shared/contract.ts';
import type { DrainOptions, DrainPlan } from '../../../../shared/drain.ts';
import { connectionTo, TestThread } from '../../kube/test-context.ts';
import { options, type PodTraits, podObject } from './drain-objects.ts';

/* `nodes.planDrain` as the data thread answers it, over TLS against the demo's API server. */

const read = (groups: readonly string[], resources: readonly string[], namespaces?: readonly string[]) => ({
  verbs: ['get', 'list'],
  groups,
  resources,
  ...(namespaces === undefined ? {} : { namespaces }),
});
/** May read nodes and pods everywhere, budgets only in `shop`, and no workloads. */
const jane: User = {
  name: 'jane',
  groups: ['system:authenticated'],
  rules: [read([''], ['nodes', 'pods']), read(['policy'], ['poddisruptionbudgets'], ['shop'])],
};
/** May get each node, but not list them. */
const jim: User = {
  name: 'jim',
  groups: ['system:authenticated'],
  rules: [{ verbs: ['get'], groups: [''], resources: ['nodes'] }, read([''], ['pods'])],
};

let server: ApiServer;
let thread: TestThread;
let intercept: (exchange: Exchange) => boolean;
let asked: string[];

beforeEach(async () => {
  asked = [];
  intercept = () => false;
  server = await startApiServer({
    http2: false,
    users: new Map([
      [ADMIN_TOKEN, adminUser('admin')],
      ['jane', jane],
      ['jim', jim],
    ]),
    intercept: (exchange) => {
      // The session lists all pods by itself, and the plan for the room on other nodes.
      const { path, query } = exchange;
      if (path !== '/api/v1/pods' || query.get('fieldSelector')?.startsWith('spec.nodeName') === true) asked.push(path);
      return intercept(exchange);
    },
  });
  thread = new TestThread({
    projectionFor: () => null,
    calls: {
      'nodes.planDrain': (session, args) =>
        answerDrainPlan(session.transport(), args as ParsedCallArguments<'nodes.planDrain'>, session.signal, systemClock),
    },
  });
  const { cluster } = server;
  for (const name of ['shop', 'other']) cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const name of ['a', 'b'])
    cluster.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'topology.kubernetes.io/zone': `zone-${name}` } },
      spec: { unschedulable: name === 'b' },
    });
  cluster.create('poddisruptionbudgets.policy', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'shop', generation: 1 },
    spec: { selector: { matchLabels: { app: 'web' } }, minAvailable: 2 },
    status: { observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 },
  });
  cluster.create('daemonsets.apps', { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'shop' } });
});

afterEach(async () => {
  thread.disconnect();
  await server.close();
});

function connect(token = ADMIN_TOKEN): void {
  thread.connect(
    connectionTo(server.url, {
      certificateAuthority: server.certificateAuthority,
      credential: { token, basic: null, clientCertificate: null, expiresAt: null },
    }),
  );
}

function put(node: string, traits: PodTraits, namespace = 'shop'): void {
  const object = podObject(traits) as { readonly metadata: object; readonly spec: object };
  server.cluster.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    ...object,
    metadata: { ...object.metadata, name: traits.name ?? 'web-1-a', namespace },
    spec: { ...object.spec, nodeName: node, containers: [{ name: 'c', image: 'i' }] },
  });
}

async function ask(nodes: readonly string[], changes: Partial<DrainOptions> = {}): Promise<Result<DrainPlan>> {
  const { contextId } = connectionTo(server.url);
  return (await thread.call('nodes.planDrain', { contextId, nodes, options: options(changes) })) as Result<DrainPlan>;
}

async function planOf(nodes: readonly string[], changes: Partial<DrainOptions> = {}): Promise<DrainPlan> {
  const result = await ask(nodes, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

test('pods of the chosen nodes are planned with their DaemonSets, budgets and Deployment, each asked for once', async () => {
  const { cluster } = server;
  const deployment = cluster.create('deployments.apps', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { replicas: 2 },
    status: { readyReplicas: 2 },
  });
  const set = cluster.create('replicasets.apps', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: deployment.metadata.uid ?? '', controller: true }],
    },
    spec: { replicas: 2 },
    status: { replicas: 2, readyReplicas: 2 },
  });
  for (const [node, name] of [
    ['a', 'web-1-a'],
    ['b', 'web-1-b'],
  ] as const) {
    const object = podObject({ name }) as { readonly metadata: object; readonly status: object };
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: set.metadata.uid ?? '', controller: true };
    cluster.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...object.metadata, name, namespace: 'shop', ownerReferences: [owner] },
      spec: { nodeName: node },
      status: object.status,
    });
  }
  put('a', { name: 'agent-1', controller: 'apps/v1 DaemonSet agent' });
  put('b', { name: 'agent-2', controller: 'apps/v1 DaemonSet agent' });
  put('elsewhere', { name: 'far' });
  connect();
  const plan = await planOf(['b', 'a'], { ignoreDaemonSets: true });
  expect(plan.nodes).toMatchObject([
    { name: 'b', unschedulable: true, zone: 'zone-b', refused: false },
    { name: 'a', unschedulable: false, zone: 'zone-a', refused: false },
  ]);
  const pods = plan.nodes.flatMap((node) => node.pods.map(({ name, verdict, eviction }) => [name, verdict.status, eviction.answer]));
  expect(pods.sort()).toEqual([
    ['agent-1', 'warning', 'not-asked'],
    ['agent-2', 'warning', 'not-asked'],
    ['web-1-a', 'okay', 'waits'],
    ['web-1-b', 'okay', 'goes'],
  ]);
  expect(plan.budgets).toMatchObject([{ namespace: 'shop', name: 'web', allowed: 1, goesNow: ['web-1-b'], waits: ['web-1-a'] }]);
  expect(plan.workloads).toMatchObject([{ kind: 'Deployment', name: 'web', ready: 2, leaving: 1, outlook: 'stays' }]);
  expect(plan.gaps).toEqual([]);
  const objects = asked.filter((path) => /apps\/v1|policy/.test(path));
  expect(new Set(objects).size).toBe(objects.length);
});

test('a DaemonSet that is not there is told as the server tells it', async () => {
  put('a', { name: 'orphan', controller: 'apps/v1 DaemonSet gone' });
  connect();
  expect((await planOf(['a'])).kubectl.stderr).toContain('cannot delete daemonsets.apps "gone" not found: shop/orphan');
  expect((await planOf(['a'], { force: true })).nodes[0]?.pods[0]).toMatchObject({
    verdict: { removes: true },
    notes: [{ why: 'controller-gone' }],
  });
});

test('the pod selector is read by the server, which refuses what is none', async () => {
  put('a', { name: 'web' });
  put('a', { name: 'api', labels: { app: 'api' } });
  connect();
  expect((await planOf(['a'], { podSelector: 'app in (api)' })).nodes[0]?.pods.map(({ name }) => name)).toEqual(['api']);
  expect(await ask(['a'], { podSelector: 'app in (' })).toMatchObject({ ok: false, error: { kind: 'status', code: 400 } });
});

test('budgets that may not be listed everywhere are asked for by namespace; where they are forbidden they are unknown, not none', async () => {
  put('a', { name: 'known' });
  put('a', { name: 'hidden' }, 'other');
  connect('jane');
  const plan = await planOf(['a']);
  const answers = plan.nodes[0]?.pods.map(({ name, eviction }) => [name, eviction.answer]);
  expect(answers?.sort()).toEqual([
    ['hidden', 'unknown'],
    ['known', 'goes'],
  ]);
  expect(plan.gaps).toContainEqual(
    expect.objectContaining({ what: 'budgets', namespace: 'other', error: expect.objectContaining({ code: 403 }) }),
  );
  expect(plan.workloads.map(({ outlook }) => outlook)).toEqual(['unknown', 'unknown']);
});

test('a DaemonSet that may not be read refuses with the words of the server', async () => {
  put('a', { name: 'agent-1', controller: 'apps/v1 DaemonSet agent' });
  connect('jane');
  const plan = await planOf(['a'], { force: true, ignoreDaemonSets: true });
  expect(plan.nodes[0]).toMatchObject({
    refused: true,
    pods: [{ verdict: { status: 'error', message: expect.stringContaining('is forbidden') } }],
  });
});

test('a server that fails to list budgets leaves them unknown', async () => {
  put('a', { name: 'web' });
  intercept = (exchange) => {
    if (!exchange.path.includes('poddisruptionbudgets')) return false;
    exchange.json(500, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 500, reason: 'InternalError', message: 'etcd' });
    return true;
  };
  connect();
  expect((await planOf(['a'])).nodes[0]?.pods[0]?.eviction).toEqual({ answer: 'unknown', budget: '', message: '' });
});

test('a node that does not exist has no empty plan', async () => {
  connect();
  expect(await ask(['a', 'gone'])).toMatchObject({ ok: false, error: { kind: 'status', code: 404 } });
});

test('pods come in pages, and pages that expire on the way are asked for again', async () => {
  for (let index = 0; index < 1100; index++) put('a', { name: `p${index}`, phase: 'Succeeded', controller: null });
  connect();
  expect((await planOf(['a'])).nodes[0]?.pods).toHaveLength(1100);
  expect(asked.filter((path) => path === '/api/v1/pods')).toHaveLength(3);
  intercept = (exchange) => {
    if (exchange.path !== '/api/v1/pods' || !exchange.query.has('continue')) return false;
    exchange.json(410, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 410, reason: 'Expired', message: 'too old' });
    return true;
  };
  expect((await planOf(['a'])).nodes[0]?.pods).toHaveLength(1100);
});

test('many controllers are listed once instead of asked for one by one', async () => {
  for (let index = 0; index < 50; index++) {
    const set = server.cluster.create('statefulsets.apps', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: `db${index}`, namespace: 'shop' },
      spec: { replicas: 1 },
      status: { readyReplicas: 1 },
    });
    const object = podObject({ name: `db${index}-0` }) as { readonly metadata: object; readonly status: object };
    const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: `db${index}`, uid: set.metadata.uid ?? '', controller: true };
    server.cluster.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...object.metadata, name: `db${index}-0`, namespace: 'shop', labels: {}, ownerReferences: [owner] },
      spec: { nodeName: 'a' },
      status: object.status,
    });
  }
  connect();
  const { workloads } = await planOf(['a']);
  expect(workloads.filter(({ outlook }) => outlook === 'down')).toHaveLength(50);
  expect(asked.filter((path) => path.includes('statefulsets'))).toEqual(['/apis/apps/v1/statefulsets']);
});

const roomy = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: { allocatable: { cpu: '1', memory: '1Gi', pods: '1' }, conditions: [{ type: 'Ready', status: 'True' }] },
});

test('the room on other nodes is told: who is created again needs it, and the nodes of the plan give none', async () => {
  const { cluster } = server;
  cluster.create('nodes', roomy('c'));
  cluster.create('nodes', roomy('d'));
  const uid = cluster.create('replicasets.apps', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web-1', namespace: 'shop', uid: 'uid-web-1' },
    spec: { replicas: 2 },
    status: { readyReplicas: 2 },
  }).metadata.uid;
  expect(uid).toBe('uid-web-1');
  put('a', { name: 'web-1-a' });
  put('a', { name: 'web-1-b' });
  put('b', { name: 'web-1-c' });
  put('a', { name: 'bare', controller: null });
  put('a', { name: 'done', phase: 'Succeeded' });
  connect();
  const { room } = await planOf(['a', 'b'], { force: true });
  expect(room).toMatchObject({ fits: 'no', nodes: 2, closedNodes: 0, gaps: [] });
  expect(room.pods.map(({ fits, node }) => `${fits} ${node}`)).toEqual(['probably c', 'probably d', 'no ']);
  expect(room.pods[2]?.message).toBe('0/4 nodes are available: 2 Too many pods, 2 node(s) were unschedulable.');
});

test('where nodes may not be listed the room is unknown, and the plan is there all the same', async () => {
  put('a', { name: 'bare', controller: null });
  connect('jim');
  const { nodes, room } = await planOf(['a'], { force: true });
  expect(nodes[0]?.pods).toHaveLength(1);
  expect(room).toMatchObject({ fits: 'unknown', pods: [], gaps: [{ what: 'cluster', error: { kind: 'status', code: 403 } }] });
});

test('volumes that may not be read leave the room of their pods open, and are named', async () => {
  server.cluster.create('nodes', roomy('c'));
  const controller = 'batch/v1 Job once';
  put('a', { name: 'with', controller, emptyDirs: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
  connect('jane');
  const { room } = await planOf(['a'], { force: true });
  expect(room).toMatchObject({ fits: 'unknown', gaps: [{ what: 'volumes', error: { kind: 'status', code: 403 } }] });
  expect(room.pods).toMatchObject([{ fits: 'unknown', message: 'its volumes could not be read' }]);
});
