import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, until } from './page.ts';

/* Node pools, capacity and components over the demo fleet, by the keyboard alone. */

describe('node pools, in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.keyboard.press('g');
    await demo.page.keyboard.press('o');
    await demo.page.getByRole('heading', { name: 'Node pools', level: 1 }).waitFor({ timeout: 60_000 });
  });
  afterAll(() => demo?.close());

  const pools = () => demo.page.getByRole('grid', { name: 'Node pools of the clusters in scope' });
  const rows = () => pools().locator('tr[data-pool]');
  const nodes = () => demo.page.getByRole('grid', { name: /^Nodes of / });
  const cursor = () => pools().locator('tr[aria-selected=true]');
  const press = async (...keys: string[]) => {
    for (const key of keys) await demo.page.keyboard.press(key);
  };

  it('has a row for every pool under the head of its cluster, with provider and where bounds come from', async () => {
    await until('all pools', async () => (await rows().count()) === 6);
    const head = pools().getByRole('rowheader', { name: /kapsule-prod/ });
    await until('what was asked for bounds', async () => /Bounds are not in the Kubernetes API here/.test(await head.innerText()));
    expect(await head.innerText()).toMatch(/Scaleway Kapsule[\s\S]*2 pools, \d+ nodes/);
    expect(await pools().getByRole('columnheader').allInnerTexts()).toContain('What to know');
  });

  it('says in words how full a pool is, and of how many nodes that is known', async () => {
    const general = rows().filter({ hasText: 'b3-16' }).filter({ hasText: 'not ready' });
    await until('use is measured', async () =>
      /at least \d+% of allocatable used: \d+ of \d+ nodes are measured/.test((await general.textContent()) ?? ''),
    );
    expect(await general.innerText()).toMatch(/\d of \d/);
  });

  it('begins at the pool that needs a person, with its nodes below, worst first', async () => {
    expect(await cursor().innerText()).toMatch(/not ready for/);
    const first = nodes().locator('tr[data-node]').first();
    await until('the silent node', async () => /NotReady/.test(await first.innerText()));
    expect(await first.textContent()).toMatch(/Use is not known: the node is not ready/);
    expect(await axeViolations(demo.page)).toEqual([]);
  });

  it('is walked by j and k, and enter goes to the nodes and on to one of them', async () => {
    await pools().focus();
    await press('g', 'g');
    const first = await cursor().getAttribute('data-pool');
    await press('j');
    await until('the next pool', async () => (await cursor().getAttribute('data-pool')) !== first);
    await press('k');
    await until('the first pool', async () => (await cursor().getAttribute('data-pool')) === first);
    await press('Enter');
    await until('the nodes have the focus', () => nodes().evaluate((grid) => grid === document.activeElement));
    await press('j');
    expect(await nodes().locator('tr[aria-selected=true]').getAttribute('id')).toBe('pool-node-1');
    await press('Escape');
    await until('the pools have the focus', () => pools().evaluate((grid) => grid === document.activeElement));
    await press('Enter', 'Enter');
    await until('the node', async () => demo.page.url().includes('/r/nodes'));
    await demo.page.goBack();
    await until('the pools again', async () => (await rows().count()) === 6);
  });

  it('asks before a node is cordoned', async () => {
    await pools().focus();
    await press('g', 'g', 'Enter');
    await until('the nodes have the focus', () => nodes().evaluate((grid) => grid === document.activeElement));
    await until('cordon is offered', async () => (await demo.page.getByRole('button', { name: /^Cordon/ }).count()) > 0);
    await press('c');
    const dialog = demo.page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.innerText()).toMatch(/[Cc]ordon/);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('is filtered, and lies flat', async () => {
    await pools().focus();
    await press('/');
    await demo.page.keyboard.type('m6i');
    await until('one pool', async () => (await rows().count()) === 1);
    await press('Escape');
    await until('all pools', async () => (await rows().count()) === 6);
    await demo.page.getByRole('radio', { name: 'Flat' }).click();
    await until('no heads', async () => (await pools().getByRole('rowheader').count()) === 0);
    expect(await pools().getByRole('columnheader', { name: 'Cluster' }).count()).toBe(1);
  });

  it('shows what still fits, and what no number counts', async () => {
    await pools().focus();
    await press('v');
    await demo.page
      .getByText(/The largest pod that still fits asks for/)
      .first()
      .waitFor();
    expect(new URL(demo.page.url()).searchParams.get('show')).toBe('capacity');
    const toggle = demo.page.locator('[data-capacity^="pool"] button').first();
    await toggle.focus();
    await press('Enter');
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    await demo.page.locator('[data-capacity^="node"]').first().waitFor();
    await demo.page.getByRole('table', { name: 'ResourceQuotas by namespace' }).first().waitFor();
    expect(await axeViolations(demo.page)).toEqual([]);
  });

  it('tells components that were found from those that were not', async () => {
    await press('v');
    const table = demo.page.getByRole('table', { name: 'Components' });
    await table
      .getByRole('row', { name: /Cilium/ })
      .first()
      .waitFor();
    expect(
      await table
        .getByRole('row', { name: /Cilium/ })
        .first()
        .innerText(),
    ).toMatch(/v\d+[\s\S]*Healthy/);
    expect(await table.locator('tr[data-state=not-found]').first().innerText()).toMatch(/Not found/);
    expect(await axeViolations(demo.page)).toEqual([]);
    expect(await demo.complaints.list()).toEqual([]);
  });
});
