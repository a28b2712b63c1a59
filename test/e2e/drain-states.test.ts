import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type Complaints, launchBrowser, watchComplaints } from './browser.ts';
import { type DrainClusters, longName, startDrainClusters } from './drain-clusters.ts';
import { until } from './page.ts';
import { atPods, type ServedApp, serveApp } from './serve-app.ts';

describe('drain plans of clusters in every state, in a browser', () => {
  let clusters: DrainClusters;
  let app: ServedApp;
  let browser: Browser;
  let page: Page;
  let complaints: Complaints;
  let plan: Locator;
  let side: Locator;

  beforeAll(async () => {
    clusters = await startDrainClusters();
    app = await serveApp(['--kubeconfig', clusters.file, ...['everything', 'limited', 'dead'].flatMap((name) => ['--context', name])]);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
    page = await context.newPage();
    complaints = await watchComplaints(page, app.origin);
    plan = page.getByRole('grid', { name: 'Pods of the plan' });
    side = page.getByRole('complementary', { name: 'Options' });
    await page.goto(atPods(app.url));
    await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await clusters?.close();
  });

  /** Opens the plan of these nodes. */
  const open = async (targets: Readonly<Record<string, readonly string[]>>) => {
    const params = new URLSearchParams();
    for (const [context, nodes] of Object.entries(targets)) {
      params.append('c', `${clusters.file}#${context}`);
      for (const node of nodes) params.append('node', `${clusters.file}#${context}\n${node}`);
    }
    await page.goto(`${app.origin}/drain?${params}`);
    await plan.locator('[data-outcome]').first().waitFor();
  };
  /** Verdict, budget and what to know of the pod whose name holds `text`. */
  const rowOf = async (text: string) => {
    const row = plan.locator(`[data-outcome]:has([role=gridcell]:nth-child(2):has-text("${text}"))`);
    return (await row.getByRole('gridcell').allInnerTexts()).slice(3);
  };

  it('say of each pod what its budget needs and has, whom it waits for, and what is lost', async () => {
    await open({ everything: ['full', 'fine', 'bare'] });
    expect(await rowOf('gateway')).toEqual(['Blocked', 'needs 2, has 2, blocked', '2 of 4 pods not healthy']);
    expect((await rowOf('twice')).slice(0, 2)).toEqual(['Blocked', '2 budgets, blocked']);
    expect(await rowOf('aaaaa')).toEqual(['Evict', 'needs 3, has 4', 'Grace 90 s']);
    expect(await rowOf('bbbbb')).toEqual(['Evict, later', 'needs 3, has 4', 'After …-aaaaa · Grace 90 s']);
    expect(await rowOf('single')).toEqual(['Evict', 'no budget', 'Only replica, goes down']);
    expect(await rowOf('debug-shell')).toEqual(['Refused', 'not looked at', 'Bare pod, not recreated']);
    expect(await rowOf('ggggg')).toEqual(['Refused', 'not looked at', 'Has emptyDir: cache, shm (Memory)']);
  });

  it('count over all nodes, and say above the button that a refused node is only cordoned', async () => {
    expect(await page.locator('output').first().innerText()).toMatch(/2\s*blocked\s*2\s*refused\s*3\s*wait\s*6\s*to evict\s*6\s*stay/);
    await side.getByRole('status').filter({ hasText: 'bare is refused: it is cordoned, and none of its pods is evicted.' }).waitFor();
    expect(await plan.locator('[data-row=node]').filter({ hasText: 'bare' }).innerText()).toContain('cordoned already');
  });

  it('show a name that is too long cut in the middle, and whole to who asks for it', async () => {
    const cell = plan.locator(`[role=gridcell]:nth-child(2):has-text("${longName}")`);
    const [inner, outer] = await cell.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    expect(inner).toBeLessThanOrEqual(outer ?? 0);
    expect(await cell.locator('[aria-hidden]').innerText()).toMatch(/^checkout-.*…-wr4kx$/);
  });

  it('lead from what is in the way to the next, with the words of the API server', async () => {
    await plan.focus();
    const facts = page.getByRole('region', { name: 'Pod under the cursor' });
    const seen: string[] = [];
    for (let step = 0; step < 5; step++) {
      await page.keyboard.press('n');
      await until('another pod', async () => (await facts.locator('b').innerText()) !== seen.at(-1));
      seen.push(await facts.locator('b').innerText());
    }
    expect(seen.slice(0, 4).map((name) => name.replace(/-7d9c5b8f6d-.*/, ''))).toEqual([
      'shop/gateway',
      'shop/twice',
      'batch/debug-shell',
      'shop/scratch',
    ]);
    expect(seen[4]).toBe(seen[0]);
    expect(await facts.innerText()).toContain('The disruption budget gateway needs 2 healthy pods and has 2 currently');
  });

  it('let go what they are told to, with the flags in the command, and forget nothing of it on a reload', async () => {
    const force = side.getByRole('switch', { name: 'Delete pods that nothing recreates' });
    expect(await side.getByText(/1 pod, 1 refused now\.\s*--force/).count()).toBe(1);
    await force.click();
    await side.getByRole('switch', { name: 'Lose emptyDir data' }).click();
    await plan.locator('[data-outcome=goes]').filter({ hasText: 'debug-shell' }).waitFor();
    await page.reload();
    await plan.locator('[data-outcome=goes]').filter({ hasText: 'debug-shell' }).waitFor();
    expect(await plan.locator('[data-outcome=refused]').count()).toBe(0);
    expect(await side.locator('code').first().innerText()).toMatch(
      /drain full fine bare --force --ignore-daemonsets --delete-emptydir-data/,
    );
  });

  it('fill the table with what is in the way alone', async () => {
    await page.getByRole('radio', { name: /^In the way/ }).click();
    await until('two rows', async () => (await plan.locator('[data-outcome]').count()) === 2);
    expect(await plan.locator('[data-row=node]').count()).toBe(1);
  });

  it('go on without a cluster that is dead, one that is not connected, and one that denies the drain: each is said', async () => {
    await open({ everything: ['fine'], limited: ['fine'], dead: ['x'], away: ['y'] });
    await page.locator('[data-notice=failed]').filter({ hasText: 'dead' }).filter({ hasText: 'refuses connections' }).waitFor();
    await page.locator('[data-notice=off]').filter({ hasText: 'away' }).waitFor();
    await side.getByText('may not drain').waitFor();
    expect(await side.getByText('create pods/eviction').count()).toBeGreaterThan(0);
    const told = side.getByRole('status');
    await until('who is left out', async () => (await told.innerText()).includes('Left out, since rights are missing: limited.'));
    await told.filter({ hasText: 'Left out, without a plan: dead, away.' }).waitFor();
    await plan.locator('[data-outcome=unknown]').first().waitFor();
    expect((await rowOf('eeeee')).slice(0, 2)).toEqual(['Evict', 'needs 3, has 4']);
  });

  it('connect a cluster from where it is missing', async () => {
    await page.locator('[data-notice=off]').getByRole('button', { name: 'Connect' }).click();
    await page.locator('[data-notice=failed]').filter({ hasText: 'away' }).filter({ hasText: '"y" not found' }).waitFor();
  });

  it('say what the server answers to a dry run of each eviction, and change nothing by it', async () => {
    await open({ everything: ['full', 'fine'] });
    await side.getByRole('button', { name: 'Ask about 10 pods' }).click();
    // Each on its own: the two that a budget would let go one after the other are both let go.
    await side.getByText('2 refused', { exact: true }).waitFor();
    await side.getByText('8 let go', { exact: true }).waitFor();
    expect((await rowOf('gateway'))[2]).toContain('Refused in a dry run');
    await plan.focus();
    await page.keyboard.press('n');
    await page.getByRole('region', { name: 'Pod under the cursor' }).getByText('Refused: ').waitFor();
    expect(clusters.everything.cluster.list('pods', 'shop').map(({ metadata }) => metadata.deletionTimestamp)).not.toContainEqual(
      expect.any(String),
    );
  });

  it('cordon without a drain, when that is all that is wanted', async () => {
    await side.getByRole('button', { name: 'Cordon only' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('kubectl --context everything cordon full fine').waitFor();
    await dialog.getByRole('textbox').fill('everything');
    await dialog.getByRole('button', { name: 'Cordon 2 nodes' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until('both are cordoned', async () => {
      await page.keyboard.press('r');
      return (await plan.locator('[data-row=node]').filter({ hasText: 'cordoned already' }).count()) === 2;
    });
    expect(await side.getByRole('button', { name: 'Cordon only' }).isDisabled()).toBe(true);
  });

  it.each([1440, 1000])('give axe nothing to complain about in a window of %i px', async (width) => {
    await open({ everything: ['full', 'fine', 'bare'], limited: ['fine'] });
    await plan.focus();
    await page.keyboard.press('n');
    await page.setViewportSize({ width, height: 800 });
    if (width === 1000) await page.getByRole('radio', { name: 'Room, rights, options' }).click();
    await side.getByText('may not drain').waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('without complaints of the browser', async () => {
    expect(await complaints.list()).toEqual([]);
  });
});
