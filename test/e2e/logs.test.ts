import { readFileSync } from 'node:fs';
import axeCore from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Complaints, launchBrowser, watchComplaints } from './browser.ts';
import { type DemoClusters, startDemoClusters } from './demo-clusters.ts';
import { logPanel, testLogs } from './log-promises.ts';
import { until } from './page.ts';
import { atPods, type ServedApp, serveApp } from './serve-app.ts';

/* Logs in a browser: what holds in every shell, then what the dock and windows of their own add. */

let clusters: DemoClusters;
let app: ServedApp;
let browser: Browser;
let page: Page;
let complaints: Complaints;

beforeAll(async () => {
  clusters = await startDemoClusters();
  app = await serveApp(['--kubeconfig', clusters.file, '--context', 'kapsule-prod', '--context', 'ovh-prod', '--context', 'eks-live']);
  browser = await launchBrowser();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  page = await context.newPage();
  complaints = await watchComplaints(page, app.origin);
  await page.goto(atPods(app.url));
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await clusters?.close();
});

describe('logs of two deployments in two clusters', () => {
  testLogs(() => ({
    page,
    clusters,
    saved: async (choose) => {
      const download = page.waitForEvent('download');
      await choose();
      return readFileSync(await (await download).path(), 'utf8');
    },
  }));

  it('stay in their tab while the user goes elsewhere', async () => {
    const panel = logPanel(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const rows = panel.getByRole('log').locator('[data-id]');
    const idsNow = () => rows.evaluateAll((found) => found.map((row) => row.getAttribute('data-id') ?? ''));
    let ids = await idsNow();
    await until('the lines stand still', async () => {
      const before = ids.join();
      ids = await idsNow();
      return ids.length > 0 && ids.join() === before;
    });
    // In the middle: of those at the edges some are there only for the next turn of the wheel.
    const id = ids[Math.floor(ids.length / 2)];
    await page.getByRole('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await until('the nodes', async () => page.url().includes('/r/nodes'));
    await page.keyboard.press('Control+j');
    await panel.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '1 tab in the dock' }).click();
    await panel.waitFor();
    await until('the same lines', async () => (await panel.getByRole('log').locator(`[data-id="${id}"]`).count()) === 1);
  });

  it('give axe nothing to complain about', async () => {
    await page.evaluate(axeCore.source);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const found = await axe.run(document, { resultTypes: ['violations'] });
      return found.violations.map(
        (one) =>
          `${one.id}: ${one.nodes
            .map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`)
            .slice(0, 3)
            .join(' | ')}`,
      );
    });
    expect(violations).toEqual([]);
  });

  it('stand alone in a window of their own, which a reload shows again', async () => {
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Open in a window of its own' }).click();
    const own = await opening;
    await own.getByRole('log').locator('[data-id]').first().waitFor();
    expect(new URL(own.url()).pathname).toBe('/logs');
    expect(await own.getByRole('grid').count()).toBe(0);
    await own.reload();
    await own.getByRole('log').locator('[data-id]').first().waitFor();
    await own.goto(`${app.origin}/logs#view=nonsense`);
    await own.getByText('This address names no log view').first().waitFor();
    await own.close();
  });

  it('come back in their tab when the page is loaded again', async () => {
    await page.reload();
    await page.getByRole('log').locator('[data-id]').first().waitFor();
    await page.getByRole('grid').waitFor();
  });

  // Last: over everything the tests above did.
  it('broke no security policy, left no error on the console, asked nobody else', async () => {
    expect(await complaints.list()).toEqual([]);
  });
});
