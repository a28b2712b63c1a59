import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually, type Launched, launchApp } from './launch.ts';

/* The fleet, pools and usage over the real IPC: overviews and rounds of samples from the data threads to the window. */

describe('the fleet, in the window', () => {
  let launched: Launched;
  beforeAll(async () => {
    launched = await launchApp(['--demo']);
  });
  afterAll(() => launched?.close());

  it('is where the app begins: every cluster with its provider, what it uses, and what is wrong', async () => {
    const { page } = launched;
    await page.getByRole('heading', { name: 'Fleet', level: 1 }).waitFor({ timeout: 60_000 });
    const panels = page.getByRole('list', { name: 'Clusters' }).getByRole('listitem');
    const providers = ['AWS EKS', 'OVH Managed Kubernetes', 'Scaleway Kapsule'];
    await eventually('provider, and used, requested and allocatable of each', async () => {
      const texts = await panels.allInnerTexts();
      const named = providers.every((provider) => texts.some((text) => text.includes(provider)));
      return named && texts.length === 3 && texts.every((text) => /[\d.]+ \/ [\d.]+ \/ [\d.]+ cores/.test(text));
    });
    const problems = page.getByRole('grid', { name: 'Problems of the clusters in scope' });
    await problems.getByRole('row').filter({ hasText: 'payments-gateway' }).first().waitFor();
  });

  it('has the pools of all clusters, and what their nodes use', async () => {
    const { page } = launched;
    await page.getByRole('link', { name: 'Node pools' }).click();
    const pools = page.getByRole('grid', { name: 'Node pools of the clusters in scope' });
    await eventually('all pools', async () => (await pools.locator('tr[data-pool]').count()) === 6);
    await eventually('their use', async () => /\d+ \/ \d+%/.test(await pools.innerText()));
  });
});
