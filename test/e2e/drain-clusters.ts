import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../electron/demo/api-server.ts';
import { adminUser, type User } from '../../electron/demo/users.ts';

/** May read nodes and pods, and neither budgets nor workloads; may not evict. */
const reader: User = {
  name: 'reader',
  groups: ['system:authenticated'],
  rules: [{ verbs: ['get', 'list', 'watch'], groups: [''], resources: ['nodes', 'pods'] }],
};

/** Three clusters in which drains meet everything, outside of the app. */
export interface DrainClusters {
  /** The kubeconfig. Contexts: `everything`, `limited` (a reader), `dead` (nothing listens), `away` (never connected). */
  readonly file: string;
  readonly everything: ApiServer;
  close(): Promise<void>;
}

/** A name as long as Kubernetes lets pods have that somebody really made. */
export const longName = `checkout-reconciliation-and-settlement-worker-for-the-${'very-'.repeat(20)}long-tail-7d9c5b8f6d-wr4kx`;

/** Starts the clusters and writes their kubeconfig to a folder of its own. */
export async function startDrainClusters(): Promise<DrainClusters> {
  const everything = await startApiServer();
  const limited = await startApiServer({
    users: new Map([
      ['reader', reader],
      [ADMIN_TOKEN, adminUser('admin')],
    ]),
  });
  fill(everything, 'zone-a');
  fill(limited, 'zone-b');
  const dead = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-drains-'));
  const file = path.join(folder, 'config');
  const of = (server: ApiServer, token: string) => ({
    server: server.url,
    'certificate-authority-data': Buffer.from(server.certificateAuthority).toString('base64'),
    token,
  });
  const entries = {
    everything: of(everything, ADMIN_TOKEN),
    limited: of(limited, 'reader'),
    dead: { ...of(everything, ADMIN_TOKEN), server: `https://127.0.0.1:${dead}` },
    away: of(everything, ADMIN_TOKEN),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    contexts: Object.keys(entries).map((name) => ({ name, context: { cluster: name, user: name } })),
    clusters: Object.entries(entries).map(([name, { token: _, ...cluster }]) => ({ name, cluster })),
    users: Object.entries(entries).map(([name, { token }]) => ({ name, user: { token } })),
  };
  writeFileSync(file, stringify(config), { mode: 0o600 });
  return {
    file,
    everything,
    close: async () => {
      await Promise.all([everything.close(), limited.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port on which nothing listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Nodes `full` (pods of all kinds), `fine` (pods that just go), `bare` (kubectl refuses it) and a `spare` one. */
function fill({ cluster }: ApiServer, zone: string): void {
  const add = (plural: string, apiVersion: string, kind: string, name: string, rest: object, namespace?: string) =>
    cluster.create(plural, {
      apiVersion,
      kind,
      ...rest,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...metadataOf(rest) },
    });
  for (const name of ['shop', 'batch', 'kube-system']) add('namespaces', 'v1', 'Namespace', name, {});
  for (const name of ['full', 'fine', 'bare', 'spare'])
    add('nodes', 'v1', 'Node', name, {
      metadata: { labels: { 'topology.kubernetes.io/zone': zone, 'k8s.scaleway.com/pool-name': name === 'fine' ? 'workers' : 'default' } },
      spec: name === 'bare' ? { unschedulable: true } : {},
      status: {
        allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
        capacity: { cpu: '4', memory: '8Gi', pods: '110' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
  const replicas = (name: string, ready: number) => {
    add(
      'deployments.apps',
      'apps/v1',
      'Deployment',
      name,
      { spec: { replicas: ready }, status: { replicas: ready, readyReplicas: ready } },
      'shop',
    );
    const deployment = cluster.get('deployments.apps', 'shop', name);
    const metadata = {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: deployment?.metadata.uid, controller: true }],
    };
    add(
      'replicasets.apps',
      'apps/v1',
      'ReplicaSet',
      `${name}-7d9c5b8f6d`,
      { metadata, spec: { replicas: ready }, status: { replicas: ready, readyReplicas: ready } },
      'shop',
    );
  };
  const budget = (name: string, app: string, needs: number, has: number, expected = has) =>
    add(
      'poddisruptionbudgets.policy',
      'policy/v1',
      'PodDisruptionBudget',
      name,
      {
        spec: { selector: { matchLabels: { app } }, minAvailable: needs },
        status: {
          observedGeneration: 1,
          disruptionsAllowed: Math.max(0, has - needs),
          currentHealthy: has,
          desiredHealthy: needs,
          expectedPods: expected,
        },
      },
      'shop',
    );
  for (const [name, ready] of [
    ['gateway', 2],
    ['search', 4],
    ['single', 1],
    ['twice', 2],
    ['web', 6],
    ['resizer', 3],
  ] as const)
    replicas(name, ready);
  budget('gateway', 'gateway', 2, 2, 4);
  budget('search', 'search', 3, 4);
  budget('twice-a', 'twice', 1, 2);
  budget('twice-b', 'twice', 1, 2);
  budget('web', 'web', 4, 6);
  for (const name of ['agent', 'proxy']) add('daemonsets.apps', 'apps/v1', 'DaemonSet', name, {}, 'kube-system');
  const pod = (node: string, name: string, app: string, rest: PodRest = {}) => {
    const {
      namespace = 'shop',
      owner = `apps/v1 ReplicaSet replicasets.apps ${app}-7d9c5b8f6d`,
      phase = 'Running',
      grace = 30,
      volumes = [],
      annotations = {},
    } = rest;
    const [apiVersion, kind, plural = '', controller = ''] = owner?.split(' ') ?? [];
    const uid = owner === null ? '' : cluster.get(plural, namespace, controller)?.metadata.uid;
    add(
      'pods',
      'v1',
      'Pod',
      name,
      {
        metadata: {
          labels: { app },
          annotations,
          ...(owner === null ? {} : { ownerReferences: [{ apiVersion, kind, name: controller, uid: uid ?? 'gone', controller: true }] }),
        },
        spec: {
          nodeName: node,
          terminationGracePeriodSeconds: grace,
          volumes,
          containers: [{ name: 'main', image: 'registry.example/app:1', resources: { requests: { cpu: '250m', memory: '256Mi' } } }],
        },
        status: { phase, conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }], containerStatuses: [] },
      },
      namespace,
    );
  };
  pod('full', 'gateway-7d9c5b8f6d-d7w9s', 'gateway');
  pod('full', 'search-7d9c5b8f6d-aaaaa', 'search', { grace: 90 });
  pod('full', 'search-7d9c5b8f6d-bbbbb', 'search', { grace: 90 });
  pod('full', 'single-7d9c5b8f6d-ccccc', 'single');
  pod('full', 'twice-7d9c5b8f6d-ddddd', 'twice');
  pod('full', longName, 'web');
  pod('full', 'done-29384710-x8wkd', 'done', { namespace: 'batch', owner: 'batch/v1 Job jobs.batch done-29384710', phase: 'Succeeded' });
  pod('full', 'resizer-7d9c5b8f6d-zz8ql', 'resizer', { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } });
  for (const node of ['full', 'fine', 'bare'])
    for (const name of ['agent', 'proxy'])
      pod(node, `${name}-${node}`, name, { namespace: 'kube-system', owner: `apps/v1 DaemonSet daemonsets.apps ${name}` });
  pod('fine', 'web-7d9c5b8f6d-fffff', 'web');
  pod('fine', 'search-7d9c5b8f6d-eeeee', 'search');
  pod('bare', 'debug-shell', 'debug', { namespace: 'batch', owner: null });
  pod('bare', 'scratch-7d9c5b8f6d-ggggg', 'resizer', {
    volumes: [
      { name: 'cache', emptyDir: {} },
      { name: 'shm', emptyDir: { medium: 'Memory' } },
    ],
  });
  pod('bare', 'web-7d9c5b8f6d-hhhhh', 'web');
}

interface PodRest {
  readonly namespace?: string;
  /** `apiVersion kind plural name`; null = none. */
  readonly owner?: string | null;
  readonly phase?: string;
  readonly grace?: number;
  readonly volumes?: readonly object[];
  readonly annotations?: Readonly<Record<string, string>>;
}

function metadataOf(rest: object): object {
  return 'metadata' in rest && typeof rest.metadata === 'object' && rest.metadata !== null ? rest.metadata : {};
}
