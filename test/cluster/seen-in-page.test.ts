import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../e2e/browser.ts';
import { atPods, type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { type Clusters, startClusters } from './clusters.ts';

const names = ['scaleway', 'ovh', 'eks'] as const;

/** A change is promised on screen within a second; the limit is wider because the machine also runs three control planes. The time is printed. */
const changeLimit = 5_000;

const deployment = (name: string) =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'registry.invalid/main:1' }] } },
    },
  });

/** What is waited for: exactly so many rows that hold `name` and, unless it is null, `text`. */
interface Expected {
  readonly name: string;
  readonly text: string | null;
  readonly rows: number;
}

/** Resolves in the page, at the very mutation that brings the rows, to the time of it. */
function whenSeen(page: Page, expected: Expected): Promise<number> {
  return page.evaluate(
    ({ name, text, rows }) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const found = [...document.querySelectorAll('[role=row]')].filter(
            ({ textContent }) => textContent?.includes(name) && (text === null || textContent.includes(text)),
          );
          if (found.length !== rows) return false;
          resolve(Date.now());
          return true;
        };
        if (look()) return;
        const observer = new MutationObserver(() => {
          if (look()) observer.disconnect();
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    expected,
  );
}

describe('the page over three real control planes', () => {
  let clusters: Clusters;
  let app: ServedApp;
  let browser: Browser;
  let page: Page;

  /** Runs kubectl and resolves to the ms from its return until the page shows what is expected (negative: before it returned). */
  async function seenAfter(cluster: string, command: readonly string[], expected: Expected): Promise<number> {
    const seen = whenSeen(page, expected);
    await clusters.get(cluster).kubectl(...command);
    const returned = Date.now();
    const ms = (await seen) - returned;
    console.log(`kubectl ${command.join(' ')} (${cluster}): on screen ${ms} ms after it returned`);
    return ms;
  }

  beforeAll(async () => {
    clusters = await startClusters(names);
    for (const name of names) await clusters.get(name).apply(deployment(`web-${name}`));
    app = await serveApp(['--kubeconfig', clusters.kubeconfig]);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    await page.goto(atPods(app.url));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await clusters?.stop();
  });

  it('connects all three with one button and shows their pods in one table', async () => {
    await page.getByRole('button', { name: 'Connect 3 contexts' }).click();
    for (const name of names) await whenSeen(page, { name: `web-${name}-`, text: 'Running', rows: 2 });
  });

  it.each(names)('shows kubectl scale in %s', async (name) => {
    const command = ['scale', `deployment/web-${name}`, '--replicas=5'];
    expect(await seenAfter(name, command, { name: `web-${name}-`, text: null, rows: 5 })).toBeLessThan(changeLimit);
    await whenSeen(page, { name: `web-${name}-`, text: 'Running', rows: 5 });
  });

  it.each(names)('shows kubectl delete pod in %s', async (name) => {
    const pod = (
      await clusters.get(name).kubectl('get', 'pods', '-l', `app=web-${name}`, '-o', 'jsonpath={.items[0].metadata.name}')
    ).trim();
    const command = ['delete', 'pod', pod, '--wait=false'];
    // Terminating or already gone: it no longer runs.
    expect(await seenAfter(name, command, { name: pod, text: 'Running', rows: 0 })).toBeLessThan(changeLimit);
    await whenSeen(page, { name: `web-${name}-`, text: 'Running', rows: 5 });
  });

  it.each(names)('shows kubectl cordon and uncordon in %s', async (name) => {
    const node = `${name}-node-2`;
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await whenSeen(page, { name: node, text: 'Ready', rows: 1 });
    const scheduling = { name: node, text: 'SchedulingDisabled' };
    expect(await seenAfter(name, ['cordon', node], { ...scheduling, rows: 1 })).toBeLessThan(changeLimit);
    expect(await seenAfter(name, ['uncordon', node], { ...scheduling, rows: 0 })).toBeLessThan(changeLimit);
  });
});
