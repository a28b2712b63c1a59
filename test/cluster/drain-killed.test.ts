import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ContextId, contextIdOf } from '../../shared/context-id.ts';
import type { DrainRun, RunPod } from '../../shared/drain-run.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { Changes } from '../e2e/watched-list.ts';
import { type Clusters, startClusters } from './clusters.ts';

/*
 * The served app drains a node in each of two real control planes, and is killed (-9) twice in the middle. Runs against dist/. What is on disk, what the clusters hold
 * and what the journal says must agree in the end.
 */

const names = ['blue', 'green'] as const;
const replicas = 16;
const labels = { app: 'web' };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image: 'registry.invalid/main:1' }] },
    },
  },
};
/** Two at a time, so that there is a middle. */
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'default' },
  spec: { minAvailable: replicas - 2, selector: { matchLabels: labels } },
};

/**
 * Longest wait for what is to happen. A kill may end an eviction between its two halves: the budget counts the pod as disrupted and the pod was not deleted. The disruption
 * controller forgets that after two minutes (pkg/controller/disruption/disruption.go, DeletionTimeout), and until then the budget blocks, as it says.
 */
const patienceMs = 200_000;

describe('a drain whose app is killed in the middle', () => {
  const home = mkdtempSync(join(tmpdir(), 'timonier-killed-'));
  const changes = new Changes();
  let clusters: Clusters;
  let app: ServedApp;
  let client: PageClient;
  let run: DrainRun | null = null;
  const before = new Set<string>();
  const idOf = (name: string): ContextId => contextIdOf(clusters.kubeconfig, name);
  const pods = (): readonly RunPod[] => run?.contexts.flatMap(({ nodes }) => nodes.flatMap((node) => node.pods)) ?? [];
  const gone = () => pods().filter(({ step }) => step.step === 'gone').length;
  const happens = (what: string, holds: () => boolean) =>
    changes.until(what, holds, patienceMs).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(run, null, 1)}`);
    });

  const open = async () => {
    app = await serveApp(['--kubeconfig', clusters.kubeconfig], home);
    client = await PageClient.open(app.url);
    run = null;
    client.open('nodes.drains', {}, (event) => {
      if (event.type !== 'items') return;
      if (event.items.type === 'runs') run = event.items.runs.at(-1) ?? null;
      else if (event.items.type === 'run') run = event.items.run;
      changes.fire();
    });
  };
  const command = async (type: 'resume' | 'uncordon') =>
    expect(await client.call('nodes.drainCommand', { run: run?.id ?? '', command: { type } })).toMatchObject({ ok: true });
  const journal = async (): Promise<readonly JournalEntry[]> => {
    const page = await client.call('journal.read', { limit: 1000 });
    if (!page.ok) throw new Error(JSON.stringify(page.error));
    return page.value.entries;
  };

  beforeAll(async () => {
    clusters = await startClusters(names);
    for (const name of names) {
      const cluster = clusters.get(name);
      await cluster.kubectl('cordon', `${name}-node-2`, `${name}-node-3`);
      await cluster.apply([deployment, budget].map((object) => JSON.stringify(object)).join('\n---\n'));
      await cluster.kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
      await cluster.kubectl('uncordon', `${name}-node-2`, `${name}-node-3`);
      for (const uid of (await cluster.kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.uid}')).split(' ')) before.add(uid);
    }
    await open();
    for (const name of names) await client.call('contexts.connect', { contextId: idOf(name) });
  });
  afterAll(async () => {
    client?.close();
    await app?.stop();
    await clusters?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test('a drain that nobody confirmed as its guardrail asks is refused, and nothing is sent', async () => {
    const contextId = idOf('blue');
    const asked = await client.call('nodes.drain', {
      contexts: [{ contextId, nodes: ['blue-node-1'], confirmation: { confirmed: true, typed: 'green' } }],
      options: {},
      pace: {},
    });
    expect(asked).toEqual({ ok: false, error: { kind: 'protected', reason: 'grade.protected', demand: 'type-name' } });
    // All that is recorded is the refusal.
    expect((await journal()).map(({ action, outcome }) => [action, outcome.type])).toEqual([['cordon', 'denied']]);
    expect(await clusters.get('blue').kubectl('get', 'node', 'blue-node-1', '-o', 'jsonpath={.spec.unschedulable}')).toBe('');
  });

  test(
    'killed twice in the middle and resumed: nothing is evicted twice, nothing is forgotten, and the journal tells the truth',
    async () => {
      const started = await client.call('nodes.drain', {
        contexts: names.map((name) => ({
          contextId: idOf(name),
          nodes: [`${name}-node-1`],
          confirmation: { confirmed: true, typed: name },
        })),
        options: {},
        pace: {},
      });
      expect(started).toMatchObject({ ok: true });
      for (const share of [0.2, 0.6]) {
        await happens(`${share} of the pods are gone`, () => gone() >= Math.floor(2 * replicas * share));
        await app.kill();
        client.close();
        await open();
        await happens('the run is found, interrupted', () => run?.state === 'interrupted');
        expect(gone()).toBeLessThan(2 * replicas);
        await command('resume');
      }
      await happens('the end', () => run?.state === 'done');

      const evicted = (await journal()).filter(({ action }) => action === 'evict');
      const done = evicted.filter(({ outcome }) => outcome.type === 'done').map(({ target }) => target.uid);
      expect(new Set(done).size).toBe(done.length);
      // Those whose answer the crash took: at most the twenty that were under way each time, each of them known and looked at.
      const unseen = evicted.filter(({ outcome }) => outcome.type === 'unknown').map(({ target }) => target.uid);
      expect(unseen.length).toBeLessThanOrEqual(2 * 20);
      expect(new Set([...done, ...unseen])).toEqual(before);
      expect(pods().map(({ uid, step }) => [before.has(uid), step.step])).toEqual(pods().map(() => [true, 'gone']));
      expect(pods()).toHaveLength(before.size);
      for (const name of names) {
        const left = await clusters.get(name).kubectl('get', 'pods', '--field-selector', `spec.nodeName=${name}-node-1`, '-o', 'name');
        expect(left).toBe('');
      }
      console.log(`${done.length} evictions answered, ${unseen.length} whose answer a kill took`);
    },
    3 * patienceMs,
  );

  test('uncordon takes back what this run cordoned, and the journal has it', async () => {
    await command('uncordon');
    await happens(
      'both are uncordoned',
      () => run?.contexts.every(({ nodes }) => nodes.every(({ cordonedByRun }) => !cordonedByRun)) === true,
    );
    for (const name of names)
      expect(await clusters.get(name).kubectl('get', 'node', `${name}-node-1`, '-o', 'jsonpath={.spec.unschedulable}')).toBe('');
    const actions = (await journal())
      .filter(({ action }) => action.endsWith('cordon'))
      .map(({ action, context, outcome }) => `${action} ${context} ${outcome.type}`);
    // The first is the refusal of the test before.
    expect(actions.sort()).toEqual([
      'cordon blue denied',
      'cordon blue done',
      'cordon green done',
      'uncordon blue done',
      'uncordon green done',
    ]);
  });
});
