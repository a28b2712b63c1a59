import { stringify } from 'yaml';
import type { ApiServer } from './api-server.ts';
import { startApiServer } from './api-server.ts';
import type { ClusterSpec } from './clusters/cluster-spec.ts';
import { eksLive } from './clusters/eks-live.ts';
import { kapsuleProd } from './clusters/kapsule-prod.ts';
import { ovhProd } from './clusters/ovh-prod.ts';
import type { DemoCluster } from './demo-cluster.ts';
import { createDemoCluster } from './demo-cluster.ts';
import { demoLogs } from './life/container-logs.ts';
import { adminUser, namespacedUser } from './users.ts';

/** How often life goes on. Smaller steps would only wake the thread more. */
const STEP_MS = 200;

/** The demo clusters in the order of the rail. */
export const DEMO_CLUSTERS: readonly ClusterSpec[] = [kapsuleProd, ovhProd, eksLive];

/** Namespaces of ovh-prod its restricted user may not read: what a real least-privilege user meets. */
const HIDDEN_NAMESPACES = new Set(['kube-system', 'vault', 'audit']);

/** Which identity the kubeconfig's users have. `restricted` may not list pods over all namespaces of ovh-prod (403). */
export interface DemoFleetOptions {
  readonly seed?: number;
  readonly now?: () => number;
  readonly restricted?: boolean;
  /** False stops time: nothing happens until `advanceTo` is called on the clusters. */
  readonly live?: boolean;
}

/** A running demo fleet. */
export interface DemoFleet {
  /** YAML with contexts kapsule-prod, ovh-prod and eks-live. */
  readonly kubeconfig: string;
  readonly servers: readonly ApiServer[];
  readonly clusters: readonly DemoCluster[];
  close(): Promise<void>;
}

/** Tokens belong to one fleet on loopback and end with it. */
const tokenOf = (cluster: string, role: 'admin' | 'viewer'): string => `demo-${cluster}-${role}`;

function kubeconfigOf(servers: readonly ApiServer[], specs: readonly ClusterSpec[], restricted: boolean): string {
  const clusters = specs.map((spec, index) => ({
    name: `demo-${spec.name}`,
    cluster: {
      server: servers[index]?.url,
      'certificate-authority-data': Buffer.from(servers[index]?.certificateAuthority ?? '').toString('base64'),
      // A loopback address says nothing about the provider, so the demo says it.
      extensions: [{ name: 'timonier.dev/demo', extension: { provider: spec.provider } }],
    },
  }));
  const role = (spec: ClusterSpec): 'admin' | 'viewer' => (restricted && spec === ovhProd ? 'viewer' : 'admin');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': specs[0]?.name,
    clusters,
    users: specs.map((spec) => ({ name: spec.userName, user: { token: tokenOf(spec.name, role(spec)) } })),
    contexts: specs.map((spec) => ({ name: spec.name, context: { cluster: `demo-${spec.name}`, user: spec.userName } })),
  });
}

/** Starts the three clusters, each behind its own API server on loopback. Rejects when no port can be had. */
export async function startFleet(options: DemoFleetOptions = {}): Promise<DemoFleet> {
  const now = options.now ?? Date.now;
  const clusters = DEMO_CLUSTERS.map((spec, index) => createDemoCluster(spec, { seed: (options.seed ?? 3) + index, now: now() }));
  const servers = await Promise.all(
    clusters.map(({ spec, state, metrics }) =>
      startApiServer({
        cluster: state,
        gitVersion: spec.gitVersion,
        gracefulDeletion: true,
        metrics,
        logs: demoLogs,
        users: new Map([
          [tokenOf(spec.name, 'admin'), adminUser(`${spec.name}-admin`)],
          [
            tokenOf(spec.name, 'viewer'),
            namespacedUser(
              'marie.k',
              spec.namespaces.filter((name) => !HIDDEN_NAMESPACES.has(name)),
              ['developers'],
            ),
          ],
        ]),
      }),
    ),
  );
  const timer = setInterval(() => {
    for (const cluster of clusters) cluster.advanceTo(now());
  }, STEP_MS);
  if (options.live === false) clearInterval(timer);
  return {
    kubeconfig: kubeconfigOf(servers, DEMO_CLUSTERS, options.restricted ?? false),
    servers,
    clusters,
    close: async () => {
      clearInterval(timer);
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
