import http from 'node:http';
import { overviewKinds } from '../../electron/features/overview/overview-kinds.ts';
import type { DataThreads } from '../../electron/kube/data-threads.ts';
import { listPath } from '../../electron/kube/resource-path.ts';
import type { ClusterOverview } from '../../shared/overview.ts';
import { chartRedraw } from './chart-redraw.ts';
import { connectionTo, downloadRaw, type PodServer, startDataThreads, startPodServer } from './data-path.ts';
import { cpuSeconds } from './process-figures.ts';
import { type MeasuredFigure, median, report } from './report.ts';
import { startServedFleet } from './served-fleet.ts';
import { usageJoin } from './usage-join.ts';

/*
 * overview-ratio: ten contexts of 1,000 pods each are connected at the same moment and their overviews are followed, in the data threads: time until every overview counts
 * all of its pods and knows all of its lists, over the time to download and gunzip the same lists of all ten at once without parsing them. Of every kind but pods there are no
 * objects. Servers are processes of their own.
 * usage-join-50k-ms: a round of samples of 50,000 pods, brought to where tables find it (usage-join.ts).
 * overview-idle-cpu-percent: processor time of the served app (all threads, as a part of one core) while the overviews of ten quiet clusters are followed and nothing happens
 * (TIMONIER_BENCH_SECONDS, default 60). Linux only: processor time is read from /proc.
 * chart-20x1h-ms: chart-redraw.ts.
 */

const contexts = 10;
const pods = 1_000;
const runs = 7;
const seconds = Number(process.env.TIMONIER_BENCH_SECONDS ?? 60);
/** What started is over after this, ms: discovery, uids, details of pods. */
const settleMs = 8_000;

report([await overviewRatio(), await usageJoin(), await idleCpu(), await chartRedraw()]);

async function overviewRatio(): Promise<MeasuredFigure> {
  const servers = await Promise.all(Array.from({ length: contexts }, () => startPodServer(pods)));
  const { client, stop } = await startDataThreads();
  try {
    const raw: number[] = [];
    const complete: number[] = [];
    // The first of each warms up: connections, JIT, page cache.
    for (let run = 0; run <= runs; run++) {
      const rawMs = await timed(() => Promise.all(servers.flatMap(({ url }) => [downloadRaw(url), downloadOthers(url)])));
      const completeMs = await timed(() => Promise.all(servers.map((server, index) => followOnce(client, server, `o-${run}-${index}`))));
      if (run === 0) continue;
      raw.push(rawMs);
      complete.push(completeMs);
    }
    const baseline = median(raw);
    const note = `all ${contexts} complete ${Math.round(median(complete))} ms, raw ${Math.round(baseline)} ms, median of ${runs}`;
    return { case: 'overview-ratio', value: median(complete) / baseline, unit: 'x', baseline, must: '<= 1.5', note };
  } finally {
    await stop();
    for (const server of servers) server.stop();
  }
}

/** Downloads the other lists that an overview is made from, a few at a time over kept connections. */
async function downloadOthers(url: string): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });
  const paths = overviewKinds.flatMap(({ key, query: { ref } }) => (key === 'pods' ? [] : [`${listPath(ref, '')}?limit=500`]));
  await Promise.all(
    paths.map(
      (path) =>
        new Promise<void>((resolve, reject) => {
          http.get(`${url}${path}`, { agent }, (response) => response.resume().on('end', resolve).on('error', reject)).on('error', reject);
        }),
    ),
  );
  agent.destroy();
}

/** Connects a context, follows its overview until all pods are counted, and lets both go. */
async function followOnce(client: DataThreads, server: PodServer, name: string): Promise<void> {
  const connection = connectionTo(server.url, name);
  const { contextId } = connection;
  client.send({ type: 'connect', connection, namespaces: [] });
  await new Promise<void>((resolve) => {
    const stream = client.open('overview.watch', { contextId, kubeconfig: {} }, (text) => {
      stream.credit(1);
      const event = JSON.parse(text) as { readonly type: string; readonly items: ClusterOverview };
      if (event.type !== 'items' || event.items.pods?.total !== pods) return;
      if (Object.values(event.items.sources).some(({ state }) => state === 'connecting' || state === 'listing')) return;
      stream.close();
      resolve();
    });
  });
  client.send({ type: 'disconnect', contextId });
}

async function idleCpu(): Promise<MeasuredFigure> {
  const fleet = await startServedFleet(contexts, 3, 50);
  try {
    const known = new Map<string, ClusterOverview>();
    let told = 0;
    for (const contextId of fleet.contexts) {
      await fleet.page.call('contexts.connect', { contextId });
      fleet.page.open('overview.watch', { contextId }, (event) => {
        if (event.type !== 'items') return;
        known.set(contextId, event.items);
        told++;
      });
    }
    await waitUntil(() => known.size === contexts && [...known.values()].every((overview) => overview.pods?.total === fleet.pods));
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const before = { cpu: cpuSeconds(fleet.app.pid), at: performance.now(), told };
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const elapsed = (performance.now() - before.at) / 1_000;
    const used = cpuSeconds(fleet.app.pid) - before.cpu;
    const note = `${contexts} contexts of ${fleet.pods} pods, ${Math.round(elapsed)} s, ${told - before.told} overviews sent`;
    return { case: 'overview-idle-cpu-percent', value: (used / elapsed) * 100, unit: '% of a core', baseline: null, must: '< 3', note };
  } finally {
    await fleet.stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function waitUntil(condition: () => boolean, limitMs = 60_000): Promise<void> {
  for (const end = Date.now() + limitMs; !condition(); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error(`the overviews were not complete within ${limitMs} ms`);
}
