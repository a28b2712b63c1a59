import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, until } from './page.ts';

/* What pods and nodes use, in their tables and in the drawer, over the demo fleet. */

describe('usage, in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
  });
  afterAll(() => demo?.close());

  const cells = async (head: string) => {
    const heads = await demo.grid.getByRole('columnheader').allInnerTexts();
    const at = heads.findIndex((text) => text.trim() === head);
    const rows = await demo.grid.locator('[role=row][aria-selected]').all();
    return Promise.all(rows.map((row) => row.getByRole('gridcell').nth(at).textContent()));
  };

  it('has CPU in thousandths of a core and memory in Mi, as kubectl top prints them', async () => {
    await until('numbers', async () => (await cells('Memory')).some((text) => /^\d+Mi$/.test(text ?? '')), 60_000);
    expect((await cells('CPU')).some((text) => /^\d+m$/.test(text ?? ''))).toBe(true);
  });

  it('says why a number is missing: nothing is 0 that is not known', async () => {
    const pending = demo.grid.locator('[role=row]').filter({ hasText: 'Pending' }).first();
    await pending.waitFor();
    expect(await pending.textContent()).toMatch(/No container of it runs/);
    expect(await pending.locator('[data-usage=not-running]').first().getAttribute('title')).toMatch(/No container of it runs/);
  });

  it('is sorted by memory, the largest first, with what nobody knows last', async () => {
    await demo.grid.getByRole('button', { name: 'Memory', exact: true }).press('Enter');
    const numbers = async () => (await cells('Memory')).map((text) => Number.parseInt(text ?? '', 10));
    await until('order', async () => {
      const shown = (await numbers()).slice(0, 12);
      return shown.length > 5 && shown.every((value, index) => index === 0 || value <= (shown[index - 1] ?? 0));
    });
    expect(await axeViolations(demo.page)).toEqual([]);
  });

  it('draws CPU and memory of a pod over time in the drawer, read by the keyboard, and as a table with T', async () => {
    await demo.grid.focus();
    await demo.page.keyboard.press('g');
    await demo.page.keyboard.press('g');
    await demo.page.keyboard.press('Enter');
    const drawer = demo.page.getByTestId('drawer');
    const chart = drawer.getByRole('slider', { name: /^Memory/ });
    await chart.waitFor({ timeout: 30_000 });
    await chart.focus();
    await demo.page.keyboard.press('Home');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^\d\d:\d\d:\d\d: [\d.]+ (Mi|Gi)$/);
    // One moment in all charts of the page.
    await until('the same moment in the other chart', async () =>
      /\d\d:\d\d:\d\d/.test(await drawer.locator('[data-chart^="CPU"] figcaption').innerText()),
    );
    expect(await axeViolations(demo.page)).toEqual([]);
    await demo.page.keyboard.press('Shift+T');
    const table = drawer.getByRole('table');
    await table.waitFor();
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual(['Time', 'Memory', 'CPU']);
    expect(await table.getByRole('row').nth(1).innerText()).toMatch(/\d\d:\d\d:\d\d\s+[\d.]+ (Mi|Gi)\s+[\d.]+ (m|cores)/);
    await demo.page.keyboard.press('Escape');
  });

  it('has percent of allocatable for nodes, and says of a silent node that nobody can ask it', async () => {
    await demo.page.keyboard.press('g');
    await demo.page.keyboard.press('n');
    await until('shares', async () => (await cells('CPU %')).some((text) => /^\d+%$/.test(text ?? '')), 30_000);
    const silent = demo.grid.locator('[role=row]').filter({ hasText: 'NotReady' }).first();
    expect(await silent.locator('[data-usage=node-silent]').first().getAttribute('title')).toMatch(
      /is not ready, so nobody can ask its kubelet/,
    );
    expect(await demo.complaints.list()).toEqual([]);
  });
});
