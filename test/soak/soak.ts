import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { contextIdOf } from '../../shared/context-id.ts';
import { kindDefinitionOf } from '../../shared/kinds/kind-definitions.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import { type Clusters, mergedKubeconfig, startClusters } from '../cluster/clusters.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { WatchedList } from '../e2e/watched-list.ts';
import { SeededRandom } from '../electron/kube/seeded-random.ts';
import { FaultProxy } from '../faults/fault-proxy.ts';
import { compareKind } from '../fidelity/compare-kind.ts';
import { type Api, type Kubectl, kubectl, openApi } from '../fidelity/kubectl.ts';
import { parseKubectlTable } from '../fidelity/parse-kubectl-table.ts';
import { changeCluster, fillCluster } from './cluster-changes.ts';
import { breakCluster } from './cluster-faults.ts';
import { type MemorySample, memoryTrend } from './memory-trend.ts';

/*
 * npm run soak -- [--minutes 30] [--seed N] [--out FILE]
 *
 * Three real control planes, each behind a proxy that breaks; random changes and faults; tables held open all the time. About
 * every five minutes, and at the end, faults stop and every table must equal `kubectl get`. Last line: one summary; exit code 1
 * when a table differs or memory grows. The seed chooses changes and faults; what the machine makes of them is its own.
 */

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' }, out: { type: 'string', default: '' } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Date.now() & 0x7fffffff);
if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error('--minutes N and --seed N want numbers');

const clusterNames = ['scaleway', 'ovh', 'eks'];
/** Seconds between changes of one cluster, on average: busy enough to matter, and about half a core for everything here. */
const changeEverySeconds = 1;
const faultEverySeconds = 12;
const sampleEveryMs = minutes > 5 ? 10_000 : 2_000;
const compareEveryMs = Math.min(5, minutes) * 60_000;
/** After the last fault a table is equal within this, back-off included. */
const settleMs = 120_000;

const kinds: readonly ResourceRef[] = [
  { group: '', version: 'v1', resource: 'pods' },
  { group: 'apps', version: 'v1', resource: 'deployments' },
  { group: 'apps', version: 'v1', resource: 'replicasets' },
  { group: '', version: 'v1', resource: 'services' },
  { group: '', version: 'v1', resource: 'nodes' },
  { group: '', version: 'v1', resource: 'configmaps' },
];

const started = performance.now();
const elapsedMs = () => performance.now() - started;

function say(line: string): void {
  const text = `${(elapsedMs() / 60_000).toFixed(2).padStart(6)} min  ${line}\n`;
  if (values.out === '') process.stdout.write(text);
  else appendFileSync(values.out, text);
}

/** One cluster with its proxy, its tables in the page and its own kubectl past the proxy. */
interface Soaked {
  readonly cluster: ControlPlane;
  readonly proxy: FaultProxy;
  readonly api: Api;
  readonly judge: Kubectl;
  readonly lists: ReadonlyMap<ResourceRef, WatchedList>;
}

let changes = 0;
let refusedChanges = 0;
const faultsDone = new Map<string, number>();

async function keepChanging({ api }: Soaked, random: SeededRandom, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(random.next() * 2_000 * changeEverySeconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await changeCluster(api, random);
      changes++;
    } catch {
      // The API server is down, which is one of the faults: it was no change.
      refusedChanges++;
    }
  }
}

async function keepBreaking({ cluster, proxy }: Soaked, random: SeededRandom, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(random.next() * 2_000 * faultEverySeconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const done = await breakCluster(cluster, proxy, random, signal);
    const kind = done.replace(/ \(.*/, '');
    faultsDone.set(kind, (faultsDone.get(kind) ?? 0) + 1);
    say(`${cluster.name}: ${done}`);
  }
}

/** Differences of one table from `kubectl get -o wide`, once both had time to settle; and the cells that were compared. */
async function compare({ cluster, judge, lists }: Soaked): Promise<{ readonly cells: number; readonly differences: readonly string[] }> {
  const differences: string[] = [];
  let cells = 0;
  for (const [ref, list] of lists) {
    const end = performance.now() + settleMs;
    for (;;) {
      const startedAt = Date.now();
      const before = [...list.rows.values()];
      const name = ref.group === '' ? ref.resource : `${ref.resource}.${ref.version}.${ref.group}`;
      const namespaced = ref.resource !== 'nodes';
      const text = await kubectl(judge, ['get', name, '-A', '-o', 'wide', '--chunk-size=0']);
      const ours = { namespaced, nameColumn: kindDefinitionOf(ref)?.nameColumn ?? ('first' as const), columns: list.columns };
      const after = [...list.rows.values()];
      const found = compareKind({ ...ours, before, after, startedAt, endedAt: Date.now() }, parseKubectlTable(text));
      const live = list.freshness?.state === 'live';
      if ((found.differences.length === 0 && live) || performance.now() > end) {
        cells += found.cells;
        differences.push(...found.differences.map((line) => `${cluster.name} ${ref.resource} ${line}`));
        if (!live) differences.push(`${cluster.name} ${ref.resource} is ${JSON.stringify(list.freshness)}`);
        break;
      }
      await delay(1_000);
    }
  }
  return { cells, differences };
}

async function soak(clusters: Clusters, app: ServedApp, client: PageClient, soaked: readonly Soaked[]): Promise<boolean> {
  const samples: MemorySample[] = [];
  const sample = async () => {
    const answer = await client.call('diagnostics.get', {});
    if (!answer.ok) throw new Error(`diagnostics.get: ${JSON.stringify(answer.error)}`);
    const { main, threads } = answer.value;
    const heap = main.heapBytes + threads.reduce((sum, thread) => sum + thread.heapBytes, 0);
    samples.push({ at: elapsedMs() / 60_000, rssMb: main.rssBytes / 1e6, heapMb: heap / 1e6 });
  };
  const random = new SeededRandom(seed);
  const streams = soaked.map(() => ({ changes: new SeededRandom(random.below(2 ** 31)), faults: new SeededRandom(random.below(2 ** 31)) }));
  let cells = 0;
  const differences: string[] = [];
  const endAt = elapsedMs() + minutes * 60_000;
  while (elapsedMs() < endAt) {
    const stop = new AbortController();
    const work = soaked.flatMap((one, index) => {
      const of = streams[index];
      return of === undefined ? [] : [keepChanging(one, of.changes, stop.signal), keepBreaking(one, of.faults, stop.signal)];
    });
    const failed = Promise.all(work);
    const until = Math.min(endAt, elapsedMs() + compareEveryMs);
    while (elapsedMs() < until) {
      await Promise.race([delay(sampleEveryMs), failed]);
      await sample();
    }
    stop.abort();
    await failed;
    for (const { cluster } of soaked) await cluster.ready();
    for (const one of soaked) {
      const found = await compare(one);
      cells += found.cells;
      differences.push(...found.differences);
      for (const line of found.differences) say(`DIFFERENT ${line}`);
    }
    say(`compared ${cells} cells so far, ${differences.length} differences`);
  }
  const rss = memoryTrend(samples, 'rssMb');
  const heap = memoryTrend(samples, 'heapMb');
  const faults = [...faultsDone.values()].reduce((sum, count) => sum + count, 0);
  say(`faults: ${[...faultsDone].map(([kind, count]) => `${kind} ${count}`).join(', ')}; refused changes ${refusedChanges}`);
  for (const one of samples) say(`memory at ${one.at.toFixed(2)}: RSS ${one.rssMb.toFixed(0)} MB, heap ${one.heapMb.toFixed(0)} MB`);
  if (app.errors() !== '') say(`stderr of the app: ${app.errors()}`);
  const passed = differences.length === 0 && cells > 0 && rss.flat && heap.flat;
  const words = ({ from, to, slopePerHour, flat }: typeof rss) =>
    `${from.toFixed(0)} -> ${to.toFixed(0)} MB, ${slopePerHour.toFixed(1)} MB/h${flat ? '' : ' NOT FLAT'}`;
  const summary = `soak ${passed ? 'passed' : 'FAILED'}: ${minutes} min, seed ${seed}, ${clusters.byName.size} clusters, ${changes} changes, ${faults} faults, compared ${cells}, differences ${differences.length}, RSS ${words(rss)}, heap ${words(heap)}`;
  say(summary);
  console.log(summary);
  return passed;
}

async function main(): Promise<boolean> {
  if (values.out !== '') writeFileSync(values.out, '');
  say(`seed ${seed}, ${minutes} minutes`);
  const clusters = await startClusters(clusterNames);
  const closers: (() => unknown)[] = [() => clusters.stop()];
  try {
    const proxies = new Map<string, FaultProxy>();
    for (const cluster of clusters.byName.values()) {
      const proxy = await FaultProxy.start(6443, cluster.address);
      proxies.set(cluster.name, proxy);
      closers.push(() => proxy.stop());
    }
    // As the administrator's, but through the proxy; the certificate names the cluster's own address.
    const texts = [...clusters.byName.values()].map((cluster) =>
      cluster.kubeconfigFor('admin').replaceAll(cluster.server, `https://127.0.0.1:${proxies.get(cluster.name)?.port}`),
    );
    const kubeconfig = join(clusters.folder, 'soak.kubeconfig');
    writeFileSync(kubeconfig, mergedKubeconfig(texts), { mode: 0o600 });
    const app = await serveApp(['--kubeconfig', kubeconfig]);
    closers.push(() => app.stop());
    const client = await PageClient.open(app.url);
    closers.push(() => client.close());
    const soaked: Soaked[] = [];
    for (const cluster of clusters.byName.values()) {
      const judge = { command: [clusters.testcluster, 'kubectl'], kubeconfig: cluster.kubeconfig, context: cluster.name };
      const api = await openApi(judge);
      closers.push(() => api.close());
      await fillCluster(api);
      const contextId = contextIdOf(kubeconfig, cluster.name);
      const connected = await client.call('contexts.connect', { contextId });
      if (!connected.ok) throw new Error(`${cluster.name}: ${JSON.stringify(connected.error)}`);
      const lists = new Map(kinds.map((ref) => [ref, new WatchedList(client, contextId, ref)]));
      for (const list of lists.values()) await list.live();
      const proxy = proxies.get(cluster.name);
      if (proxy !== undefined) soaked.push({ cluster, proxy, api, judge, lists });
    }
    return await soak(clusters, app, client, soaked);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

process.exitCode = (await main()) ? 0 : 1;
