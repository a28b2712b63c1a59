import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../electron/kube/connection.ts';
import { RunHarness } from '../electron/features/nodes/run/run-harness.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/*
 * A ServiceAccount that may drain but for evictions in one namespace, on a real control plane: its drain says so before it sends anything, and goes through once
 * that right is given.
 */

const user = { kind: 'ServiceAccount', name: 'drainer', namespace: 'default' };
const rbac = 'rbac.authorization.k8s.io';
const rules = [
  { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['nodes'], resourceNames: ['rights-node-1'], verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get'] },
];
const evictionIn = (namespace: string) => [
  {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: { name: 'evict', namespace },
    rules: [{ apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] }],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'evict', namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'evict' },
    subjects: [user],
  },
];
const deploymentIn = (namespace: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        terminationGracePeriodSeconds: 1,
        nodeSelector: { 'topology.kubernetes.io/zone': 'rights-1' },
        containers: [{ name: 'main', image: 'registry.invalid/main:1' }],
      },
    },
  },
});
const objects: readonly object[] = [
  ...['shop', 'other'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  ...['shop', 'other'].map(deploymentIn),
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: user.name, namespace: user.namespace } },
  { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'drainer' }, rules },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'drainer' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'drainer' },
    subjects: [user],
  },
  ...evictionIn('shop'),
];

describe('a drain by a ServiceAccount of few rights', () => {
  let clusters: Clusters;
  let harness: RunHarness;
  let connection: Connection;

  beforeAll(async () => {
    clusters = await startClusters(['rights']);
    const cluster = clusters.get('rights');
    await cluster.apply(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    for (const name of ['shop', 'other']) await cluster.kubectl('-n', name, 'rollout', 'status', 'deployment/web', '--timeout=60s');
    const token = (await cluster.kubectl('create', 'token', user.name)).trim();
    connection = { ...connectionOf(cluster), credential: { token, basic: null, clientCertificate: null, expiresAt: null } };
    harness = new RunHarness();
    harness.thread.connect(connection);
  }, 180_000);

  afterAll(async () => {
    await harness?.close();
    await clusters?.stop();
  }, 60_000);

  test('says the right that is missing, and has sent nothing', async () => {
    const id = await harness.start({ [connection.contextId]: ['rights-node-1'] });
    const run = await harness.over(id);
    expect(run.state).toBe('failed');
    expect(run.contexts[0]?.nodes).toMatchObject([
      { step: 'failed', error: { kind: 'drain', cause: 'not-allowed', detail: 'create pods/eviction in namespace other' }, pods: [] },
    ]);
    expect(harness.sent).toEqual([]);
    const node = await clusters.get('rights').kubectl('get', 'node', 'rights-node-1', '-o', 'jsonpath={.spec.unschedulable}');
    expect(node).toBe('');
  }, 60_000);

  test('goes through with it: rights by name of a node are enough, and budgets need not be read', async () => {
    await clusters.get('rights').apply(
      evictionIn('other')
        .map((object) => JSON.stringify(object))
        .join('\n---\n'),
    );
    const id = await harness.start({ [connection.contextId]: ['rights-node-1'] });
    const run = await harness.over(id, 60_000);
    expect(run.state).toBe('done');
    expect(harness.pods(id).map(({ step }) => step.step)).toEqual(['gone', 'gone', 'gone', 'gone']);
  }, 90_000);
});
