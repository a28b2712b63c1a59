import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';
import { serveApp } from './serve-app.ts';

/** A demo node with pods that go and pods that their budgets hold. */
const held = 'node-gra-b3-16-c3b8';
const heldIn = 'ovh-prod';

/** From the table of nodes over the plan and the dialog to the page of the run. */
async function startDrain(page: Page, origin: string, node: string, context: string): Promise<void> {
  await page.goto(`${origin}/r/nodes`);
  const row = page.getByRole('row').filter({ hasText: node });
  await row.first().waitFor({ timeout: 60_000 });
  await row.first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Drain…/ }).click();
  await page.locator('[data-outcome]').first().waitFor();
  for (const name of ['Delete pods that nothing recreates', 'Lose emptyDir data']) await page.getByRole('switch', { name }).click();
  await page.getByRole('button', { name: 'Start drain…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`kubectl --context ${context} drain ${node}`).waitFor();
  const go = dialog.getByRole('button', { name: 'Drain 1 node' });
  expect(await go.isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill(context);
  await go.click();
  await page.getByRole('heading', { name: 'Drain 1 node' }).waitFor();
}

const podsOf = (page: Page) => page.getByRole('treegrid', { name: 'Pods of the drain' });
const kinds = (page: Page, kind: string): Locator => podsOf(page).locator(`[data-kind=${kind}]`);

describe('a drain, in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await startDrain(demo.page, demo.app.origin, held, heldIn);
  });
  afterAll(() => demo?.close());

  it('shows each pod on its way, and what took its place', async () => {
    const { page } = demo;
    await kinds(page, 'done').filter({ hasText: 'Replaced' }).first().waitFor({ timeout: 60_000 });
    await until('some have moved', async () => Number(await page.getByRole('progressbar').first().getAttribute('aria-valuenow')) > 0);
    expect(
      await podsOf(page)
        .getByText(/stay on the node/)
        .count(),
    ).toBe(1);
    // A DaemonSet's pods are folded into one line, which opens.
    await podsOf(page)
      .getByText(/stay on the node/)
      .click();
    await kinds(page, 'stays').filter({ hasText: 'Stays: ' }).first().waitFor();
  });

  it('says what holds it once, on top and aloud, with the numbers of the budget and ways out', async () => {
    const { page } = demo;
    const banner = page.locator('[data-hold=budget]').first();
    await banner.getByText(/holds the drain: its budget needs \d+ ready pods and has/).waitFor();
    await banner.getByRole('button', { name: 'Open its budget' }).waitFor();
    expect(await page.getByRole('alert').allInnerTexts()).toContainEqual(expect.stringMatching(/holds the drain/));
    const first = podsOf(page).locator('[data-kind]').first();
    expect(await first.getAttribute('data-kind')).toBe('blocked');
    expect(await first.innerText()).toMatch(/Blocked by PDB \S+: needs \d+, has \d+/);
  });

  it.each([1440, 1000])('gives axe nothing to complain about in a window of %i px', async (width) => {
    const { page } = demo;
    await page.setViewportSize({ width, height: 900 });
    await page.locator('[data-hold=budget]').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('is worked by keys: to the next blocked pod, into its detail, pause and resume', async () => {
    const { page } = demo;
    await podsOf(page).focus();
    await page.keyboard.press('n');
    const chosen = podsOf(page).locator('[aria-selected=true]');
    expect(await chosen.getAttribute('data-kind')).toBe('blocked');
    const name = (await chosen.getByRole('gridcell').nth(1).innerText()).trim();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Details' }).getByText(name).first().waitFor();
    await page.keyboard.press('Escape');
    await podsOf(page).focus();
    await page.keyboard.press('P');
    await page.locator('[data-hold=paused]').waitFor();
    // A key is not taken before the command before it is answered.
    await until('it can go on', () => page.getByRole('main').getByRole('button', { name: 'Resume' }).first().isEnabled());
    await page.keyboard.press('P');
    await page.locator('[data-hold=paused]').waitFor({ state: 'detached' });
  });

  it('is seen from everywhere: in the status bar, and in the dock, which a reload keeps', async () => {
    const { page } = demo;
    await podsOf(page).focus();
    await page.keyboard.press('Control+j');
    await page.getByRole('heading', { name: 'Nodes' }).waitFor();
    await page.getByRole('tab', { name: /Drain 1 node \d+ of \d+/ }).waitFor();
    await kinds(page, 'blocked').first().waitFor();
    await page.reload();
    await page.getByRole('tab', { name: /Drain 1 node/ }).waitFor();
    await page
      .locator('[data-drains="1"]')
      .filter({ hasText: /Drain 1 node, \d+ of \d+/ })
      .click();
    await page.getByRole('heading', { name: 'Drain 1 node' }).waitFor();
  });

  it('ends when the pods that hold it are skipped, and gives back what it cordoned in one step', async () => {
    const { page } = demo;
    const main = page.getByRole('main');
    for (const skip = main.getByRole('button', { name: /^Skip th/ }); (await skip.count()) > 0; ) {
      const before = await main.locator('[data-hold=budget]').count();
      await skip.first().click();
      await until('it is not held by that any more', async () => (await main.locator('[data-hold=budget]').count()) < before);
    }
    await main.getByText(/^done in /).waitFor({ timeout: 60_000 });
    await main.locator('[data-kind=left]').filter({ hasText: 'Skipped by you' }).first().waitFor();
    await main.getByRole('button', { name: 'Uncordon 1 node' }).click();
    await main.getByRole('button', { name: 'Uncordon 1 node' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'All drains' }).first().click();
    await page.locator('tr[data-state=done]').getByText(held).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('is forgotten when the user says so, and nothing on the page complained', async () => {
    const { page } = demo;
    await page.getByRole('button', { name: /^done in/ }).click();
    await page.getByRole('main').getByRole('button', { name: 'Forget' }).click();
    await page.getByText('No drain yet').waitFor();
    expect(await demo.complaints.list()).toEqual([]);
  });
});

describe('a drain whose app is killed', () => {
  it('is said to be interrupted by the next start, shows what was last seen, and goes on when told', async () => {
    const home = mkdtempSync(join(tmpdir(), 'timonier-drain-'));
    const demo = await openDemo({}, home);
    let context: BrowserContext | null = null;
    try {
      await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
      await startDrain(demo.page, demo.app.origin, held, heldIn);
      await kinds(demo.page, 'blocked').first().waitFor({ timeout: 60_000 });
      await demo.app.kill();
      const again = await serveApp(['--demo'], home);
      try {
        context = await demo.browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
        const page = await context.newPage();
        await page.goto(again.url);
        await page.getByText('A drain of 1 node was interrupted').waitFor({ timeout: 60_000 });
        await page.locator('[data-drains="1"]').filter({ hasText: 'interrupted' }).click();
        await page
          .locator('[data-hold=interrupted]')
          .getByText(/nothing is evicted twice/)
          .waitFor();
        expect(await rowCount(podsOf(page))).toBeGreaterThan(1);
        await page.locator('[data-hold=interrupted]').getByRole('button', { name: 'Resume' }).click();
        await page.getByText(/^running /).waitFor();
        await kinds(page, 'done').filter({ hasText: 'Replaced' }).first().waitFor({ timeout: 60_000 });
      } finally {
        await again.stop();
      }
    } finally {
      await context?.close();
      await demo.browser.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
