import { setTimeout as sleep } from 'node:timers/promises';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { podCounts } from './log-server-pods.ts';
import { latenciesOnScreen, openLogWindow, scrollLines, searchLines } from './logs-in-page.ts';
import { openLogView } from './open-log-view.ts';
import { type FrameFigures, framesWhile } from './page-frames.ts';
import { cpuSeconds, rssMb } from './process-figures.ts';
import { downloadLog, kubectlCommand, kubectlLogs } from './read-logs-elsewhere.ts';
import { type MeasuredFigure, median, report } from './report.ts';
import { type LogServer, startLogServer } from './start-log-server.ts';

/*
 * Log views of the served app (gate, data thread, log thread, WebSocket), read from a server in another process over TLS. Linux
 * only: processor time and memory are read from /proc. `npm run bench -- logs one page` runs some groups only.
 * one: logs-one-stream-ratio: lines a second of one stream flat out into the store, where a search then finds the right number of
 * them, over downloading the same bytes; in turns, the middle of the runs counts.
 * vs: logs-vs-kubectl: lines a second of twenty pods, over kubectl's through a pipe: ours from the
 * opening of the view, kubectl's from its first line.
 * hundred: logs-100-cpu-percent, logs-100-rss-mb: a hundred streams of fifty lines a second, over the same app when it is connected and no view is
 * open. logs-100-connections: connections that the server took for all of it. logs-latency-p99-ms: from the stamp of a line to its
 * row on the screen of a real Chromium, for the lines that come into sight (`held` in its note: to the page's hands, for all lines).
 * page: two million lines in a window of a real Chromium. logs-2m-frame-p95-ms: times between frames while the wheel is turned, over the
 * same page at rest. logs-2m-search-first-ms, logs-2m-search-all-ms: from enter until the first and the whole count of a regular expression is
 * shown. logs-2m-long-task-ms: longest turn of the page's main thread meanwhile.
 */

const runs = 5;
const flatLines = 1_500_000;
const twoMillion = 2_000_000;
/** Lines a second of each of the hundred. */
const rate = 50;
/** How long the hundred are watched, and how long nothing is, ms. */
const watchedMs = 15_000;
/** What started is over after this, ms. */
const settleMs = 3_000;

const groups = ['hundred', 'one', 'vs', 'page'] as const;
const asked = process.argv.slice(2).filter((word) => (groups as readonly string[]).includes(word));
const wanted = (group: (typeof groups)[number]): boolean => asked.length === 0 || asked.includes(group);
const figures: MeasuredFigure[] = [];

/** The served app, connected to a server; its page client. */
interface Connected {
  readonly app: ServedApp;
  readonly client: PageClient;
}

async function connectTo(server: LogServer): Promise<Connected> {
  const app = await serveApp(['--kubeconfig', server.kubeconfig]);
  const client = await PageClient.open(app.url);
  const connected = await client.call('contexts.connect', { contextId: server.contextId });
  if (!connected.ok) throw new Error(JSON.stringify(connected.error));
  return { app, client };
}

async function disconnect({ app, client }: Connected): Promise<void> {
  client.close();
  await app.stop();
}

async function one(server: LogServer, { client }: Connected): Promise<void> {
  const raw: number[] = [];
  const ours: number[] = [];
  let megabytes = 0;
  // The first of each warms up.
  for (let run = 0; run <= runs; run++) {
    const download = await downloadLog(server);
    const started = performance.now();
    const view = openLogView(client, server.contextId, 'flat-1');
    const ms = (await view.filled(flatLines)) - started;
    if (run === runs) {
      const { found } = await view.search('status=504', false);
      if (found !== flatLines / 100) throw new Error(`a search finds ${found} lines, ${flatLines / 100} are true`);
    }
    view.close();
    megabytes = download.bytes / 1_048_576;
    if (run === 0) continue;
    raw.push(download.ms);
    ours.push(ms);
  }
  figures.push({
    case: 'logs-one-stream-ratio',
    value: median(raw) / median(ours),
    unit: 'x',
    baseline: median(raw),
    must: '>= 0.4',
    note: `${perSecond(flatLines, median(ours))}; ${Math.round(megabytes)} MB in ${Math.round(median(ours))} ms, raw ${Math.round(median(raw))} ms, median of ${runs}`,
  });
}

async function versus(server: LogServer, { client }: Connected): Promise<void> {
  const kubectl = kubectlCommand();
  if (kubectl === null) {
    console.log('logs-vs-kubectl is left out: kubectl is not built (npm run test:cluster builds it)');
    return;
  }
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let run = 0; run <= 3; run++) {
    const read = await kubectlLogs(server, kubectl);
    if (read.lines !== flatLines) throw new Error(`kubectl wrote ${read.lines} lines of ${flatLines}`);
    const started = performance.now();
    const view = openLogView(client, server.contextId, 'flat-20');
    const ms = (await view.filled(flatLines)) - started;
    view.close();
    if (run === 0) continue;
    theirs.push(read.ms);
    ours.push(ms);
  }
  figures.push({
    case: 'logs-vs-kubectl',
    value: median(theirs) / median(ours),
    unit: 'x',
    baseline: median(theirs),
    must: '>= 2',
    note: `${perSecond(flatLines, median(ours))}, kubectl ${perSecond(flatLines, median(theirs))}, median of 3`,
  });
}

async function hundred(server: LogServer, { app, client }: Connected): Promise<void> {
  await sleep(settleMs);
  const idleRss = rssMb(app.pid);
  const idle = await cpuPercent(app.pid, 5_000);
  const view = openLogView(client, server.contextId, 'paced');
  while ((await server.figures()).logs < podCounts.paced) await sleep(50);
  await server.write(rate);
  // A screen of rows.
  await view.follow(60, () => undefined);
  await sleep(settleMs);
  const busy = await cpuPercent(app.pid, watchedMs);
  const rss = rssMb(app.pid);
  const late: number[] = [];
  // Every line is shown, so that every line counts.
  await view.follow(500, (row, at) => {
    if (row.type === 'line') late.push(at - row.time - row.nanos / 1_000_000);
  });
  await sleep(watchedMs / 3);
  const held = figuresOf(late);
  await view.follow(60, () => undefined);
  const window = await openLogWindow(app, server, 'paced');
  await sleep(settleMs);
  const seen = figuresOf(await latenciesOnScreen(window.page, watchedMs / 3));
  await window.close();
  await server.write(0);
  const { connections, written } = await server.figures();
  await view.filled(written);
  const lost = view.sources().length === podCounts.paced ? '' : `, ${view.sources().length} sources`;
  const what = `${podCounts.paced} streams, ${rate} lines/s each${lost}`;
  view.close();
  figures.push(
    {
      case: 'logs-100-cpu-percent',
      value: busy - idle,
      unit: '% of a core',
      baseline: idle,
      must: '<= 15',
      note: `${what}; ${busy.toFixed(1)} %, idle ${idle.toFixed(1)} %`,
    },
    { case: 'logs-100-rss-mb', value: rss - idleRss, unit: 'MB', baseline: idleRss, must: '<= 100', note: `after ${written} lines` },
    {
      case: 'logs-latency-p99-ms',
      value: seen.p99,
      unit: 'ms',
      baseline: null,
      must: '<= 150',
      note: `${seen.count} lines seen, median ${Math.round(seen.median)} ms; held: ${held.count} lines, p99 ${Math.round(held.p99)} ms, median ${Math.round(held.median)} ms`,
    },
    { case: 'logs-100-connections', value: connections, unit: 'connections', baseline: null, must: '1', note: `${what}, HTTP/2` },
  );
}

async function page(server: LogServer, { app }: Connected): Promise<void> {
  const window = await openLogWindow(app, server, 'flat-1');
  try {
    await window.page.getByText(/2,000,0\d\d lines kept|2,000,0\d\d lines/).waitFor({ timeout: 120_000 });
    await sleep(settleMs);
    const idle = await framesWhile(window.page, () => sleep(settleMs));
    const scrolled = await framesWhile(window.page, () => scrollLines(window.page, 8_000));
    const searches: { firstMs: number; allMs: number }[] = [];
    const searched = await framesWhile(window.page, async () => {
      for (const pattern of ['status=5\\d\\d', 'level=(error|fatal).* n=\\d+', '(504|503) n=[0-9]{2,}'])
        searches.push(await searchLines(window.page, pattern, twoMillion / 100));
    });
    const frames = (one: FrameFigures) => `median ${one.medianMs.toFixed(1)}, p95 ${one.p95Ms.toFixed(1)}, worst ${one.worstMs.toFixed(0)}`;
    const first = searches.map(({ firstMs }) => firstMs);
    const all = searches.map(({ allMs }) => allMs);
    const each = (values: readonly number[]) => values.map((ms) => Math.round(ms)).join(', ');
    figures.push(
      {
        case: 'logs-2m-frame-p95-ms',
        value: scrolled.p95Ms,
        unit: 'ms',
        baseline: idle.p95Ms,
        must: '<= 20',
        note: `${frames(scrolled)}; at rest ${frames(idle)}`,
      },
      { case: 'logs-2m-search-first-ms', value: median(first), unit: 'ms', baseline: null, must: '<= 100', note: `of ${each(first)}` },
      { case: 'logs-2m-search-all-ms', value: median(all), unit: 'ms', baseline: null, must: '<= 2000', note: `of ${each(all)}` },
      {
        case: 'logs-2m-long-task-ms',
        value: Math.max(scrolled.longestTaskMs, searched.longestTaskMs),
        unit: 'ms',
        baseline: idle.longestTaskMs,
        must: '<= 50',
        note: `scrolling ${Math.round(scrolled.longestTaskMs)}, searching ${Math.round(searched.longestTaskMs)}; 0 = none of 50 ms`,
      },
    );
  } finally {
    await window.close();
  }
}

function figuresOf(values: readonly number[]): { readonly count: number; readonly median: number; readonly p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { count: sorted.length, median: at(0.5), p99: at(0.99) };
}

async function cpuPercent(pid: number, ms: number): Promise<number> {
  const before = cpuSeconds(pid);
  const started = performance.now();
  await sleep(ms);
  return ((cpuSeconds(pid) - before) / (performance.now() - started)) * 100_000;
}

function perSecond(lines: number, ms: number): string {
  return `${Math.round(lines / ms).toLocaleString('en-GB')},000 lines/s`;
}

if (wanted('hundred')) await withApp(1_000, hundred);
if (wanted('one')) await withApp(flatLines, one);
if (wanted('vs')) await withApp(flatLines, versus);
if (wanted('page')) await withApp(twoMillion, page);
report(figures);

async function withApp(lines: number, measure: (server: LogServer, connected: Connected) => Promise<void>): Promise<void> {
  const server = await startLogServer(lines);
  try {
    const connected = await connectTo(server);
    try {
      await measure(server, connected);
    } finally {
      await disconnect(connected);
    }
  } finally {
    server.stop();
  }
}
