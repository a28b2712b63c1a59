import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, until } from './page.ts';

describe('the access page, in a browser, over three clusters', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await demo.page.keyboard.press('g');
    await demo.page.keyboard.press('a');
    await demo.page.getByRole('heading', { name: 'Access' }).waitFor();
  });
  afterAll(() => demo?.close());

  const cell = (name: string | RegExp) => demo.page.getByRole('gridcell', { name });
  const complete = () => until('every cell is confirmed', async () => (await demo.page.locator('[data-implied]').count()) === 1);
  /** Brings a resource into the part of the grid that is in the document. */
  const filter = (text: string) => demo.page.getByRole('textbox', { name: 'Resource or group' }).fill(text);

  it('asks every cell of every cluster, and says each answer in words', async () => {
    await complete();
    await demo.page.getByText(/\d{3,} questions asked, 0 without an answer/).waitFor();
    await filter('pods');
    await cell('create pods/exec: kapsule-prod yes; ovh-prod yes; eks-live yes').waitFor();
    await cell('list pods/exec: kapsule-prod not applicable; ovh-prod not applicable; eks-live not applicable').waitFor();
  });

  it('shows whoever is asked about, where the clusters differ, by keyboard alone', async () => {
    const { page } = demo;
    await page.getByRole('grid').focus();
    await page.keyboard.press('S');
    await page.getByRole('textbox', { name: 'Groups, with commas' }).fill('sre-oncall');
    await page.keyboard.press('Enter');
    await cell('create pods/exec: kapsule-prod yes; ovh-prod no; eks-live yes').waitFor();
    expect(new URL(page.url()).searchParams.getAll('g')).toEqual(['sre-oncall']);
    await complete();
    await page.getByRole('grid').focus();
    await page.keyboard.press('D');
    await until('only what differs', async () => (await page.getByRole('rowheader').count()) === 1);
    expect(await page.getByRole('rowheader').innerText()).toBe('pods/exec');
  });

  it('explains an answer: the rule that grants it, the smallest role that would, and the command that asks the same', async () => {
    const { page } = demo;
    await cell(/^create pods\/exec/).click();
    const details = page.getByRole('dialog', { name: 'Answer in each cluster' });
    await details.getByRole('button', { name: 'Which rule' }).first().click();
    await details.getByText('to Group sre-oncall, rule 4 of ClusterRole sre').waitFor();
    expect(await details.evaluate((panel) => panel.contains(document.activeElement))).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await details.getByRole('button', { name: 'What would grant it' }).click();
    await details.getByText('pods/exec', { exact: false }).first().waitFor();
    expect(await details.locator('pre').innerText()).toMatch(
      /kind: ClusterRole\n[\s\S]*resources:\n\s+- pods\/exec\n[\s\S]*kind: ClusterRoleBinding/,
    );
    expect(await details.locator('code').nth(1).innerText()).toBe(
      'kubectl --context ovh-prod auth can-i create pods --subresource=exec --all-namespaces --as-group sre-oncall',
    );
  });

  it('says who can, with the path of each and what else may decide', async () => {
    const { page } = demo;
    await page.getByRole('dialog').getByRole('button', { name: 'Who can…' }).first().click();
    await page.getByText('create pods/exec', { exact: true }).waitFor();
    const eks = page.locator('section section').filter({ has: page.getByRole('heading', { name: 'eks-live' }) });
    await eks.getByRole('row', { name: /User oidc:ines\.p/ }).waitFor();
    expect(await eks.getByRole('row', { name: /Group system:masters/ }).innerText()).toContain('cluster-admin');
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
    expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  });

  it('flags who could take more than was meant', async () => {
    const { page } = demo;
    await page.getByRole('button', { name: 'Risks' }).click();
    const row = page.getByRole('row', { name: /User oidc:ines\.p/ });
    await row.waitFor();
    expect(await row.innerText()).toContain('tmp-debug-ines');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Risks' }).click();
  });

  it('lays roles and bindings of the clusters side by side, with the rules that make the difference', async () => {
    const { page } = demo;
    await page.getByRole('button', { name: 'Roles differ' }).click();
    const debug = page.getByRole('row', { name: /ClusterRoleBinding tmp-debug-ines/ });
    await debug.waitFor();
    expect(await debug.getByRole('cell').allInnerTexts()).toEqual(['missing', 'missing', 'there']);
    const exec = page.getByRole('row', { name: /pods\/exec/ });
    expect(await exec.getByRole('cell').allInnerTexts()).toEqual(['there', 'missing', 'there']);
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
  });

  it('exports what is on screen', async () => {
    const { page } = demo;
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
    const text = await readFile(await download.path(), 'utf8');
    const [head = '', line = ''] = text.split('\r\n');
    expect(head).toContain('"create (kapsule-prod)","create (ovh-prod)","create (eks-live)"');
    expect(line).toMatch(/^core,pods\/exec,/);
  });

  it('says that a filter finds nothing, and how to see everything again', async () => {
    const { page } = demo;
    await filter('no-such-thing');
    await page.getByText('No resource or group is called no-such-thing.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show all resources' }).click();
    await cell(/^get configmaps:/).waitFor();
    expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  });

  it('opens a cell beside it and gives the focus back to the grid, in the window of 1000 px as well', async () => {
    const { page } = demo;
    await page.setViewportSize({ width: 1000, height: 700 });
    const { x } = (await cell(/^get configmaps:/).boundingBox()) ?? { x: 0 };
    await cell(/^get configmaps:/).click();
    const panel = page.getByRole('dialog', { name: 'Answer in each cluster' });
    await panel.waitFor();
    expect(((await panel.boundingBox())?.x ?? 0) >= x - 24).toBe(true);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('asks about one object by its name, and about any again, by keyboard alone', async () => {
    const { page } = demo;
    await page.keyboard.press('O');
    const panel = page.getByRole('dialog', { name: 'Name of one object' });
    await panel.getByRole('textbox', { name: 'Name of one object' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.type('ovh-registry');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'ovh-registry' }).waitFor();
    expect(new URL(page.url()).searchParams.get('name')).toBe('ovh-registry');
    await complete();
    await page.keyboard.press('Enter');
    const command = page.getByRole('dialog', { name: 'Answer in each cluster' }).locator('code').first();
    await until('the command names it', async () => (await command.innerText()).includes('/ovh-registry '));
    await page.keyboard.press('Escape');
    await page.keyboard.press('O');
    await panel.getByRole('button', { name: 'Any object' }).click();
    await until('any object', async () => !new URL(page.url()).searchParams.has('name'));
  });

  it('goes to risks and to what differs by keys, and back', async () => {
    const { page } = demo;
    await page.keyboard.press('R');
    await page.getByRole('row', { name: /User oidc:ines\.p/ }).waitFor();
    await page.keyboard.press('V');
    await page.getByRole('row', { name: /ClusterRoleBinding tmp-debug-ines/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
  });

  it('leaves nothing to complain about', async () => {
    expect(await demo.complaints.list()).toEqual([]);
  });
});
