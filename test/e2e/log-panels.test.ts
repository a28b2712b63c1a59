import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';

/* Logs of everything with a label, chosen in a dialog, and two such panels side by side: what is done to one is done to that one. */

let demo: DemoPage;
let page: Page;
let dialog: Locator;

beforeAll(async () => {
  demo = await openDemo();
  ({ page } = demo);
  dialog = page.getByRole('dialog', { name: 'Logs by label' });
  await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
});
afterAll(async () => demo?.close());

/** The panel of the logs with a label. */
const panel = (selector: string) => page.getByRole('tabpanel', { name: selector });
const tab = (selector: string) => page.getByRole('tab', { name: new RegExp(`^${selector}`) });
const selectorField = () => dialog.getByRole('textbox', { name: 'Label selector' });

async function openDialog(): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('logs by label');
  await page.getByRole('option', { name: /Logs by label/ }).waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
}

/** The names of clusters from which a panel has sources, and how many of these there are. */
async function sourcesOf(shown: Locator): Promise<{ readonly contexts: readonly string[]; readonly count: number }> {
  const list = shown.getByRole('navigation', { name: 'Sources' });
  const names = await list.locator('section > header').allTextContents();
  const contexts = ['kapsule-prod', 'ovh-prod', 'eks-live'].filter((name) => names.some((text) => text.includes(name)));
  return { contexts, count: await list.locator('[data-source]').count() };
}

/** The id of the newest line that a panel shows: ids are given in the order in which lines come. */
async function newestLine(shown: Locator): Promise<number> {
  const ids = await shown
    .getByRole('log')
    .locator('[data-id]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-id'))));
  return Math.max(...ids);
}

describe('logs by label', () => {
  it('say what is wrong with a selector and with a namespace, and stay', async () => {
    await openDialog();
    await selectorField().fill('app in (');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is no label selector.').waitFor();
    await selectorField().fill('app.kubernetes.io/name=checkout-api');
    await dialog.getByRole('textbox', { name: 'Namespaces' }).fill('checkout, No/Name');
    await page.keyboard.press('Enter');
    await dialog.getByText('No/Name is no name of a namespace.').waitFor();
  });

  it('follow the pods with the label in the clusters that were left, and in no other', async () => {
    await dialog.getByRole('textbox', { name: 'Namespaces' }).fill('checkout');
    await dialog.getByRole('checkbox', { name: 'eks-live' }).click();
    await dialog.getByRole('button', { name: 'Follow logs' }).click();
    await dialog.waitFor({ state: 'detached' });
    const checkout = panel('app.kubernetes.io/name=checkout-api');
    await checkout.getByRole('log').locator('[data-id]').first().waitFor();
    await page.keyboard.press('Control+Shift+J');
    await until('sources of two clusters', async () => (await sourcesOf(checkout)).contexts.length === 2);
    expect((await sourcesOf(checkout)).contexts).toEqual(['kapsule-prod', 'ovh-prod']);
    await page.keyboard.press('Control+Shift+J');
  });

  it('begin with the label of the row that the user is at', async () => {
    await page.getByRole('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.keyboard.press('/');
    await page.keyboard.type('payments-gateway');
    await until('the deployments', async () => (await rowCount(demo.grid)) === 3);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.getByText('3 deployments').waitFor();
    await openDialog();
    expect(await selectorField().inputValue()).toBe('app.kubernetes.io/name=payments-gateway');
    await page.keyboard.press('Enter');
    await panel('app.kubernetes.io/name=payments-gateway').getByRole('log').locator('[data-id]').first().waitFor();
  });
});

describe('two panels side by side', () => {
  const left = () => panel('app.kubernetes.io/name=payments-gateway');
  const right = () => panel('app.kubernetes.io/name=checkout-api');

  it('share the width, which the keyboard divides', async () => {
    await page.keyboard.press('Control+Shift+J');
    await page.getByRole('button', { name: 'Show two panels side by side' }).click();
    for (const each of [left(), right()]) await each.getByRole('log').locator('[data-id]').first().waitFor();
    const widths = async () => [await left().evaluate((it) => it.clientWidth), await right().evaluate((it) => it.clientWidth)];
    const [before = 0, beside = 0] = await widths();
    expect(Math.abs(before - beside)).toBeLessThan(20);
    await page.getByRole('separator', { name: 'Width of the right panel' }).focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft');
    await until('a wider right panel', async () => {
      const [narrower = 0, wider = 0] = await widths();
      return wider > beside && narrower < before;
    });
  });

  it('pause each for itself, and follow again by the key of the one that has the focus', async () => {
    await right().getByRole('button', { name: 'Following' }).click();
    const paused = right().getByText(/^Paused at/);
    await paused.waitFor();
    await left().getByRole('button', { name: 'Following' }).waitFor();
    const newest = await newestLine(left());
    await until('lines of the other', async () => (await newestLine(left())) > newest);
    await left().getByRole('log').focus();
    await page.keyboard.press('F');
    expect(await paused.count()).toBe(1);
    await right().getByRole('log').focus();
    await page.keyboard.press('F');
    await right().getByRole('button', { name: 'Following' }).waitFor();
  });

  it('are filtered each for itself', async () => {
    await right().getByRole('log').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('sessions');
    await page.keyboard.press('Alt+Enter');
    await until('nothing else on the right', async () => {
      const texts = await right().getByRole('log').locator('[data-id]').allTextContents();
      return texts.length > 0 && texts.every((text) => /sessions/i.test(text));
    });
    const others = await left().getByRole('log').locator('[data-id]').allTextContents();
    expect(others.length).toBeGreaterThan(0);
    expect(others.some((text) => !/sessions/i.test(text))).toBe(true);
  });

  it('stand alone again, and what was hidden goes on meanwhile', async () => {
    await left().getByRole('log').focus();
    await page.getByRole('button', { name: 'Show alone' }).click();
    await right().waitFor({ state: 'hidden' });
    await left().getByRole('log').locator('[data-id]').first().waitFor();
    await tab('app.kubernetes.io/name=checkout-api').click();
    await right().waitFor();
    const texts = await right().getByRole('log').locator('[data-id]').allTextContents();
    expect(texts.every((text) => /sessions/i.test(text))).toBe(true);
  });

  it('broke no security policy and left no error on the console', async () => {
    expect(await demo.complaints.list()).toEqual([]);
  });
});
