import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoClusters, startDemoClusters } from '../e2e/demo-clusters.ts';
import { logPanel, testLogs } from '../e2e/log-promises.ts';
import { type Launched, launchApp } from './launch.ts';

/* Logs in the real window: the same promises as in a browser, saved as files of the system. */

let clusters: DemoClusters;
let launched: Launched;
let folder: string;

beforeAll(async () => {
  clusters = await startDemoClusters();
  // The app runs as another user where the tests run as root; the clusters are made up, and so are their credentials.
  chmodSync(path.dirname(clusters.file), 0o755);
  chmodSync(clusters.file, 0o644);
  folder = mkdtempSync(path.join(tmpdir(), 'timonier-saved-'));
  chmodSync(folder, 0o777);
  launched = await launchApp([
    '--kubeconfig',
    clusters.file,
    '--context',
    'kapsule-prod',
    '--context',
    'ovh-prod',
    '--context',
    'eks-live',
  ]);
  // The app begins with the fleet.
  await launched.page.getByRole('link', { name: 'Pods', exact: true }).click();
});
afterAll(async () => {
  await launched?.close();
  await clusters?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** Answers the system's dialog with a file of the tests and waits until it is written. */
async function saved(choose: () => Promise<void>): Promise<string> {
  const file = path.join(folder, `${++files}`);
  const written = launched.app.evaluate(
    ({ session }, to) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to);
          item.once('done', (_done, state) => resolve(state));
        });
      }),
    file,
  );
  await choose();
  expect(await written).toBe('completed');
  return readFileSync(file, 'utf8');
}

describe('logs of two deployments in two clusters', () => {
  testLogs(() => ({ page: launched.page, clusters, saved }));

  it('stand alone in a window of their own', async () => {
    const opening = launched.app.waitForEvent('window');
    await launched.page.getByRole('button', { name: 'Open in a window of its own' }).click();
    const own = await opening;
    await own.getByRole('log').locator('[data-id]').first().waitFor();
    expect(new URL(own.url()).pathname).toBe('/logs');
    expect(await own.getByRole('grid').count()).toBe(0);
    // The dock's own view goes on beside it.
    await logPanel(launched.page).getByRole('log').locator('[data-id]').first().waitFor();
    await own.close();
  });
});
