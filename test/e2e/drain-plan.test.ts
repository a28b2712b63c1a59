import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';

describe('the plan of a drain, in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await demo.page.goto(`${demo.app.origin}/r/nodes`);
    await until('nodes', async () => (await rowCount(demo.grid)) > 3);
  });
  afterAll(() => demo?.close());

  it('is reached from a row of the nodes and tells what becomes of each pod; a switch changes the command and the verdicts', async () => {
    const { page, grid } = demo;
    await grid.getByRole('row').nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Drain…/ }).click();
    await page.getByRole('heading', { name: 'Drain plan' }).waitFor();
    await page.locator('tr[data-outcome]').first().waitFor();
    const before = await page.getByRole('row').allInnerTexts();
    expect(before.join('\n')).toContain('DaemonSet-managed Pods');
    await page.getByRole('switch', { name: '--ignore-daemonsets' }).click();
    await page.getByText(/kubectl --context .* drain .* --ignore-daemonsets/).waitFor();
    await until('no refusal for a DaemonSet', async () => {
      const rows = await page.locator('tr[data-outcome]').count();
      const refusals = await page.locator('tr[data-outcome=refuses]', { hasText: 'use --ignore-daemonsets' }).count();
      return rows > 0 && refusals === 0;
    });
  });

  it('survives a reload, and nothing on the page complained', async () => {
    await demo.page.reload();
    await demo.page.locator('tr[data-outcome]').first().waitFor();
    expect(await demo.complaints.list()).toEqual([]);
  });
});
