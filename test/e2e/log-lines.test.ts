import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';

/*
 * Moving over the lines of a busy view, as a user does: nothing under their eyes moves by itself, and what is copied is what the
 * containers wrote.
 */

let demo: DemoPage;
let page: Page;
let log: Locator;

beforeAll(async () => {
  demo = await openDemo();
  ({ page } = demo);
  await demo.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.app.origin });
  log = page.getByRole('log');
  await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.keyboard.press('/');
  await page.keyboard.type('checkout-api');
  await until('the deployments', async () => (await rowCount(demo.grid)) > 0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Shift+J');
  await until('more lines than fit', async () => (await lines()).length > 20 && (await trackLength()) > 5_000);
  await until('what was written before is here', pastIsRead(), 60_000);
});
afterAll(async () => demo?.close());

interface ShownLine {
  readonly id: string;
  /** px from the upper edge of the lines. */
  readonly top: number;
}

/** The lines that touch the screen. */
function lines(): Promise<ShownLine[]> {
  return log.evaluate((element) => {
    const edge = element.getBoundingClientRect();
    return [...element.querySelectorAll<HTMLElement>('[data-id]')].flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > edge.top + 1 && top < edge.bottom - 1 ? [{ id: row.dataset.id ?? '', top: Math.round(top - edge.top) }] : [];
    });
  });
}

/** How far the scrollbar can be moved, px. */
function trackLength(): Promise<number> {
  return log.evaluate((element) => element.nextElementSibling?.scrollHeight ?? 0);
}

/** How many lines the view says it has. */
async function total(): Promise<number> {
  const text = await page.getByText(/^since .+ lines/).textContent();
  return Number(/([\d,]+) lines/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0);
}

/** Polls in which lines come one by one, as containers write them: about a second and a half. */
const calmPolls = 30;

/** Holds when lines have come no faster than they are written for a while: before, old lines of one source take their places among those of another. */
function pastIsRead(): () => Promise<boolean> {
  let calm = 0;
  let before = 0;
  return async () => {
    const now = await total();
    calm = now > 0 && now - before < 100 ? calm + 1 : 0;
    before = now;
    return calm >= calmPolls;
  };
}

const following = () => page.getByRole('button', { name: 'Following' });

/** How many newer lines the bar under the lines counts. */
async function newer(): Promise<number> {
  const text = await page.getByText(/^Paused at/).textContent();
  return Number(/([\d,]+) newer/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0);
}

describe('the lines of a busy view', () => {
  it('stay where they are when scrolled up, while more come and are counted', async () => {
    await log.hover();
    await page.mouse.wheel(0, -700);
    await page.getByText(/^Paused at/).waitFor();
    const before = await lines();
    const count = await newer();
    await until('more lines', async () => (await newer()) > count + 20);
    expect((await lines()).slice(0, 20)).toEqual(before.slice(0, 20));
  });

  it('stay where they are when they are wrapped, and when they are not again', async () => {
    // So narrow that nearly every line is wrapped.
    await page.setViewportSize({ width: 700, height: 900 });
    const heights = () => log.locator('[data-id]').evaluateAll((rows) => rows.map((row) => row.clientHeight));
    const [first] = await lines();
    await log.focus();
    await page.keyboard.press('w');
    await until('wrapped lines', async () => (await heights()).some((height) => height > 30));
    expect((await lines())[0]?.id).toBe(first?.id);
    await page.keyboard.press('w');
    await until('single lines', async () => (await heights()).every((height) => height <= 30));
    expect((await lines())[0]?.id).toBe(first?.id);
    await page.setViewportSize({ width: 1440, height: 900 });
    await until('the wide window', async () => (await log.evaluate((element) => element.clientWidth)) > 900);
    expect((await lines())[0]?.id).toBe(first?.id);
  });

  it('have a cursor that keys move, and that opens the whole of a line', async () => {
    await log.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('region', { name: 'Line', exact: true });
    await detail.waitFor();
    const first = await detail.textContent();
    await page.keyboard.press('k');
    await until('the line before', async () => (await detail.textContent()) !== first);
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
  });

  it('are copied as the containers wrote them', async () => {
    const texts = log.locator('[data-message]');
    const from = await texts.nth(5).boundingBox();
    const to = await texts.nth(9).boundingBox();
    if (!from || !to) throw new Error('lines are not on screen');
    await page.mouse.move(from.x + 20, from.y + 9);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 9, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press('Control+c');
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
    expect(copied.length).toBeGreaterThanOrEqual(4);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save to a file' }).click();
    await page.getByRole('menuitem', { name: 'All lines, as NDJSON', exact: true }).click();
    const saved = readFileSync(await (await download).path(), 'utf8')
      .split('\n')
      .filter(Boolean);
    const written = new Set(saved.map((line) => (JSON.parse(line) as { text?: string }).text));
    for (const text of copied) expect(written).toContain(text);
  });

  it('go to the first line, to any part by the scrollbar, and follow again at the end', async () => {
    await log.focus();
    await until('the first line', async () => {
      await page.keyboard.press('Home');
      return (await log.evaluate((element) => element.nextElementSibling?.scrollTop)) === 0;
    });
    const [first] = await lines();
    await log.evaluate((element) => {
      const bar = element.nextElementSibling;
      if (bar) bar.scrollTop = bar.scrollHeight / 2;
    });
    await until('lines of the middle', async () => {
      const now = await lines();
      return now.length > 20 && now[0]?.id !== first?.id;
    });
    await page.keyboard.press('G');
    await following().waitFor();
    await until('the end', async () => {
      const bottom = await log.evaluate((element) => {
        const last = element.querySelector('[data-id]:last-child');
        return last ? Math.round(last.getBoundingClientRect().bottom - element.getBoundingClientRect().bottom) : Number.NaN;
      });
      return Math.abs(bottom) <= 2;
    });
  });

  it('are each there once, however often they were moved over', async () => {
    await log.focus();
    for (let step = 0; step < 12; step++) await page.keyboard.press('PageUp');
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await until('each line once', async () => {
      const ids = await log
        .locator('[data-id]')
        .evaluateAll((rows) => rows.map((row) => (row instanceof HTMLElement ? row.dataset.id : '')));
      return ids.length > 10 && ids.length < 100 && new Set(ids).size === ids.length;
    });
    await page.keyboard.press('G');
    await following().waitFor();
  });

  it('lead to the pod that wrote one', async () => {
    // What moves cannot be clicked on.
    await following().click();
    await page.getByText(/^Paused at/).waitFor();
    await log.locator('[data-message]').nth(5).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Go to pod / }).click();
    await until('the pod', async () => page.url().includes('/r/pods') && page.url().includes('o='));
  });

  it('broke no security policy and left no error on the console', async () => {
    expect(await demo.complaints.list()).toEqual([]);
  });
});
