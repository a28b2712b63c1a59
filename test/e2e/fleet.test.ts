import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { axeViolations } from './axe.ts';
import { type Complaints, launchBrowser, watchComplaints } from './browser.ts';
import { type DemoClusters, startDemoClusters } from './demo-clusters.ts';
import { until } from './page.ts';
import { type ServedApp, serveApp } from './serve-app.ts';

/* The first page of the day over two clusters of the demo and one that nobody answers for, and the list of problems: with the keyboard alone. */

interface Kubeconfig {
  clusters: { name: string; cluster: Record<string, string> }[];
  contexts: { name: string }[];
}

describe('the fleet, in a browser', () => {
  let clusters: DemoClusters;
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let page: Page;
  let complaints: Complaints;
  beforeAll(async () => {
    clusters = await startDemoClusters();
    folder = mkdtempSync(path.join(tmpdir(), 'timonier-fleet-page-'));
    const file = path.join(folder, 'config');
    const config = parse(readFileSync(clusters.file, 'utf8')) as Kubeconfig;
    const at = config.contexts.findIndex(({ name }) => name === 'eks-live');
    const dead = config.clusters[at];
    // Nobody listens on the port of `discard`.
    if (dead !== undefined) dead.cluster = { server: 'https://127.0.0.1:9' };
    writeFileSync(file, stringify(config), { mode: 0o600 });
    app = await serveApp(['--kubeconfig', file, ...['kapsule-prod', 'ovh-prod', 'eks-live'].flatMap((name) => ['--context', name])]);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
    page = await context.newPage();
    complaints = await watchComplaints(page, app.origin);
    await page.goto(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await clusters?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const panel = (name: string) => page.getByRole('list', { name: 'Clusters' }).getByRole('listitem').filter({ hasText: name });
  const problems = () => page.getByRole('grid', { name: 'Problems of the clusters in scope' });
  const rowOf = (text: string) => problems().getByRole('row').filter({ hasText: text });
  const cursor = () => problems().locator('[aria-selected=true]');
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it('is where the app begins, and says in a sentence who cannot be reached and who is broken by what', async () => {
    await page.getByRole('heading', { name: 'Fleet', level: 1 }).waitFor({ timeout: 60_000 });
    expect(new URL(page.url()).pathname).toBe('/fleet');
    await page.getByText('eks-live cannot be reached.').waitFor({ timeout: 60_000 });
    await page.getByText(/ovh-prod: .*payments-gateway crash-loops/).waitFor({ timeout: 60_000 });
  });

  it('puts the worst first, and shows nothing of a cluster that never answered as a number', async () => {
    const states = () => page.locator('[data-context]').evaluateAll((panels) => panels.map((one) => one.getAttribute('data-state')).join());
    await until('all that can be read', async () => (await states()) === 'broken,unknown,attention');
    expect(await panel('eks-live').innerText()).toMatch(/unreachable since[\s\S]*Unknown; never seen/);
    expect(await panel('eks-live').innerText()).not.toMatch(/\d of \d|Nothing wrong/);
    await panel('ovh-prod').getByText('OVH Managed Kubernetes').first().waitFor();
    await panel('ovh-prod').getByText(/cores/).waitFor();
  });

  it('lists the problems of all clusters, one that is gone among them, and gives axe nothing to complain about', async () => {
    await rowOf('Cluster unreachable').waitFor();
    await rowOf('Crash-looping').waitFor();
    // What depends on the pod as a whole comes a moment later.
    await rowOf('limit 512Mi').waitFor();
    expect(await rowOf('Crash-looping').innerText()).toMatch(
      /payments-gateway[\s\S]*OOMKilled \d+ times, limit 512Mi, exit 137[\s\S]*of \d+ pods/,
    );
    expect(await axeViolations(page)).toEqual([]);
  });

  it('is walked by j and k over problems and clusters, and shows why and what to look at next', async () => {
    await press('j');
    await until('the first problem', async () => /Cluster unreachable/.test(await cursor().innerText()));
    await press('k');
    await until('a cluster has the focus', async () => (await page.locator('[data-cluster]:focus').count()) === 1);
    await press('j', 'j');
    await until('the second problem', async () => (await cursor().getAttribute('aria-rowindex')) === '3');
    await press('d');
    const pane = page.getByRole('complementary', { name: 'Problem' });
    await pane.getByRole('heading', { name: 'Look at next' }).waitFor();
    await pane.getByRole('heading', { name: 'Why' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await press('Escape');
    await pane.waitFor({ state: 'detached' });
  });

  it('goes from a problem to its object by enter, and comes back', async () => {
    await problems().focus();
    await press('g', 'g');
    while (!/Crash-looping/.test(await cursor().innerText())) await press('j');
    await press('Enter');
    await until('the Deployment', async () => page.url().includes('/r/deployments.apps'));
    await page.getByRole('tab', { name: /yaml/i }).waitFor();
    await page.goBack();
    await rowOf('Crash-looping').waitFor();
  });

  it('narrows the scope to one cluster by the dot, and widens it by the way back', async () => {
    await problems().focus();
    await press('g', 'g');
    await press('.');
    await until('one cluster', async () => (await page.locator('[data-context]').count()) === 1);
    expect(new URL(page.url()).searchParams.get('c')).toContain('eks-live');
    await page.goBack();
    await until('all clusters', async () => (await page.locator('[data-context]').count()) === 3);
  });

  it('has a page of its own for problems, whose filter is in the address', async () => {
    await press('g', 'P');
    await page.getByRole('heading', { name: 'Problems', level: 1 }).waitFor();
    await rowOf('Crash-looping').waitFor();
    const all = await problems().getByRole('row').count();
    await page.goto(`${app.origin}/problems?show=attention`);
    await rowOf('search-indexer').waitFor({ timeout: 30_000 });
    expect(await problems().getByRole('row').count()).toBeLessThan(all);
    expect(await rowOf('Crash-looping').count()).toBe(0);
    expect(await page.getByRole('radio', { name: /^Attention/ }).getAttribute('aria-checked')).toBe('true');
  });

  it('ignores a problem by the keyboard, keeps that over a reload, and takes it back', async () => {
    await problems().focus();
    await press('g', 'g');
    while (!/search-indexer/.test(await cursor().innerText())) await press('j');
    await press('a');
    const dialog = page.getByRole('dialog', { name: 'Ignore this problem' });
    await dialog.getByRole('radio', { name: /This: .*search-indexer/ }).waitFor();
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await rowOf('search-indexer').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('radio', { name: 'Ignored 1' }).waitFor({ timeout: 30_000 });
    await page.getByRole('radio', { name: 'Ignored 1' }).click();
    await rowOf('search-indexer').waitFor();
    await problems().focus();
    await press('j', 'a');
    await rowOf('search-indexer').waitFor({ state: 'detached' });
    await page.goto(`${app.origin}/problems`);
    await rowOf('search-indexer').waitFor({ timeout: 30_000 });
  });

  it('opens the logs of the pods of a problem by l', async () => {
    await problems().focus();
    await press('g', 'g');
    while (!/Crash-looping/.test(await cursor().innerText())) await press('j');
    await press('l');
    await page.getByRole('log').waitFor();
  });

  it('shows clusters as lines by v, remembers it, and leads from a line to the pods that need a look', async () => {
    await page.goto(`${app.origin}/fleet`);
    await rowOf('Crash-looping').waitFor({ timeout: 30_000 });
    await press('v');
    const table = page.getByRole('table', { name: 'Clusters of the fleet' });
    await table.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.reload();
    await table.getByRole('row').filter({ hasText: 'ovh-prod' }).waitFor({ timeout: 30_000 });
    await until('the worst first', async () => /ovh-prod/.test(await table.getByRole('row').nth(1).innerText()));
    await press('j', 'Enter');
    await until('pods that need a look', async () => /\/r\/pods\?.*ovh-prod.*p=1/.test(page.url()));
    await page
      .getByRole('gridcell', { name: /CrashLoopBackOff/ })
      .first()
      .waitFor();
  });

  it('made the page complain about nothing', async () => {
    expect(await complaints.list()).toEqual([]);
  });
});
