import { spawn } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import zlib from 'node:zlib';
import type { Connection } from '../../electron/kube/connection.ts';
import { startClusters } from '../cluster/clusters.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import { startDataThreads, syncPods } from './data-path.ts';
import { createPods, tlsOf } from './real-pods.ts';
import { median, report } from './report.ts';
import { startSlowLink } from './slow-link.ts';

/*
 * A real API server with 5,000 realistic pods (test/bench/realistic-pod.ts, created and given a status over the API, so that
 * managedFields are the server's own).
 *   real-sync-ratio: from connect to all rows on the main side / downloading and gunzipping the same list as one piece of JSON.
 *   wan-sync-ratio: the same over a link of 20 Mbit/s and 60 ms round trip.
 *   real-vs-kubectl: from connect to all rows / `kubectl get pods -A`, the whole process.
 */

const count = 5_000;
const runs = 5;

const clusters = await startClusters(['bench'], { nodes: 1 });
const cluster = clusters.get('bench');
const { client, stop } = await startDataThreads();
const link = await startSlowLink({ host: cluster.address, port: 6443 });

/** Downloads and gunzips all pods as one JSON list over a connection of its own. Returns ms. */
function downloadJson(connection: Connection): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const options = { ...tlsOf(connection), agent: false, headers: { accept: 'application/json', 'accept-encoding': 'gzip' } } as const;
    const request = https.get(`${connection.server}/api/v1/pods`, options, (response) => {
      const gunzip = response.pipe(zlib.createGunzip({ chunkSize: 1_048_576 }));
      gunzip.on('data', () => undefined);
      gunzip.on('end', () => resolve(performance.now() - started));
      gunzip.on('error', reject);
    });
    request.on('error', reject);
  });
}

async function runKubectl(): Promise<number> {
  const started = performance.now();
  const child = spawn(clusters.testcluster, ['kubectl', '--kubeconfig', cluster.kubeconfig, 'get', 'pods', '-A'], { stdio: 'ignore' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`kubectl ended with ${code}`);
  return performance.now() - started;
}

/** The middle of `runs` of each, taken in turns; the first of each warms up and does not count. */
async function inTurns(first: () => Promise<number>, second: () => Promise<number>): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run <= runs; run++) {
    const taken = [await first(), await second()] as const;
    if (run === 0) continue;
    times[0].push(taken[0]);
    times[1].push(taken[1]);
  }
  return [median(times[0]), median(times[1])];
}

try {
  await createPods(cluster, count);
  const near = connectionOf(cluster);
  const far = connectionOf(cluster, link.url);
  const sync = (connection: Connection) => async () => (await syncPods(client, connection, count)).allRowsMs;
  const [rows, raw] = await inTurns(sync(near), () => downloadJson(near));
  const [rowsAgain, kubectl] = await inTurns(sync(near), runKubectl);
  const [wanRows, wanRaw] = await inTurns(sync(far), () => downloadJson(far));
  const note = (ours: number, theirs: number) =>
    `all rows ${Math.round(ours)} ms, ${Math.round(theirs)} ms, ${count} pods, median of ${runs}`;
  report([
    { case: 'real-sync-ratio', value: rows / raw, unit: 'x', baseline: raw, must: '<= 0.8', note: note(rows, raw) },
    { case: 'wan-sync-ratio', value: wanRows / wanRaw, unit: 'x', baseline: wanRaw, must: '<= 0.9', note: note(wanRows, wanRaw) },
    { case: 'real-vs-kubectl', value: rowsAgain / kubectl, unit: 'x', baseline: kubectl, must: '<= 0.25', note: note(rowsAgain, kubectl) },
  ]);
} finally {
  await stop();
  link.stop();
  await clusters.stop();
}
