import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { Connection } from '../../electron/kube/connection.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { startClusters } from '../cluster/clusters.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import { type Download, downloadList } from './api-requests.ts';
import { dataThreadStarter, syncPods } from './data-path.ts';
import { fillWithPods } from './fill-with-pods.ts';
import { PodTruth } from './pod-truth.ts';
import { median, report } from './report.ts';
import { startSlowLink } from './start-slow-link.ts';

/*
 * One real API server with 5,000 realistic pods.
 * real-sync-ratio: from connect to all rows on the main side, over downloading and gunzipping the same list as JSON without parsing
 *   it (in pages of 500 as kubectl does, or at once: the faster of the two), each over a new TLS connection.
 * wan-sync-ratio: the same, both through a link of 20 Mbit/s with a round trip of 60 ms.
 * real-vs-kubectl: from starting the data threads to all rows, over the whole process of `kubectl get pods -A`.
 * All are taken in turns; the rows of every sync are held against the API server's list afterwards.
 */

/** TIMONIER_BENCH_PODS and TIMONIER_BENCH_RUNS make it smaller while it is worked on. */
const count = Number(process.env.TIMONIER_BENCH_PODS ?? 5000);
const runs = Number(process.env.TIMONIER_BENCH_RUNS ?? 5);

const clusters = await startClusters(['bench'], { nodes: 1 });
const threads = await dataThreadStarter();
const shared = threads.start();
let names = 0;

try {
  const cluster = clusters.get('bench');
  const direct = connectionOf(cluster);
  const filling = performance.now();
  await fillWithPods(cluster, count);
  console.log(`${count} pods created in ${Math.round((performance.now() - filling) / 1000)} s`);
  const truth = await PodTruth.read(direct);
  const link = await startSlowLink(direct, 20, 60);
  try {
    const times = {
      paged: [] as Download[],
      whole: [] as Download[],
      sync: [] as number[],
      first: [] as number[],
      kubectl: [] as number[],
      cold: [] as number[],
    };
    const wan = { paged: [] as Download[], whole: [] as Download[], sync: [] as number[], first: [] as number[] };
    // The first of each warms up: JIT, the server's caches.
    for (let run = 0; run <= runs; run++) {
      const taken = {
        paged: await downloadList(direct, 500),
        whole: await downloadList(direct, 0),
        sync: await checkedSync(direct),
        kubectl: await timed(() => kubectlGetPods(cluster.kubeconfig)),
        cold: await coldSync(direct),
        wanPaged: await downloadList(link.connection, 500),
        wanWhole: await downloadList(link.connection, 0),
        wanSync: await checkedSync(link.connection),
      };
      if (run === 0) continue;
      times.paged.push(taken.paged);
      times.whole.push(taken.whole);
      times.sync.push(taken.sync.allRowsMs);
      times.first.push(taken.sync.firstRowsMs);
      times.kubectl.push(taken.kubectl);
      times.cold.push(taken.cold);
      wan.paged.push(taken.wanPaged);
      wan.whole.push(taken.wanWhole);
      wan.sync.push(taken.wanSync.allRowsMs);
      wan.first.push(taken.wanSync.firstRowsMs);
    }
    const kubectlMs = median(times.kubectl);
    report([
      { case: 'real-sync-ratio', must: '<= 0.8', ...ratio(times) },
      { case: 'wan-sync-ratio', must: '<= 0.9', ...ratio(wan) },
      {
        case: 'real-vs-kubectl',
        value: median(times.cold) / kubectlMs,
        unit: 'x',
        baseline: kubectlMs,
        must: '<= 0.25',
        note: `all rows with a new thread ${Math.round(median(times.cold))} ms, kubectl get pods -A ${Math.round(kubectlMs)} ms`,
      },
    ]);
  } finally {
    link.stop();
  }
  async function checkedSync(connection: Connection, client = shared) {
    const texts: string[] = [];
    const sync = await syncPods(client, { ...connection, contextId: contextIdOf('bench', `real-${names++}`) }, count, (text) =>
      texts.push(text),
    );
    truth.check(texts);
    return sync;
  }

  async function coldSync(connection: Connection): Promise<number> {
    const texts: string[] = [];
    const started = performance.now();
    const client = threads.start();
    try {
      await syncPods(client, { ...connection, contextId: contextIdOf('bench', `real-${names++}`) }, count, (text) => texts.push(text));
      return performance.now() - started;
    } finally {
      await client.close();
      truth.check(texts);
    }
  }
} finally {
  await shared.close();
  threads.remove();
  await clusters.stop();
}

interface Taken {
  readonly paged: readonly Download[];
  readonly whole: readonly Download[];
  readonly sync: readonly number[];
  readonly first: readonly number[];
}

/** Value, baseline and what was measured for them. */
function ratio({ paged, whole, sync, first }: Taken) {
  const pagedMs = median(paged.map(({ ms }) => ms));
  const wholeMs = median(whole.map(({ ms }) => ms));
  const baseline = Math.min(pagedMs, wholeMs);
  const mb = (bytes: number | undefined) => ((bytes ?? 0) / 1e6).toFixed(1);
  const rows = `all rows ${Math.round(median(sync))} ms (first ${Math.round(median(first))})`;
  const raw = `JSON in pages ${Math.round(pagedMs)} ms, at once ${Math.round(wholeMs)} ms, ${mb(whole[0]?.bytes)} MB, ${mb(whole[0]?.wireBytes)} on the wire`;
  return { value: median(sync) / baseline, unit: 'x', baseline, note: `${rows}; ${raw}; median of ${runs}` };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Runs kubectl to its end with its output in a pipe that is read; rejects when it did not print every pod. */
async function kubectlGetPods(kubeconfig: string): Promise<void> {
  const child = execFile(clusters.testcluster, ['kubectl', '--kubeconfig', kubeconfig, 'get', 'pods', '-A'], { maxBuffer: 64 << 20 });
  let lines = 0;
  child.stdout?.on('data', (text: string) => {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0 || lines !== count + 1) throw new Error(`kubectl get pods -A ended with ${code} after ${lines} lines`);
}
