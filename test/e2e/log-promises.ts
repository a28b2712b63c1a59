import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DemoClusters } from './demo-clusters.ts';
import { rowCount, until } from './page.ts';

/** The Deployment whose logs are read, and the clusters in which it is chosen. */
export const deployment = 'checkout-api';
const namespace = 'checkout';
const chosen = ['kapsule-prod', 'ovh-prod'] as const;

/** One line of a saved NDJSON file. */
interface SavedLine {
  readonly time: string;
  readonly context: string;
  readonly pod: string;
  readonly container: string;
  readonly text?: string;
  readonly mark?: unknown;
}

/** The app in one of its shells, with the clusters of the demo connected. */
export interface LogShell {
  readonly page: Page;
  readonly clusters: DemoClusters;
  /** The text of the file that comes when `choose` has chosen it: every shell saves in its own way. */
  saved(choose: () => Promise<void>): Promise<string>;
}

/** The panel of the view. */
export function logPanel(page: Page): Locator {
  return page.getByRole('tabpanel', { name: deployment, exact: true });
}

/**
 * The tests of a log view that hold in every shell, in the order in which a user would: choose two deployments in two clusters, follow,
 * pause, search, save, filter. What is saved is compared with what the clusters say themselves. `shell` is asked when a test runs.
 */
export function testLogs(shell: () => LogShell): void {
  let everything: readonly SavedLine[] = [];

  /** Saves by an entry of the menu and reads the file. */
  const save = (entry: string): Promise<string> => {
    const { page, saved } = shell();
    return saved(async () => {
      await logPanel(page).getByRole('button', { name: 'Save to a file' }).click();
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
    });
  };

  it('open by l as one view', async () => {
    const { page } = shell();
    const panel = logPanel(page);
    const grid = page.getByRole('grid');
    await page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.keyboard.press('/');
    await page.keyboard.type(deployment);
    await until('the deployment in three clusters', async () => (await rowCount(grid)) === 3);
    await page.keyboard.press('Enter');
    for (const cluster of chosen) await grid.getByRole('row').filter({ hasText: cluster }).locator('[data-check]').click();
    await page.getByText('2 deployments').waitFor();
    await page.keyboard.press('l');
    await panel.waitFor();
    await page.getByRole('tab', { name: new RegExp(`^${deployment}.* sources`) }).waitFor();
    expect(await panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  });

  it('bring lines of every pod of both', async () => {
    const { page, clusters } = shell();
    const panel = logPanel(page);
    await page.keyboard.press('Control+Shift+J');
    await until('a source for each pod', async () => {
      const saved = new Set(linesOf(await save('All lines, as NDJSON')).map((line) => sourceOf(line).split('/').slice(0, 2).join('/')));
      return (await runningPods(clusters)).every((pod) => saved.has(pod));
    });
    for (const cluster of chosen) await panel.getByText(cluster, { exact: true }).first().waitFor();
    expect(await panel.getByRole('log').locator('[data-id]').count()).toBeGreaterThan(10);
  });

  it('pause, count what comes, and follow again', async () => {
    const { page } = shell();
    const panel = logPanel(page);
    await panel.getByRole('button', { name: 'Following' }).click();
    await panel.getByRole('button', { name: 'Paused' }).waitFor();
    await panel.getByRole('button', { name: /^\+[1-9]\d* new, follow/ }).waitFor();
    const last = panel.getByRole('log').locator('[data-id]').last();
    const before = await last.getAttribute('data-id');
    await page.keyboard.press('F');
    await panel.getByRole('button', { name: 'Following' }).waitFor();
    await until('newer lines', async () => (await last.getAttribute('data-id')) !== before);
  });

  it('search, and go from hit to hit', async () => {
    const { page } = shell();
    const panel = logPanel(page);
    await panel.getByRole('button', { name: 'Following' }).click();
    await panel.getByRole('log').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('sessions');
    await page.keyboard.press('Enter');
    await panel.getByText(/^[1-9][\d,]* of [1-9][\d,]*$/).waitFor();
    expect(await panel.locator('mark').first().textContent()).toMatch(/sessions/i);
    await page.keyboard.press('Escape');
  });

  it('save what the clusters served, line for line', async () => {
    const { clusters } = shell();
    everything = linesOf(await save('All lines, as NDJSON'));
    const bySource = Map.groupBy(everything, sourceOf);
    expect(new Set([...bySource.keys()].map((source) => source.split('/')[0]))).toEqual(new Set(chosen));
    for (const [source, lines] of bySource) {
      const saved = lines.map(({ time, text }) => ({ time, text }));
      expect(saved.length).toBeGreaterThan(0);
      expect(saved, source).toEqual(await servedLines(clusters, source, saved[0]?.time ?? '', saved.at(-1)?.time ?? ''));
    }
  });

  it('save in the order of time', () => {
    // Lines of one source that continue a stack trace stand with its head, whatever their own stamps.
    const heads = everything.filter(({ text = '' }) => !/^\s|^Caused by|^Traceback/.test(text)).map(({ time }) => time);
    const early = heads.filter((time, index) => index > 0 && time < (heads[index - 1] ?? ''));
    expect(early).toEqual([]);
  });

  it('filter, and save only what is shown', async () => {
    const { page } = shell();
    const panel = logPanel(page);
    await panel.getByRole('log').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('sessions');
    await page.keyboard.press('Alt+Enter');
    await until('nothing else in sight', async () => {
      const texts = await panel.getByRole('log').locator('[data-id]').allTextContents();
      return texts.length > 0 && texts.every((text) => /sessions/i.test(text));
    });
    const shown = Map.groupBy(linesOf(await save('Lines shown, as NDJSON')), sourceOf);
    for (const [source, lines] of Map.groupBy(everything, sourceOf)) {
      // Lines have come since; up to where the other file ends, the source must say the same.
      const end = lines.at(-1)?.time ?? '';
      const said = (each: readonly SavedLine[]) => each.filter(({ time }) => time <= end).map(({ time, text }) => `${time} ${text}`);
      expect(said(shown.get(source) ?? []), source).toEqual(said(lines.filter(({ text = '' }) => /sessions/i.test(text))));
    }
  });
}

const linesOf = (ndjson: string): SavedLine[] =>
  ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SavedLine)
    .filter((line) => line.mark === undefined);
const sourceOf = ({ context, pod, container }: SavedLine) => `${context}/${pod}/${container}`;

/** What a cluster itself says of one container between two stamps, both included. */
async function servedLines(clusters: DemoClusters, source: string, from: string, to: string): Promise<{ time: string; text: string }[]> {
  const [context = '', pod = '', container = ''] = source.split('/');
  const query = `container=${container}&timestamps=true&sinceTime=${encodeURIComponent(from)}`;
  const { text } = await clusters.get(context, `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => ({ time: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }))
    .filter(({ time }) => time >= from && time <= to);
}

/** Pods of the deployment in the chosen clusters that run. */
async function runningPods(clusters: DemoClusters): Promise<string[]> {
  const found: string[] = [];
  for (const context of chosen) {
    const { body } = await clusters.get(context, `/api/v1/namespaces/${namespace}/pods`);
    const { items } = body as { items: { metadata: { name: string; deletionTimestamp?: string }; status: { phase: string } }[] };
    for (const { metadata, status } of items)
      if (metadata.name.startsWith(`${deployment}-`) && status.phase === 'Running' && metadata.deletionTimestamp === undefined)
        found.push(`${context}/${metadata.name}`);
  }
  return found;
}
