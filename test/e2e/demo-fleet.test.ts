import axeCore from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoPage, openDemo, rowCount, until } from './page.ts';

/* The whole product in a browser: the demo fleet speaks the real protocol over real sockets, so everything but the clusters is real. */

const clusters = ['kapsule-prod', 'ovh-prod', 'eks-live'];

describe('the demo fleet in a browser', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo();
    await demo.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
  });
  afterAll(() => demo?.close());

  it('takes the launch token out of the address', () => {
    expect(demo.page.url()).not.toContain('#t=');
  });

  it('shows the pods of three clusters in one table', async () => {
    await until('rows of all three', async () => (await rowCount(demo.grid)) > 60);
    const rail = demo.page.getByRole('navigation', { name: 'Contexts' });
    for (const cluster of clusters)
      await rail
        .getByRole('button', { name: new RegExp(cluster) })
        .first()
        .waitFor();
    // Every cluster has rows: the table is sorted, so each is filtered for.
    for (const header of ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'])
      await demo.grid
        .getByRole('columnheader', { name: new RegExp(header, 'i') })
        .first()
        .waitFor();
  });

  it('is labelled as a demo', async () => {
    await demo.page
      .getByText(/demo fleet/i)
      .first()
      .waitFor();
  });

  it('filters as one types, and gives everything back', async () => {
    const { page, grid } = demo;
    const all = await rowCount(grid);
    await page.keyboard.press('/');
    await page.keyboard.type('status:!Running');
    await until('fewer rows', async () => {
      const count = await rowCount(grid);
      return count > 0 && count < all / 2;
    });
    await page.keyboard.press('Escape');
    const field = page.getByRole('textbox', { name: /filter/i }).or(page.getByRole('searchbox', { name: /filter/i }));
    await field.first().fill('');
    await field.first().press('Escape');
    await page.keyboard.press('Escape');
    for (const chip of await page.getByRole('button', { name: /remove.*status/i }).all()) await chip.click();
    await until('all rows again', async () => (await rowCount(grid)) > all / 2);
  });

  it('moves with j and k, opens with enter, closes with escape', async () => {
    const { page, grid } = demo;
    await grid.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await until('a cursor', async () => (await grid.getAttribute('aria-activedescendant')) !== null);
    const second = await grid.getAttribute('aria-activedescendant');
    await page.keyboard.press('k');
    await until('the cursor to move', async () => (await grid.getAttribute('aria-activedescendant')) !== second);
    await page.keyboard.press('Enter');
    const tabs = page.getByRole('tab', { name: /yaml/i });
    await tabs.waitFor();
    await tabs.click();
    await page
      .getByText(/kind: Pod/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await tabs.waitFor({ state: 'detached' });
  });

  it('goes to nodes with g n, and back', async () => {
    const { page } = demo;
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await until('the nodes', async () => page.url().endsWith('/r/nodes') || page.url().includes('/r/nodes?'));
    await demo.grid
      .getByRole('columnheader', { name: /version/i })
      .first()
      .waitFor();
    await page.goBack();
    await until('the pods', async () => page.url().includes('/r/pods'));
  });

  it('finds a kind in the palette', async () => {
    const { page } = demo;
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: /find anything/i });
    await palette.waitFor();
    await page.keyboard.type('deployments');
    await palette
      .getByRole('option', { name: /deployments/i })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await until('the deployments', async () => page.url().includes('/r/deployments'));
    await palette.waitFor({ state: 'detached' });
    await page.goBack();
  });

  it('acts on what was typed, however soon enter follows', async () => {
    const { page } = demo;
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: /find anything/i });
    await palette.getByRole('combobox').waitFor();
    // In one task, before anything can have been searched for.
    await palette.getByRole('combobox').evaluate((field) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'statefulsets');
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    });
    await until('the stateful sets', async () => page.url().includes('/r/statefulsets'));
    await palette.waitFor({ state: 'detached' });
    await page.goBack();
    await until('the pods', async () => page.url().includes('/r/pods'));
  });

  it('changes the theme, and remembers it over a reload that keeps the session', async () => {
    const { page } = demo;
    await page.keyboard.press('Control+,');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('radio', { name: 'Dark' })
      .or(dialog.getByRole('button', { name: 'Dark' }))
      .first()
      .click();
    await until('the dark theme', async () => (await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  });

  it('never scrolls as a whole, at 1440x900 and 1000x700', async () => {
    for (const size of [
      { width: 1000, height: 700 },
      { width: 1440, height: 900 },
    ]) {
      await demo.page.setViewportSize(size);
      const overflow = await demo.page.evaluate(() => ({
        x: document.documentElement.scrollWidth - innerWidth,
        y: document.documentElement.scrollHeight - innerHeight,
      }));
      expect(overflow).toEqual({ x: 0, y: 0 });
    }
  });

  it('shows diagnostics by key, status bar and palette, and copies them without a name', async () => {
    const { page, context } = demo;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const panel = page.getByRole('region', { name: 'Diagnostics', exact: true });
    await demo.grid.focus();
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    for (const cluster of clusters) await panel.getByRole('button', { name: cluster }).waitFor();
    await panel.getByRole('button', { name: 'kapsule-prod' }).click();
    await panel.getByRole('rowheader', { name: 'pods' }).first().waitFor();
    // The stalls are known once there was a second to measure.
    await until('every loop is measured', async () => (await panel.getByText('measuring').count()) === 0);
    await panel.getByRole('button', { name: 'Copy for a bug report' }).click();
    await page.getByText('Report copied').waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toMatch(/context-1: live; server v1\.\d+/);
    expect(report).toMatch(/pods \(all namespaces\): \d+ rows; live/);
    for (const name of [...clusters, 'kapsule', 'demo#', '127.0.0.1', 'payments']) expect(report).not.toContain(name);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await demo.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Diagnostics of the data path' }).click();
    await panel.waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('diagnostics');
    await page.getByRole('option', { name: /Show or hide diagnostics/ }).waitFor();
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'detached' });
  });

  it.each(['pods', 'palette', 'settings', 'drawer', 'diagnostics'])('gives axe nothing to complain about: %s', async (screen) => {
    const { page } = demo;
    if (screen === 'palette') await page.keyboard.press('Control+k');
    if (screen === 'settings') await page.keyboard.press('Control+,');
    if (screen === 'drawer') {
      await demo.grid.focus();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('tab').first().waitFor();
    } else if (screen === 'diagnostics') {
      await demo.grid.focus();
      await page.keyboard.press('g');
      await page.keyboard.press('x');
      await page.getByRole('button', { name: 'ovh-prod', exact: true }).last().click();
      await page
        .getByRole('rowheader', { name: /^pods\b/ })
        .first()
        .waitFor();
    } else if (screen !== 'pods') await page.getByRole('dialog').waitFor();
    // The page's policy allows no injected script; the DevTools protocol is not bound by it.
    await page.evaluate(axeCore.source);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const found = await axe.run(document, { resultTypes: ['violations'] });
      return found.violations.map(
        (one) =>
          `${one.id} (${one.impact}): ${one.nodes
            .map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`)
            .slice(0, 3)
            .join(' | ')}`,
      );
    });
    await page.keyboard.press('Escape');
    expect(violations).toEqual([]);
  });

  it('keeps the session of a second tab, and refuses a page without one', async () => {
    const second = await demo.context.newPage();
    await second.goto(`${demo.app.origin}/r/pods`);
    await second.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await second.close();
    const stranger = await demo.browser.newContext();
    const page = await stranger.newPage();
    await page.goto(`${demo.app.origin}/`);
    await page.getByText(/no session/i).waitFor();
    await stranger.close();
  });

  // Last: over everything the tests above did.
  it('broke no security policy, left no error on the console, asked nobody else', async () => {
    expect(await demo.complaints.list()).toEqual([]);
  });
});

describe('in French', () => {
  let demo: DemoPage;
  beforeAll(async () => {
    demo = await openDemo({ locale: 'fr-FR' });
  });
  afterAll(() => demo?.close());

  it('is chosen by the settings, and leaves the words of Kubernetes', async () => {
    const { page } = demo;
    await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+,');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('radio', { name: 'Français' })
      .or(dialog.getByRole('button', { name: 'Français' }))
      .first()
      .click();
    await until('French', async () => (await page.evaluate(() => document.documentElement.lang)) === 'fr');
    await page.keyboard.press('Escape');
    await page.getByRole('navigation').getByText('Pods').first().waitFor();
    expect(await demo.complaints.list()).toEqual([]);
  });
});
