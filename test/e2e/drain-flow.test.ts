import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../electron/demo/kube-object.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { type Complaints, launchBrowser, watchComplaints } from './browser.ts';
import { type DrainFleet, startDrainFleet } from './drain-fleet.ts';
import { chooseNodes, journalLines, testDrain } from './drain-promises.ts';
import { rowCount, until } from './page.ts';
import { PageClient } from './page-client.ts';
import { atPods, type ServedApp, serveApp } from './serve-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function openPage(url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

describe('a drain of two nodes in two clusters', () => {
  let fleet: DrainFleet;
  let app: ServedApp;
  let page: Page;
  let complaints: Complaints;
  beforeAll(async () => {
    fleet = await startDrainFleet();
    app = await serveApp(fleet.flags, fleet.home);
    page = await openPage('about:blank');
    complaints = await watchComplaints(page, app.origin);
    await page.goto(atPods(app.url));
    await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await page?.context().close();
    await app?.stop();
    await fleet?.close();
  });

  testDrain(() => ({ page, fleet, records: fleet.home }));

  it('made the page complain about nothing', async () => {
    expect(await complaints.list()).toEqual([]);
  });
});

describe('contexts that are read-only', () => {
  it('are sent nothing, whatever the page or somebody in its place says, and the refusal is recorded', async () => {
    const fleet = await startDrainFleet({ protection: { grades: [{ pattern: '*', grade: 'read-only' }], rules: [] } });
    const app = await serveApp(fleet.flags, fleet.home);
    try {
      const page = await openPage(atPods(app.url));
      await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
      await page.getByRole('link', { name: 'Nodes' }).click();
      const grid = page.getByRole('grid');
      await until('all nodes', async () => (await rowCount(grid)) > 20);
      const { ovh } = chooseNodes(fleet);
      await grid.getByRole('row', { name: ovh }).click({ modifiers: ['Control'] });
      await page.keyboard.press('c');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Nothing was sent to the cluster').waitFor();
      await dialog.getByText(/This context is read-only/).waitFor();
      const client = await PageClient.open(await app.launchUrl());
      const contextId = contextIdOf(`${fleet.home}/kubeconfig`, 'ovh-prod');
      const confirmation = { confirmed: true, typed: 'ovh-prod' };
      const answer = await client.call('nodes.cordon', { contextId, nodes: [ovh], unschedulable: true, confirmation });
      client.close();
      expect(answer).toMatchObject({ ok: false, error: { kind: 'protected', demand: 'deny' } });
      expect(['kapsule-prod', 'ovh-prod', 'eks-live'].flatMap((context) => fleet.writes(context))).toEqual([]);
      // One line that it was asked for, one that it was denied.
      await until('the record of the refusal', async () => {
        const lines = journalLines(fleet.home);
        return lines.some((line) => line.includes(`"${ovh}"`)) && lines.some((line) => line.includes('"denied"'));
      });
      await page.context().close();
    } finally {
      await app.stop();
      await fleet.close();
    }
  });
});

describe('an app that is killed in the middle of a drain', () => {
  it('finishes it after its next start when told: nothing is evicted twice, nothing is forgotten, and the journal has every request', async () => {
    const fleet = await startDrainFleet({ protection: { grades: [{ pattern: '*', grade: 'open' }], rules: [] } });
    const { eks } = chooseNodes(fleet);
    const meant = fleet
      .pods('eks-live', eks)
      .filter((pod) => !pod.metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet'))
      .map((pod) => pod.metadata.name);
    let app = await serveApp(fleet.flags, fleet.home);
    try {
      const client = await PageClient.open(app.url);
      const contextId = contextIdOf(`${fleet.home}/kubeconfig`, 'eks-live');
      const options = {
        gracePeriodSeconds: -1,
        timeoutSeconds: 0,
        force: true,
        ignoreDaemonSets: true,
        deleteEmptyDirData: true,
        podSelector: '',
        disableEviction: false,
        skipWaitForDeleteTimeoutSeconds: 0,
      };
      const confirmation = { confirmed: true, typed: '' };
      const started = await client.call('nodes.drain', {
        contexts: [{ contextId, nodes: [eks], confirmation }],
        options,
        pace: { nodesAtOnce: 1, waitUntilReady: false, stopOnFailure: true },
      });
      expect(started).toMatchObject({ ok: true });
      await until('some pods are asked for', async () => fleet.writes('eks-live').length > 2);
      await app.kill();
      app = await serveApp(fleet.flags, fleet.home);
      const page = await openPage(atPods(app.url));
      await page.getByText('A drain of 1 node was interrupted').waitFor({ timeout: 60_000 });
      await page.locator('[data-drains="1"]').filter({ hasText: 'interrupted' }).click();
      await page.locator('[data-hold=interrupted]').getByRole('button', { name: 'Resume' }).click();
      await page.getByText(/^done in /).waitFor({ timeout: 60_000 });
      const asked = fleet.writes('eks-live').flatMap((write) => /\/pods\/([^/]+)\/eviction$/.exec(write)?.[1] ?? []);
      // Pods of a Job may come and go meanwhile; what replaced a pod is on another node and is nobody's business.
      expect(asked.filter((name) => !meant.includes(name))).toEqual([]);
      const left = fleet.pods('eks-live', eks).map((pod) => pod.metadata.name);
      expect(meant.filter((name) => left.includes(name))).toEqual([]);
      const lines = journalLines(fleet.home);
      for (const name of asked) expect(lines.filter((line) => line.includes(`"${name}"`)).length, name).toBeGreaterThan(0);
      for (const line of lines) expect(isRecord(JSON.parse(line)), line).toBe(true);
      await page.context().close();
    } finally {
      await app.stop();
      await fleet.close();
    }
  });
});
