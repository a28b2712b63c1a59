import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { startDemoClusters } from './demo-clusters.ts';
import { until } from './page.ts';
import { atPods, serveApp } from './serve-app.ts';

describe('a user who may not change the nodes of one cluster, in a browser', () => {
  const close: (() => Promise<unknown>)[] = [];
  let page: Awaited<ReturnType<typeof openPage>>;
  beforeAll(async () => {
    page = await openPage();
  });
  afterAll(async () => {
    for (const each of close.reverse()) await each();
  });

  async function openPage() {
    const clusters = await startDemoClusters({ restricted: true });
    close.push(clusters.close);
    const app = await serveApp(['--kubeconfig', clusters.file, '--context', 'kapsule-prod', '--context', 'ovh-prod']);
    close.push(app.stop);
    const browser = await launchBrowser();
    close.push(() => browser.close());
    const opened = await browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
    await opened.goto(atPods(app.url));
    await opened.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await opened.goto(`${app.origin}/r/nodes`);
    for (const context of ['kapsule-prod', 'ovh-prod']) await opened.getByRole('gridcell', { name: context }).first().waitFor();
    return opened;
  }

  const row = (context: string) => page.getByRole('row').filter({ hasText: context }).first();
  const cordon = () => page.getByRole('toolbar', { name: 'Selected rows' }).getByRole('button', { name: /^Cordon/ });

  it('is told which verb of which resource is refused where', async () => {
    await row('ovh-prod').click({ button: 'right' });
    await page
      .getByRole('menuitem', { name: /^Cordon/ })
      .getByText('ovh-prod: you may not patch nodes (core API group, in the whole cluster)')
      .waitFor();
    expect(await page.getByRole('menuitem', { name: /^Drain/ }).getAttribute('aria-disabled')).toBeNull();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('c');
    await page.getByText('ovh-prod: you may not patch nodes (core API group, in the whole cluster)').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('can still act where one of the chosen clusters allows it', async () => {
    await row('ovh-prod').click({ modifiers: ['Control'] });
    await until('no cordon', () => cordon().isDisabled());
    await row('kapsule-prod').click({ modifiers: ['Control'] });
    await until('cordon', () => cordon().isEnabled());
  });

  it('is told node by node what was done and what was refused, and takes back what was done', async () => {
    const dialog = page.getByRole('dialog');
    await cordon().click();
    await dialog.getByText('You may not patch nodes (core API group, in the whole cluster) here: the server will refuse it.').waitFor();
    for (const context of ['kapsule-prod', 'ovh-prod']) {
      await dialog.getByRole('textbox', { name: `Type ${context} to go on` }).fill(context);
      await page.keyboard.press('Enter');
    }
    await page.getByText('1 of 2 cordoned').waitFor();
    await page.getByText('1 refused').waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
    const outcomes = page.getByRole('dialog', { name: 'What came of each node' });
    const lines = await outcomes.getByRole('listitem').allInnerTexts();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/done/);
    expect(lines[1]).toMatch(/cannot patch resource "nodes"/);
    await outcomes.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByRole('textbox', { name: 'Type kapsule-prod to go on' }).fill('kapsule-prod');
    await page.keyboard.press('Enter');
    await page.getByText('Taken back on 1 node').waitFor();
  });
});
