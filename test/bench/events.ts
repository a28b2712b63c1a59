import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import { atPods, serveApp } from '../e2e/serve-app.ts';
import { report } from './report.ts';

/*
 * The whole stack: a server with 50,000 pods, the served app (gate, data thread), the page in a real Chromium. For 60 s, 1,000
 * pods a second change, one in eight of them moving its row under the default sort, while the table is scrolled for the second half.
 * events-fps, events-frame-p95-ms: by requestAnimationFrame in the page; their baseline is the same page just before, when nothing
 * changes: what the machine can do at all. events-lost: rows of the page's own JSON export that
 * differ from the server's pods afterwards.
 */

const count = 50_000;
const rate = 1_000;
const seconds = Number(process.env.TIMONIER_BENCH_SECONDS ?? 60);
/** How long the page is watched before anything changes, ms. */
const idleMs = 5_000;
/** How long the last changes may take to arrive, ms. */
const settleMs = 10_000;

interface ExportedRow {
  readonly uid: string;
  readonly status: string;
  readonly restarts: { readonly count: number };
}
interface TrueRow {
  readonly uid: string;
  readonly status: string;
  readonly restarts: number;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-events-'));
const server = spawn(process.execPath, [path.join(import.meta.dirname, 'changing-pod-server.ts'), String(count)], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const said = linesOf(server);
const { port } = JSON.parse(await said()) as { port: number };
const origin = `http://127.0.0.1:${port}`;
const kubeconfig = path.join(folder, 'config');
writeFileSync(
  kubeconfig,
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server: origin } }],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  }),
  { mode: 0o600 },
);
const app = await serveApp(['--kubeconfig', kubeconfig, '--context', 'bench']);
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(atPods(app.url));
  await page.getByTestId('row-count').filter({ hasText: '50,000' }).waitFor({ timeout: 120_000 });

  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const next = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(next);
    });
    Object.assign(window, { benchFrames: frames });
  });
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const idle = frameFigures(await takeFrames(page));
  const started = performance.now();
  server.stdin?.write(`change ${rate} ${seconds}\n`);
  const finished = said();
  const scrolling = scrollLater(page, (seconds * 1_000) / 2, seconds * 1_000);
  const { changes } = JSON.parse(await finished) as { changes: number };
  const took = performance.now() - started;
  const busy = frameFigures(await takeFrames(page));
  await scrolling;

  let lost = count;
  const truth = (await (await fetch(`${origin}/truth`)).json()) as TrueRow[];
  const until = performance.now() + settleMs;
  while (lost > 0 && performance.now() < until) lost = differences(await exported(page, folder), truth);

  report([
    {
      case: 'events-fps',
      value: busy.fps,
      unit: 'fps',
      baseline: idle.fps,
      must: '>= 55',
      note: `idle page just before: ${idle.fps.toFixed(1)}`,
    },
    {
      case: 'events-frame-p95-ms',
      value: busy.p95Ms,
      unit: 'ms',
      baseline: idle.p95Ms,
      must: '<= 20',
      note: `median ${busy.medianMs.toFixed(1)}, worst ${busy.worstMs.toFixed(0)}; idle p95 ${idle.p95Ms.toFixed(1)}, worst ${idle.worstMs.toFixed(0)}`,
    },
    {
      case: 'events-lost',
      value: lost,
      unit: 'rows',
      baseline: count,
      must: '0',
      note: `${changes} changes in ${(took / 1_000).toFixed(1)} s (${Math.round(changes / (took / 1_000))}/s)`,
    },
  ]);
} finally {
  await browser.close();
  await app.stop();
  server.stdin?.end();
  rmSync(folder, { recursive: true, force: true });
}

/** The times between frames since the last look, ms. */
async function takeFrames(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (window as unknown as { benchFrames: number[] }).benchFrames.splice(0).filter((ms) => ms > 0));
}

function frameFigures(frames: readonly number[]): { fps: number; medianMs: number; p95Ms: number; worstMs: number } {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const total = frames.reduce((sum, ms) => sum + ms, 0);
  return { fps: (frames.length / total) * 1_000, medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
}

/** Scrolls the table up and down with the wheel between two moments (ms from now). */
async function scrollLater(page: Page, from: number, to: number): Promise<void> {
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, from));
  const box = await page.getByRole('grid').boundingBox();
  if (!box) throw new Error('there is no table on screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; performance.now() - started < to - 500; turn++) {
    await page.mouse.wheel(0, turn % 200 < 100 ? 120 : -120);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await page.mouse.move(box.x + box.width / 2, 10);
}

/** The rows as the page itself exports them. */
async function exported(page: Page, into: string): Promise<ExportedRow[]> {
  await page.getByRole('button', { name: 'More' }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /JSON/ }).click();
  const file = path.join(into, 'rows.json');
  await (await waiting).saveAs(file);
  return JSON.parse(readFileSync(file, 'utf8')) as ExportedRow[];
}

function differences(rows: readonly ExportedRow[], truth: readonly TrueRow[]): number {
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  const missing = truth.filter((row) => {
    const shown = byUid.get(row.uid);
    return shown?.restarts.count !== row.restarts || shown.status !== row.status;
  }).length;
  return missing + Math.max(0, rows.length - truth.length);
}

/** The lines a process prints, one at a time. */
function linesOf(child: ChildProcess): () => Promise<string> {
  if (!child.stdout) throw new Error('the pod server has no standard output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    if (next.done) throw new Error('the pod server ended');
    return next.value as string;
  };
}
