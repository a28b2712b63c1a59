import { connectionTo, downloadRaw, startDataThreads, startPodServer, syncPods } from './data-path.ts';
import { median, report } from './report.ts';

/*
 * sync-10k-ratio: time from connect to the last of 10,000 rows on the main side, over the time to download and gunzip the
 * same pages without parsing them. Both are taken in turns in the same run; the middle of the runs counts.
 */

const count = 10_000;
const runs = 7;

const server = await startPodServer(count);
const { client, stop } = await startDataThreads();
try {
  const raw: number[] = [];
  const all: number[] = [];
  // The first of each warms up: connections, JIT, page cache.
  for (let run = 0; run <= runs; run++) {
    const rawMs = await downloadRaw(server.url);
    const { allRowsMs } = await syncPods(client, connectionTo(server.url, `sync-${run}`), count);
    if (run > 0) {
      raw.push(rawMs);
      all.push(allRowsMs);
    }
  }
  const baseline = median(raw);
  const note = `all rows ${Math.round(median(all))} ms, raw ${Math.round(baseline)} ms, ${server.bytesPerPod} bytes a pod, median of ${runs}`;
  report([{ case: 'sync-10k-ratio', value: median(all) / baseline, unit: 'x', baseline, must: '<= 2', note }]);
} finally {
  await stop();
  server.stop();
}
