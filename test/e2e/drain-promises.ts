import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { KubeObject } from '../../electron/demo/kube-object.ts';
import { at } from '../../electron/demo/kube-object.ts';
import type { DrainFleet } from './drain-fleet.ts';
import { rowCount, until } from './page.ts';

/* A drain of two nodes in two clusters, from the table of nodes to the journal, with what the servers saw beside what the page says. Holds in every shell. */

/** What the promises are tested on: the page with pods of the fleet on screen. */
export interface DrainStage {
  readonly page: Page;
  readonly fleet: DrainFleet;
  /** Where the app keeps its journal, or above. */
  readonly records: string;
}

/** A node of ovh-prod with a pod that its budget holds, and one of eks-live whose pods all may go once emptyDir data may be lost. */
export function chooseNodes(fleet: DrainFleet): { readonly ovh: string; readonly eks: string } {
  const named = (pods: readonly KubeObject[], prefix: string): boolean => pods.some((pod) => pod.metadata.name.startsWith(prefix));
  const choose = (context: string, wanted: string, without: readonly string[]): string => {
    const found = fleet
      .cluster(context)
      .list('nodes')
      .find(({ metadata: { name } }) => {
        const pods = fleet.pods(context, name).filter((pod) => pod.metadata.deletionTimestamp === undefined);
        return named(pods, wanted) && !without.some((prefix) => named(pods, prefix));
      });
    if (!found) throw new Error(`no node of ${context} has such pods`);
    return found.metadata.name;
  };
  // Two budgets on a pod fail a drain, and a finalizer that nobody takes away lasts.
  return {
    ovh: choose('ovh-prod', 'payments-gateway-', ['report-renderer-', 'audit-shipper-']),
    eks: choose('eks-live', 'image-resizer-', ['cart-session-', 'legacy-cron']),
  };
}

/** Lines of the journal of the app, as they lie on its disk. */
export function journalLines(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /journal.*\.(nd)?jsonl?$/.test(file));
  return files.flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n')).filter((line) => line !== '');
}

/** The promises, as tests that follow each other. `stage` is asked once the page stands. */
export function testDrain(stage: () => DrainStage): void {
  let nodes: { readonly ovh: string; readonly eks: string };
  const writes = (): readonly string[] => [...stage().fleet.writes('ovh-prod'), ...stage().fleet.writes('eks-live')];
  const row = (text: RegExp): Locator => stage().page.getByRole('row', { name: text }).first();

  it('is planned from the selected rows, and says by which budget a pod is held', async () => {
    const { page, fleet } = stage();
    nodes = chooseNodes(fleet);
    await page.getByRole('link', { name: 'Nodes' }).click();
    const grid = page.getByRole('grid');
    await until('all nodes', async () => (await rowCount(grid)) > 20);
    for (const name of [nodes.ovh, nodes.eks]) await grid.getByRole('row', { name }).click({ modifiers: ['Control'] });
    await grid.getByRole('row', { name: nodes.eks }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Drain…/ }).click();
    await page.getByRole('heading', { name: 'Drain 2 nodes' }).waitFor();
    await row(/payments-gateway-.* Blocked needs 3, has \d, blocked/).waitFor();
    await row(/image-resizer-.* Refused/).waitFor();
  });

  it('has another verdict after a switch, and another command', async () => {
    const { page } = stage();
    for (const name of ['Delete pods that nothing recreates', 'Lose emptyDir data']) await page.getByRole('switch', { name }).click();
    await row(/image-resizer-.* Evict .* Loses emptyDir: scratch/).waitFor();
    expect(await row(/image-resizer-.* Refused/).count()).toBe(0);
    await page.getByText(`drain ${nodes.eks} --force --ignore-daemonsets --delete-emptydir-data`).first().waitFor();
  });

  it('sends nothing before both names of protected contexts are typed', async () => {
    const { page, records } = stage();
    await page.getByRole('button', { name: 'Start drain…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Drain 2 nodes?' });
    const go = dialog.getByRole('button', { name: 'Drain 2 nodes' });
    await dialog.getByRole('textbox', { name: 'Type ovh-prod to go on' }).fill('ovh-prod');
    await dialog.getByRole('textbox', { name: 'Type eks-live to go on' }).fill('eks-life');
    expect(await go.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(writes()).toEqual([]);
    expect(journalLines(records)).toEqual([]);
    await page.getByRole('button', { name: 'Start drain…' }).click();
    await dialog.getByRole('textbox', { name: 'Type ovh-prod to go on' }).fill('ovh-prod');
    await dialog.getByRole('textbox', { name: 'Type eks-live to go on' }).fill('eks-live');
    await go.click();
    await page.getByRole('heading', { name: 'Drain 2 nodes', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('cordons first, and shows each pod on its way to a Ready replacement', async () => {
    const { fleet } = stage();
    // Any of those in sight: a small window shows few.
    await row(/ Replaced (by|under) .* ready (after|before)/).waitFor({ timeout: 60_000 });
    const eks = fleet.writes('eks-live');
    expect(eks[0]).toBe(`PATCH /api/v1/nodes/${nodes.eks}`);
    expect(eks.slice(1).every((one) => /^POST \/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/eviction$/.test(one))).toBe(true);
  });

  it('says which budget holds the pod that does not go, and what would help', async () => {
    const { page } = stage();
    await page
      .getByText(/payments-gateway holds .*: its budget needs 3 ready pods and has/)
      .first()
      .waitFor({ timeout: 60_000 });
    await row(/payments-gateway-.* Blocked by PDB payments-gateway: needs 3, has \d/).waitFor();
  });

  it('asks for nothing while it is paused, and goes on', async () => {
    const { page } = stage();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/Paused since .*: no further pod is asked for/).waitFor();
    await page.getByRole('button', { name: 'Resume' }).first().click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('ends when the pods that are held are skipped; the rest is gone from both nodes', async () => {
    const { page, fleet } = stage();
    const skip = page.getByRole('button', { name: /^Skip th/ }).first();
    const uncordon = page.getByRole('button', { name: 'Uncordon 2 nodes' });
    await until(
      'the end of the drain',
      async () => {
        if (await uncordon.isVisible()) return true;
        // What holds it may let go between the look and the click.
        if (await skip.isEnabled({ timeout: 500 }).catch(() => false)) await skip.click({ timeout: 2_000 }).catch(() => undefined);
        return false;
      },
      90_000,
    );
    await row(/payments-gateway-.* Skipped by you/).waitFor();
    const left = fleet.pods('eks-live', nodes.eks).filter((pod) => !pod.metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet'));
    expect(left.map((pod) => pod.metadata.name)).toEqual([]);
  });

  it('uncordons what it cordoned, in one step', async () => {
    const { page, fleet } = stage();
    const cordoned = (context: string, node: string) => at(fleet.cluster(context).get('nodes', '', node), 'spec', 'unschedulable') === true;
    expect([cordoned('ovh-prod', nodes.ovh), cordoned('eks-live', nodes.eks)]).toEqual([true, true]);
    await page.getByRole('button', { name: 'Uncordon 2 nodes' }).click();
    await until('both nodes uncordoned', async () => !cordoned('ovh-prod', nodes.ovh) && !cordoned('eks-live', nodes.eks));
  });

  it('left a line in the journal for every request that a server got', () => {
    const { records } = stage();
    const lines = journalLines(records);
    for (const write of new Set(writes())) {
      const [, name = ''] = /\/(?:pods|nodes)\/([^/?]+)/.exec(write) ?? [];
      expect(lines.filter((line) => line.includes(`"${name}"`)).length, write).toBeGreaterThan(0);
    }
  });
}
