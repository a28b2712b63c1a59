import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, until } from './page.ts';

describe('guardrails, in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await demo.page.goto(`${demo.app.origin}/r/nodes`);
    await until('nodes of eks-live', async () => (await demo.grid.getByRole('row').filter({ hasText: 'eks-live' }).count()) > 0);
  });
  afterAll(() => demo?.close());

  const dialog = () => demo.page.getByRole('dialog');
  const open = async () => {
    await demo.page
      .getByRole('contentinfo')
      .getByRole('button', { name: /protected/ })
      .click();
    await dialog().getByText('Grades of contexts').waitFor();
  };

  it('say while they are typed which contexts they fit', async () => {
    await open();
    await dialog().getByText('Decides for:').waitFor();
    await dialog().getByRole('button', { name: 'Add a rule' }).click();
    await dialog().getByRole('textbox', { name: 'Contexts, rule 1' }).fill('nobody*');
    await dialog().getByText('Fits no context that is known now.').waitFor();
    await dialog().getByRole('textbox', { name: 'Contexts, rule 1' }).fill('*LIVE');
    await dialog().getByText('Fits:').waitFor();
    expect(await axeViolations(demo.page)).toEqual([]);
  });

  it('keep what was typed when something of it is wrong, and when the dialog is closed', async () => {
    const { page } = demo;
    await dialog().getByRole('textbox', { name: 'Kinds, rule 1' }).fill('nodes');
    await dialog().getByRole('radio', { name: 'Refuse' }).click();
    await dialog().getByRole('textbox', { name: 'Reason, shown to whoever meets the rule, rule 1' }).fill('Change freeze until Monday');
    await dialog().getByRole('textbox', { name: 'Objects at a time, rule 1' }).fill('ten');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('1 field to be corrected').waitFor();
    await dialog().getByText('A whole number up to 1,000,000').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await open();
    const most = dialog().getByRole('textbox', { name: 'Objects at a time, rule 1' });
    expect(await most.inputValue()).toBe('ten');
    await most.fill('');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('The guardrails are in force').waitFor();
    await dialog().waitFor({ state: 'detached' });
  });

  it('refuse what they are to refuse, with their reason, and nothing is sent', async () => {
    const { page, grid } = demo;
    const row = grid.getByRole('row').filter({ hasText: 'eks-live' }).first();
    await row.click({ modifiers: ['Control'] });
    await page.keyboard.press('c');
    await dialog().getByText('Your guardrails refuse this').waitFor();
    await dialog().getByText('Guardrail 1: Change freeze until Monday').waitFor();
    await dialog().getByText('Nothing was sent to the cluster').waitFor();
    expect(
      await dialog()
        .getByRole('button', { name: /^Cordon/ })
        .count(),
    ).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await row.innerText()).not.toContain('SchedulingDisabled');
  });

  it('leave out what they refuse, and let the rest go on', async () => {
    const { page, grid } = demo;
    await grid
      .getByRole('row')
      .filter({ hasText: 'kapsule-prod' })
      .first()
      .click({ modifiers: ['Control'] });
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Cordon 2 nodes?' }).waitFor();
    await dialog().getByText('Left out: your guardrails refuse this here').waitFor();
    await dialog().getByRole('button', { name: 'Cordon 1 node' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('are in force after a reload, and nothing on the page complained', async () => {
    await demo.page.reload();
    await demo.grid.getByRole('row').nth(1).waitFor();
    await open();
    expect(await dialog().getByRole('textbox', { name: 'Kinds, rule 1' }).inputValue()).toBe('nodes');
    await demo.page.keyboard.press('Escape');
    expect(await demo.complaints.list()).toEqual([]);
  });
});
