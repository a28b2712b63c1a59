import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type DrainFleet, startDrainFleet } from '../e2e/drain-fleet.ts';
import { testDrain } from '../e2e/drain-promises.ts';
import { type Launched, launchApp } from './launch.ts';

/* A drain in the real window: the same promises as in a browser. */

let fleet: DrainFleet;
let launched: Launched;

beforeAll(async () => {
  fleet = await startDrainFleet();
  // The app runs as another user where the tests run as root; the clusters are made up, and so are their credentials.
  chmodSync(fleet.home, 0o755);
  chmodSync(join(fleet.home, 'kubeconfig'), 0o644);
  launched = await launchApp(fleet.flags);
  // The app begins with the fleet.
  await launched.page.getByRole('link', { name: 'Pods', exact: true }).click();
  await launched.page.getByRole('gridcell').first().waitFor({ timeout: 60_000 });
});
afterAll(async () => {
  await launched?.close();
  await fleet?.close();
});

describe('a drain of two nodes in two clusters, in the window', () => {
  testDrain(() => ({ page: launched.page, fleet, records: launched.home }));
});
