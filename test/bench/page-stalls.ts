import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../e2e/browser.ts';
import { atPods, serveApp } from '../e2e/serve-app.ts';

/**
 * Opens the served app in a real Chromium before its one context is connected, connects it, and tells the longest turn of the page's main
 * thread while `count` rows of the server at `url` arrive: how late a timer was that a page sets again and again.
 */
export async function pageStalls(url: string, count: number): Promise<{ readonly worstMs: number; readonly note: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-page-'));
  const kubeconfig = path.join(folder, 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server: url } }],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  const app = await serveApp(['--kubeconfig', kubeconfig]);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(atPods(app.url));
    await page.getByText('bench', { exact: true }).first().click();
    await page.getByText('bench is not connected').waitFor();
    const connect = page.getByRole('button', { name: 'Connect', exact: true }).last();
    await page.evaluate(() => {
      const turns: number[] = [];
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        turns.push(now - last - 4);
        last = now;
      }, 4);
      Object.assign(window, { benchTurns: turns });
    });
    await connect.click();
    await page
      .getByTestId('row-count')
      .filter({ hasText: count.toLocaleString('en-GB') })
      .waitFor({ timeout: 120_000 });
    const turns = await page.evaluate(() => (window as unknown as { benchTurns: number[] }).benchTurns);
    const longest = [...turns].sort((a, b) => b - a);
    return {
      worstMs: longest[0] ?? Number.NaN,
      note: `next: ${longest
        .slice(1, 6)
        .map((ms) => Math.round(ms))
        .join(', ')} ms`,
    };
  } finally {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
