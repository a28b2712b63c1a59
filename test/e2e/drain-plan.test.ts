import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDrainTargets } from '../../renderer/state/drain-path.ts';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';

describe('the plan of a drain, in a browser', () => {
  let demo: DemoPage;
  let side: Locator;
  let plan: Locator;
  beforeAll(async () => {
    demo = await openDemo();
    side = demo.page.getByRole('complementary', { name: 'Options' });
    plan = demo.page.getByRole('grid', { name: 'Pods of the plan' });
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await demo.page.goto(`${demo.app.origin}/r/nodes`);
    await until('nodes', async () => (await rowCount(demo.grid)) > 3);
  });
  afterAll(() => demo?.close());

  const outcome = (name: string) => plan.locator(`[data-outcome=${name}]`);
  const asked = () => new URL(demo.page.url()).searchParams;
  const nodesAsked = () => parseDrainTargets(new URL(demo.page.url()).search).flatMap(({ nodes }) => nodes);
  const command = () => side.locator('code').first().innerText();

  it('is reached from rows of the nodes, and shows the pods of all of them under one head with one verdict each', async () => {
    const { page, grid } = demo;
    await grid
      .getByRole('row')
      .nth(1)
      .click({ modifiers: ['Control'] });
    await grid
      .getByRole('row')
      .nth(2)
      .click({ modifiers: ['Control'] });
    await grid.getByRole('row').nth(2).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Drain…/ }).click();
    await page.getByRole('heading', { name: 'Drain 2 nodes' }).waitFor();
    await plan.locator('[data-outcome]').first().waitFor();
    expect(nodesAsked()).toHaveLength(2);
    const heads = await page.getByRole('columnheader').allInnerTexts();
    expect(heads.map((text) => text.trim())).toEqual(['State', 'Pod', 'Namespace', 'Verdict', 'Disruption budget', 'What to know']);
    expect(await plan.locator('[data-row=node]').first().innerText()).toMatch(/\d+ pods?: /);
  });

  it('leaves pods of DaemonSets alone until it is told otherwise: then kubectl refuses them, and the command says so', async () => {
    expect(await command()).toContain('--ignore-daemonsets');
    await side.getByRole('switch', { name: 'Leave pods of DaemonSets where they are' }).click();
    await outcome('refused').filter({ hasText: 'Its DaemonSet would put it back' }).first().waitFor();
    expect(await command()).not.toContain('--ignore-daemonsets');
    await side.getByRole('switch', { name: 'Leave pods of DaemonSets where they are' }).click();
    await until('no refusal for a DaemonSet', async () => {
      const refused = await outcome('refused').filter({ hasText: 'Its DaemonSet would put it back' }).count();
      return refused === 0 && (await plan.getAttribute('aria-busy')) === 'false';
    });
  });

  it('takes a time as it is typed for kubectl, and says what is none', async () => {
    const { page } = demo;
    const field = side.getByRole('textbox', { name: 'Give up after' });
    await field.fill('soon');
    await side.getByRole('alert').filter({ hasText: 'Not a time' }).waitFor();
    await field.press('Enter');
    expect(asked().get('timeout')).toBeNull();
    await field.fill('1h30m');
    await field.press('Enter');
    await until('the address', () => Promise.resolve(asked().get('timeout') === '5400'));
    await until('the command', async () => (await command()).includes('--timeout=90m'));
    await page.reload();
    await plan.locator('[data-outcome]').first().waitFor();
    expect(await side.getByRole('textbox', { name: 'Give up after' }).inputValue()).toBe('1h30m');
  });

  it('is walked through by keyboard: the pod under the cursor in full, its details, and back to the nodes', async () => {
    const { page } = demo;
    await plan.focus();
    await page.keyboard.press('j');
    const facts = page.getByRole('region', { name: 'Pod under the cursor' });
    await facts.waitFor();
    const name = (await facts.locator('b').innerText()).split('/')[1] ?? '';
    expect(await plan.locator('[aria-selected=true]').innerText()).toContain(name.slice(-5));
    await page.keyboard.press('Enter');
    await page.getByTestId('drawer').getByRole('heading', { name }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('drawer').waitFor({ state: 'detached' });
    expect(asked().get('timeout')).toBe('5400');
  });

  it('a context that no kubeconfig has is said, and the others go on; it can be left out', async () => {
    const { page } = demo;
    await page.goto(`${page.url()}&c=nowhere%23gone&node=nowhere%23gone%0Anode-1`);
    await plan.locator('[data-outcome]').first().waitFor();
    const notice = page.locator('[data-notice=missing]');
    expect(await notice.innerText()).toContain('gone');
    expect(await notice.innerText()).toContain('No kubeconfig has this context: its 1 node is not drained');
    await side.getByRole('status').filter({ hasText: 'Left out, without a plan: gone.' }).waitFor();
    await notice.getByRole('button', { name: 'Leave out' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(nodesAsked()).toHaveLength(2);
  });

  it('a node that does not exist fails its context alone, with the server’s words', async () => {
    const { page } = demo;
    const node = asked().get('node') ?? '';
    const other = node.replace(/\n.*/, '\nno-such-node');
    await page.goto(`${page.url()}&node=${encodeURIComponent(other)}`);
    await page.locator('[data-notice=failed]').filter({ hasText: 'no-such-node' }).waitFor();
    await side.getByRole('button', { name: 'Leave no-such-node out' }).click();
    await page.locator('[data-notice=failed]').waitFor({ state: 'detached' });
    await plan.locator('[data-outcome]').first().waitFor();
  });

  it('nodes are put in another order, and the command with them', async () => {
    const { page } = demo;
    const names = ['ip-10-0-12-34', 'ip-10-0-12-87'].map((name) => `${name}.eu-west-3.compute.internal`);
    const params = new URLSearchParams(names.map((name) => ['node', `demo#eks-live\n${name}`]));
    await page.goto(`${demo.app.origin}/drain?${params}`);
    await side.getByRole('button', { name: `${names[1]} earlier` }).click();
    await until('the command', async () => (await command()).includes(`drain ${names[1]} ${names[0]}`));
    await until('the plan', async () => ((await plan.locator('[data-row=node]').first().textContent()) ?? '').includes(names[1] ?? ''));
    expect(nodesAsked()).toEqual([...names].reverse());
  });

  it('in a narrow window the side pane is a tab, and the table has the width', async () => {
    const { page } = demo;
    await page.setViewportSize({ width: 1000, height: 700 });
    await side.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start drain…' }).waitFor();
    await page.getByRole('radio', { name: 'Room, rights, options' }).click();
    await side.waitFor();
    await plan.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await plan.waitFor();
  });

  it('nothing on the page complained', async () => {
    expect(await demo.complaints.list()).toEqual([]);
  });
});
