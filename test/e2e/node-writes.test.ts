import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';

describe('changing nodes, in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await demo.page.goto(`${demo.app.origin}/r/nodes`);
    await until('nodes of three clusters', async () => {
      const rows = await demo.grid.getByRole('row').allInnerTexts();
      return ['kapsule-prod', 'ovh-prod', 'eks-live'].every((context) => rows.some((row) => row.includes(context)));
    });
  });
  afterAll(() => demo?.close());

  const rowOf = (context: string) => demo.grid.getByRole('row').filter({ hasText: context }).first();
  /** A name that does not fit stands there twice: shortened for the eye, whole for reading. */
  const nameOf = async (row: Locator) => (await row.getByRole('gridcell').nth(2).innerText()).trim().split('\n').at(-1) ?? '';
  const rowNamed = (name: string) => demo.grid.getByRole('row').filter({ hasText: name });
  const dialog = () => demo.page.getByRole('dialog');
  const focusIsOn = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
  /** Types the name of each protected context that the dialog asks for, by the keyboard alone. */
  const typeNames = async (...contexts: string[]) => {
    for (const context of contexts) {
      const field = dialog().getByRole('textbox', { name: `Type ${context} to go on` });
      await until(`the focus in the field of ${context}`, () => focusIsOn(field));
      await demo.page.keyboard.type(context);
      await demo.page.keyboard.press('Enter');
    }
  };

  it('says all the time that contexts are protected', async () => {
    await demo.page.getByRole('button', { name: /protected/ }).waitFor();
    expect(await demo.page.locator('[data-grade=protected][aria-hidden]').count()).toBe(1);
  });

  it('cordons nodes of two protected contexts once both names are typed, and takes it back', async () => {
    const { page } = demo;
    const names = [await nameOf(rowOf('kapsule-prod')), await nameOf(rowOf('ovh-prod'))];
    for (const name of names) await rowNamed(name).click({ modifiers: ['Control'] });
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Cordon 2 nodes?' }).waitFor();
    const button = dialog().getByRole('button', { name: 'Cordon 2 nodes' });
    expect(await button.isDisabled()).toBe(true);
    expect(await focusIsOn(button)).toBe(false);
    for (const name of names)
      await dialog()
        .getByText(`kubectl --context`)
        .filter({ hasText: `cordon ${name}` })
        .waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.type('Kapsule');
    await dialog().getByText('This is another name').waitFor();
    await page.keyboard.press('Control+a');
    await typeNames('kapsule-prod', 'ovh-prod');
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('2 nodes cordoned').waitFor();
    for (const name of names) await rowNamed(name).filter({ hasText: 'SchedulingDisabled' }).waitFor();

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog', { name: 'Take it back on 2 nodes?' }).waitFor();
    await typeNames('kapsule-prod', 'ovh-prod');
    await page.getByText('Taken back on 2 nodes').waitFor();
    for (const name of names) await until(`${name} schedulable`, async () => !(await rowNamed(name).innerText()).includes('Disabled'));
    await demo.grid.focus();
    await page.keyboard.press('Escape');
  });

  it('sends nothing when it is cancelled, and says why an action is not to be had', async () => {
    const { page } = demo;
    const name = await nameOf(rowOf('kapsule-prod'));
    await rowNamed(name).click({ button: 'right' });
    await page
      .getByRole('menuitem', { name: /^Uncordon/ })
      .getByText('It is not cordoned')
      .waitFor();
    await page.getByRole('menuitem', { name: /^Cordon/ }).click();
    await page.getByRole('dialog', { name: 'Cordon 1 node?' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await rowNamed(name).innerText()).not.toContain('SchedulingDisabled');
  });

  it('sets a taint by form: kubectl refuses what is no key, the pods that it evicts are named, and it is removed again', async () => {
    const { page } = demo;
    const name = await nameOf(rowOf('kapsule-prod'));
    await demo.grid.focus();
    await page.keyboard.press('Escape');
    await rowNamed(name).click({ modifiers: ['Control'] });
    await page.keyboard.press('t');
    await page.getByRole('dialog', { name: 'Taints of 1 node' }).waitFor();
    await dialog().getByRole('textbox', { name: 'Key 1' }).fill('not a key');
    await dialog()
      .getByText(/invalid taint spec: not a key/)
      .first()
      .waitFor();
    await dialog().getByRole('textbox', { name: 'Key 1' }).fill('dedicated');
    await dialog().getByRole('textbox', { name: 'Value 1' }).fill('gpu');
    await dialog().getByRole('radio', { name: 'NoExecute' }).click();
    await dialog()
      .getByText(/pods? (is|are) deleted at once/)
      .waitFor();
    await dialog().getByText(`taint nodes ${name} dedicated=gpu:NoExecute`).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Change 1 node…' }).click();
    await page.getByRole('dialog', { name: 'Change taints of 1 node?' }).waitFor();
    await typeNamesIn('kapsule-prod');
    await page.getByText('Taints of 1 node changed').waitFor();
    await dialog().waitFor({ state: 'detached' });

    await page.keyboard.press('t');
    await dialog().getByText('dedicated:NoExecute').waitFor();
    await dialog().getByRole('button', { name: 'Remove dedicated:NoExecute' }).click();
    await dialog().getByText(`taint nodes ${name} dedicated:NoExecute-`).waitFor();
    await dialog().getByRole('button', { name: 'Change 1 node…' }).click();
    await typeNamesIn('kapsule-prod');
    await dialog().waitFor({ state: 'detached' });
  });

  /** The same where the form stands behind the question. */
  const typeNamesIn = async (context: string) => {
    const field = demo.page.getByRole('textbox', { name: `Type ${context} to go on` });
    await until(`the focus in the field of ${context}`, () => focusIsOn(field));
    await demo.page.keyboard.type(context);
    await demo.page.keyboard.press('Enter');
  };

  it('changes labels by form', async () => {
    const { page } = demo;
    const name = await nameOf(rowOf('ovh-prod'));
    await demo.grid.focus();
    await page.keyboard.press('Escape');
    await rowNamed(name).click({ modifiers: ['Control'] });
    await page.keyboard.press('L');
    await dialog().getByText('kubernetes.io/hostname').waitFor();
    await dialog().getByRole('textbox', { name: 'Key 1' }).fill('team');
    await dialog().getByRole('textbox', { name: 'Value 1' }).fill('payments');
    await dialog().getByText(`label nodes ${name} team=payments`).waitFor();
    await dialog().getByRole('button', { name: 'Change 1 node…' }).click();
    await typeNamesIn('ovh-prod');
    await page.getByText('Labels of 1 node changed').waitFor();
    await page.keyboard.press('L');
    await dialog().getByRole('textbox', { name: 'Value of team' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('leads to the plan of a drain over all chosen nodes', async () => {
    const { page } = demo;
    await demo.grid.focus();
    await page.keyboard.press('Escape');
    for (const context of ['kapsule-prod', 'ovh-prod']) await rowOf(context).click({ modifiers: ['Control'] });
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: /Drain…/ })
      .click();
    await page.getByRole('heading', { name: /drain/i }).first().waitFor();
    expect(new URL(page.url()).searchParams.getAll('node')).toHaveLength(2);
    await page.goBack();
    await until('nodes again', async () => (await rowCount(demo.grid)) > 3);
  });

  it('complained about nothing', async () => {
    expect(await demo.complaints.list()).toEqual([]);
  });
});
