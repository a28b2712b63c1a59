import { connectionTo, downloadRaw, startDataThreads, startPodServer, syncPods } from './data-path.ts';
import { measureBackend } from './measure-backend.ts';
import { pageStalls } from './page-stalls.ts';
import { type MeasuredFigure, median, report } from './report.ts';

/*
 * JSON only: what a CRD gets. sync-10k-ratio, sync-50k-ratio: time from connect to the last row on the main side, over the time to
 * download and gunzip the same pages without parsing them; both in turns in the same run, the middle of the runs counts.
 * sync-50k-kept-mb: what the data thread's heap holds more after a collection with 50,000 rows than with none.
 * sync-50k-rss-mb: highest resident memory of the process with the data threads and the main side, in a process of its own
 * (measure-backend.ts). sync-50k-main-stall-ms: longest turn of its main loop meanwhile. sync-50k-page-stall-ms: longest turn of the page
 * (real Chromium, the served app) while it takes the same list.
 */

const figures: MeasuredFigure[] = [];

async function ratio(name: string, count: number, runs: number): Promise<void> {
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
    figures.push({ case: name, value: median(all) / baseline, unit: 'x', baseline, must: '<= 1.5', note });
  } finally {
    await stop();
    server.stop();
  }
}

await ratio('sync-10k-ratio', 10_000, 7);
await ratio('sync-50k-ratio', 50_000, 3);

const server = await startPodServer(50_000);
try {
  const { keptMb, rowsMb, rssMb, mainStallMs, rows } = await measureBackend<{
    readonly keptMb: number;
    readonly rowsMb: number;
    readonly rssMb: number;
    readonly mainStallMs: number;
    readonly rows: number;
  }>(['sync', server.url, '50000']);
  const note = `${rows} rows, their text alone ${rowsMb.toFixed(1)} MB`;
  figures.push(
    { case: 'sync-50k-kept-mb', value: keptMb, unit: 'MB', baseline: rowsMb, must: '<= 60', note },
    { case: 'sync-50k-rss-mb', value: rssMb, unit: 'MB', baseline: null, must: '<= 350', note: 'peak of the whole process' },
    {
      case: 'sync-50k-main-stall-ms',
      value: mainStallMs,
      unit: 'ms',
      baseline: null,
      must: '<= 50',
      note: 'longest turn of the main loop',
    },
  );
  const page = await pageStalls(server.url, 50_000);
  figures.push({ case: 'sync-50k-page-stall-ms', value: page.worstMs, unit: 'ms', baseline: null, must: '<= 50', note: page.note });
} finally {
  server.stop();
}
report(figures);
