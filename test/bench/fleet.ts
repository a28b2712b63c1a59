import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { type DataThreads, dataThreadCount } from '../../electron/kube/data-threads.ts';
import { connectionTo, downloadRaw, type PodServer, startDataThreads, startPodServer, syncPods } from './data-path.ts';
import { median, report } from './report.ts';

/*
 * Three clusters of 10,000 pods connected at the same moment, in the data threads (TIMONIER_BENCH_THREADS tries another number).
 * fleet-first-rows-ms: from connecting to the first rows of the slowest of the three (first bytes take a millisecond or two here).
 * fleet-all-rows-ratio: all rows of all three, over downloading all three raw at once.
 * fleet-dead-cluster-ratio: all rows of two clusters while a third takes connections and never answers, over the two alone.
 */

const count = 10_000;
const runs = 9;

const servers = await Promise.all([startPodServer(count), startPodServer(count), startPodServer(count)]);
const { client, stop } = await startDataThreads(Number(process.env.TIMONIER_BENCH_THREADS ?? dataThreadCount));
const hole = await startBlackHole();
let names = 0;

try {
  const first: number[] = [];
  const all: number[] = [];
  const raw: number[] = [];
  const alone: number[] = [];
  const besideDead: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const rawMs = await timed(() => Promise.all(servers.map((server) => downloadRaw(server.url))));
    const three = await syncAll(client, servers);
    const two = await syncAll(client, servers.slice(0, 2));
    const dead = connectionTo(hole.url, `dead-${names++}`);
    client.send({ type: 'connect', connection: dead, namespaces: [] });
    const twoBesideDead = await syncAll(client, servers.slice(0, 2));
    client.send({ type: 'disconnect', contextId: dead.contextId });
    if (run === 0) continue;
    raw.push(rawMs);
    first.push(three.firstRowsMs);
    all.push(three.allRowsMs);
    alone.push(two.allRowsMs);
    besideDead.push(twoBesideDead.allRowsMs);
  }
  const allNote = `all rows ${Math.round(median(all))} ms, raw ${Math.round(median(raw))} ms, median of ${runs}`;
  const deadNote = `beside a dead one ${Math.round(median(besideDead))} ms, alone ${Math.round(median(alone))} ms`;
  report([
    {
      case: 'fleet-first-rows-ms',
      value: median(first),
      unit: 'ms',
      baseline: null,
      must: '<= 150',
      note: `slowest of three, median of ${runs}`,
    },
    { case: 'fleet-all-rows-ratio', value: median(all) / median(raw), unit: 'x', baseline: median(raw), must: '<= 1.6', note: allNote },
    {
      case: 'fleet-dead-cluster-ratio',
      value: median(besideDead) / median(alone),
      unit: 'x',
      baseline: median(alone),
      must: '<= 1.1',
      note: deadNote,
    },
  ]);
} finally {
  await stop();
  hole.close();
  for (const server of servers) server.stop();
}

async function syncAll(thread: DataThreads, clusters: readonly PodServer[]) {
  const times = await Promise.all(clusters.map((server) => syncPods(thread, connectionTo(server.url, `fleet-${names++}`), count)));
  return { firstRowsMs: Math.max(...times.map((time) => time.firstRowsMs)), allRowsMs: Math.max(...times.map((time) => time.allRowsMs)) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Takes connections and never says a word. */
async function startBlackHole(): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
