import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextIdOf } from '../../shared/context-id.ts';
import { type Clusters, mergedKubeconfig, startClusters } from '../cluster/clusters.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { WatchedList } from '../e2e/watched-list.ts';
import { SeededRandom } from '../electron/kube/seeded-random.ts';
import { FaultProxy } from '../faults/fault-proxy.ts';
import { AdminApi } from './admin-api.ts';
import { RandomChanges } from './changes.ts';
import type { SoakTable } from './equal-tables.ts';
import { RandomFaults } from './faults.ts';

const names = ['scaleway', 'ovh', 'eks'] as const;

/** The tables a page keeps open on each cluster. */
const kinds = [
  { group: '', version: 'v1', resource: 'pods', namespaced: true },
  { group: 'apps', version: 'v1', resource: 'deployments', namespaced: true },
  { group: 'apps', version: 'v1', resource: 'replicasets', namespaced: true },
  { group: '', version: 'v1', resource: 'services', namespaced: true },
  { group: '', version: 'v1', resource: 'configmaps', namespaced: true },
  { group: '', version: 'v1', resource: 'events', namespaced: true },
  { group: '', version: 'v1', resource: 'namespaces', namespaced: false },
  { group: '', version: 'v1', resource: 'nodes', namespaced: false },
];

/** Three control planes, a network in front of each, and the app that watches them through those. */
export interface SoakFleet {
  readonly app: ServedApp;
  readonly client: PageClient;
  readonly tables: readonly SoakTable[];
  /** kubectl past the networks; its context is to be filled in. */
  readonly judge: { readonly command: readonly string[]; readonly kubeconfig: string };
  /** When all tables were live for the first time, as performance.now(). */
  readonly readyAt: number;
  /** One for each cluster; none runs yet. */
  readonly changes: readonly RandomChanges[];
  /** By the cluster's name; none runs yet. */
  readonly faults: ReadonlyMap<string, RandomFaults>;
  /** Ends every change, fault, process and network. */
  stop(): Promise<void>;
}

/** Starts everything; resolves when all tables are live. What was started is stopped when something fails. */
export async function startSoakFleet(seed: number): Promise<SoakFleet> {
  console.log('soak: starting three control planes…');
  const clusters = await startClusters(names);
  const stops: (() => unknown)[] = [() => clusters.stop()];
  const stop = async () => {
    for (const one of stops.reverse()) await one();
  };
  try {
    const proxies = new Map<string, FaultProxy>();
    const apis = new Map<string, AdminApi>();
    for (const name of names) {
      const proxy = await FaultProxy.start(6443, clusters.get(name).address);
      stops.push(() => proxy.stop());
      proxies.set(name, proxy);
      const api = new AdminApi(clusters.get(name));
      stops.push(() => api.close());
      apis.set(name, api);
    }
    const kubeconfig = join(clusters.folder, 'kubeconfig-through-proxies');
    writeFileSync(kubeconfig, throughProxies(clusters, proxies), { mode: 0o600 });
    const app = await serveApp(['--kubeconfig', kubeconfig]);
    stops.push(() => app.stop());
    const client = await PageClient.open(app.url);
    stops.push(() => client.close());
    const tables: SoakTable[] = [];
    for (const cluster of names) {
      const contextId = contextIdOf(kubeconfig, cluster);
      const answer = await client.call('contexts.connect', { contextId });
      if (!answer.ok) throw new Error(`${cluster} does not connect: ${JSON.stringify(answer.error)}`);
      for (const { namespaced, ...resource } of kinds)
        tables.push({ cluster, resource, namespaced, list: new WatchedList(client, contextId, resource) });
    }
    await Promise.all(tables.map(({ list }) => list.live()));
    const changes: RandomChanges[] = [];
    const faults = new Map<string, RandomFaults>();
    for (const [index, name] of names.entries()) {
      const [proxy, api] = [proxies.get(name), apis.get(name)];
      if (proxy === undefined || api === undefined) throw new Error(`no network before ${name}`);
      // Numbers of their own, so that what one does moves nothing in another.
      const change = new RandomChanges(api, nodesOf(name), new SeededRandom(seed * 100 + index));
      const fault = new RandomFaults(proxy, clusters.get(name), new SeededRandom(seed * 100 + 50 + index));
      changes.push(change);
      faults.set(name, fault);
      stops.push(
        () => change.stop(),
        () => fault.stop(),
      );
    }
    const judge = { command: [clusters.testcluster, 'kubectl'], kubeconfig: clusters.kubeconfig };
    return { app, client, tables, judge, readyAt: performance.now(), changes, faults, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The kubeconfig of the app: certificates are checked as ever, an API server's names 127.0.0.1 too. */
function throughProxies(clusters: Clusters, proxies: ReadonlyMap<string, FaultProxy>): string {
  const text = (name: string, port: number) => clusters.get(name).kubeconfigFor('admin', name, `https://127.0.0.1:${port}`);
  return mergedKubeconfig([...proxies].map(([name, { port }]) => text(name, port)));
}

/** The nodes that startClusters makes. */
function nodesOf(name: string): readonly string[] {
  return [1, 2, 3].map((index) => `${name}-node-${index}`);
}
