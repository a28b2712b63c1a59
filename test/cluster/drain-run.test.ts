import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContextId } from '../../shared/context-id.ts';
import type { PodStep, RunPod } from '../../shared/drain-run.ts';
import { RunHarness } from '../electron/features/nodes/run/run-harness.ts';
import { until } from '../electron/kube/test-context.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/*
 * One drain over nodes of two real control planes at once. Real API servers answer the evictions, the real disruption controller counts, ReplicaSets and
 * StatefulSets make pods again, the real scheduler places them; kwok ends them as a kubelet would.
 */

const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

function workload(
  kind: 'Deployment' | 'StatefulSet',
  name: string,
  replicas: number,
  changes: { labels?: object; metadata?: object; in?: string } = {},
) {
  const labels = { app: name, ...changes.labels };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: changes.in ?? 'shop' },
    spec: {
      replicas,
      ...(kind === 'StatefulSet' ? { serviceName: name, podManagementPolicy: 'Parallel' } : {}),
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels, ...changes.metadata },
        spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image: 'registry.invalid/main:1' }] },
      },
    },
  };
}

function budget(name: string, app: string, spec: object) {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: { app } }, ...spec },
  };
}

const crashing = { labels: { 'test.kwok/behaviour': 'crashloop' } };
const held = { metadata: { finalizers: ['example.com/wait'] } };
const objects: readonly object[] = [
  namespace('shop'),
  namespace('leaving'),
  workload('Deployment', 'one', 4),
  budget('one', 'one', { minAvailable: 3 }),
  workload('Deployment', 'share', 4),
  budget('share', 'share', { maxUnavailable: '25%' }),
  workload('Deployment', 'zero', 2),
  budget('zero', 'zero', { minAvailable: 2 }),
  workload('Deployment', 'two', 1),
  budget('two-a', 'two', { minAvailable: 0 }),
  budget('two-b', 'two', { minAvailable: 0 }),
  workload('Deployment', 'sick', 2, crashing),
  budget('sick', 'sick', { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
  workload('Deployment', 'sick-held', 1, crashing),
  budget('sick-held', 'sick-held', { minAvailable: 1 }),
  workload('Deployment', 'finalized', 1, held),
  workload('StatefulSet', 'db', 2),
  workload('Deployment', 'going', 2, { in: 'leaving', ...held }),
];

describe('a drain over two real control planes', () => {
  let clusters: Clusters;
  let harness: RunHarness;
  let id: string;
  const contextOf = (name: string): ContextId => connectionOf(clusters.get(name)).contextId;
  const podsOf = (app: string): readonly RunPod[] =>
    harness.pods(id).filter(({ name }) => name.startsWith(`${app}-`) && name.split('-').length <= app.split('-').length + 2);
  const steps = (app: string): readonly PodStep['step'][] => podsOf(app).map(({ step }) => step.step);
  const all = (app: string, step: PodStep['step']) => steps(app).length > 0 && steps(app).every((each) => each === step);
  const blue = (...args: string[]) => clusters.get('blue').kubectl(...args);
  const happens = (what: string, holds: () => boolean) =>
    until(what, holds, 60_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(harness.run(id), null, 1)}`);
    });

  beforeAll(async () => {
    clusters = await startClusters(['blue', 'green']);
    harness = new RunHarness();
    for (const name of ['blue', 'green']) {
      const cluster = clusters.get(name);
      // Everything begins on the first node.
      await cluster.kubectl('cordon', `${name}-node-2`, `${name}-node-3`);
      const made =
        name === 'blue' ? objects : [namespace('shop'), workload('Deployment', 'web', 12), budget('web', 'web', { minAvailable: 9 })];
      await cluster.apply(made.map((object) => JSON.stringify(object)).join('\n---\n'));
      for (const object of made as { kind: string; metadata: { name: string; namespace: string } }[])
        if (['Deployment', 'StatefulSet'].includes(object.kind) && !object.metadata.name.startsWith('sick'))
          await cluster.kubectl(
            'rollout',
            'status',
            `${object.kind}/${object.metadata.name}`,
            '-n',
            object.metadata.namespace,
            '--timeout=60s',
          );
      await cluster.kubectl('uncordon', `${name}-node-2`, `${name}-node-3`);
      harness.thread.connect(connectionOf(cluster));
    }
    await blue(
      'wait',
      '-n',
      'shop',
      '--for=jsonpath={.status.phase}=Running',
      'pod',
      '-l',
      'test.kwok/behaviour=crashloop',
      '--timeout=60s',
    );
    await blue('wait', '-n', 'shop', '--for=jsonpath={.status.expectedPods}=1', 'pdb/sick-held', '--timeout=60s');
    await blue('delete', 'namespace', 'leaving', '--wait=false');
    id = await harness.start(
      { [contextOf('blue')]: ['blue-node-1'], [contextOf('green')]: ['green-node-1', 'green-node-2'] },
      { ignoreDaemonSets: true },
      { stopOnFailure: false },
    );
  });
  afterAll(async () => {
    await harness?.close();
    await clusters?.stop();
  });

  test('budgets that allow one, or a share, let their pods go one after the other, and their replacements are found where they are', async () => {
    await happens('the pods of both are gone and replaced', () =>
      ['one', 'share'].every(
        (app) =>
          podsOf(app).length === 4 &&
          podsOf(app).every(({ step }) => step.step === 'gone' && step.replacement.type === 'found' && step.replacement.ready),
      ),
    );
    const names = podsOf('one').map(({ step }) => (step.step === 'gone' && step.replacement.type === 'found' ? step.replacement.name : ''));
    expect(new Set(names).size).toBe(4);
    const nodes = (await blue('get', 'pods', '-n', 'shop', '-l', 'app=one', '-o', 'jsonpath={.items[*].spec.nodeName}')).split(' ');
    expect(nodes.filter((node) => node === 'blue-node-1')).toEqual([]);
  });

  test('a budget that allows none blocks by its name with what it needs and has, and lets go as soon as it is changed', async () => {
    await happens('both are blocked', () => all('zero', 'blocked'));
    expect(podsOf('zero').map(({ step }) => step)).toMatchObject([1, 2].map(() => ({ budget: 'zero', needs: 2, has: 2 })));
    const uids = new Set(podsOf('zero').map(({ uid }) => uid));
    // Pods of the other cluster go on meanwhile.
    const asked = () => harness.removals().filter((uid) => uids.has(uid)).length;
    const before = asked();
    await blue('patch', 'pdb', 'zero', '-n', 'shop', '--type=merge', '-p', '{"spec":{"minAvailable":0}}');
    await happens('both are gone', () => all('zero', 'gone'));
    expect(asked()).toBeLessThanOrEqual(before + 4);
  });

  test('two budgets on a pod: the API refuses it for ever, and the pod has failed with its words', async () => {
    await happens('it has failed', () => all('two', 'failed'));
    expect(podsOf('two')[0]?.step).toMatchObject({
      error: { code: 500, message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.' },
    });
  });

  test('pods that are not Ready go where unhealthyPodEvictionPolicy allows it, and are blocked where it does not, until the user skips them', async () => {
    await happens('those that may are gone', () => all('sick', 'gone'));
    await happens('the other is blocked', () => all('sick-held', 'blocked'));
    expect(podsOf('sick-held')[0]?.step).toMatchObject({ budget: 'sick-held', needs: 1, has: 0 });
    const [pod] = podsOf('sick-held');
    const skipped = await harness.drains.command(id, { type: 'skip', contextId: contextOf('blue'), uid: pod?.uid ?? '' });
    expect(skipped).toMatchObject({ ok: true });
    await happens('it is skipped', () => all('sick-held', 'skipped'));
  });

  test('a pod that a finalizer holds is stuck by that name, and is gone when it is let go', async () => {
    await happens('it is stuck', () => podsOf('finalized').some(({ step }) => step.step === 'terminating' && step.stuck !== null));
    expect(podsOf('finalized')[0]?.step).toMatchObject({ stuck: { on: 'finalizers', names: ['example.com/wait'] } });
    await blue('patch', 'pod', podsOf('finalized')[0]?.name ?? '', '-n', 'shop', '--type=merge', '-p', '{"metadata":{"finalizers":null}}');
    await happens('it is gone', () => all('finalized', 'gone'));
  });

  test('a StatefulSet makes its pods again under the same names: the old ones are finished, the new ones are left alone', async () => {
    await happens(
      'the old ones are gone and replaced',
      () =>
        podsOf('db').length === 2 &&
        podsOf('db').every(({ step }) => step.step === 'gone' && step.replacement.type === 'found' && step.replacement.ready),
    );
    for (const { name, step } of podsOf('db')) expect(step).toMatchObject({ replacement: { name } });
    const now = (await blue('get', 'pods', '-n', 'shop', '-l', 'app=db', '-o', 'jsonpath={.items[*].metadata.uid}')).split(' ');
    expect(harness.removals().filter((uid) => now.includes(uid))).toEqual([]);
  });

  test('pods of a namespace that is being deleted go with it', async () => {
    await happens('they terminate', () => all('going', 'terminating'));
    for (const { name } of podsOf('going'))
      await blue('patch', 'pod', name, '-n', 'leaving', '--type=merge', '-p', '{"metadata":{"finalizers":null}}');
    await happens('they are gone', () => all('going', 'gone'));
  });

  test('both clusters are drained at the same time; in the end nothing was asked for twice and nothing is forgotten', async () => {
    const run = await harness.over(id, 60_000);
    expect(run.state).toBe('failed');
    const [first, second] = run.contexts;
    expect(first?.nodes.map(({ step }) => step)).toEqual(['failed']);
    expect(second?.nodes.map(({ step }) => step)).toEqual(['done', 'done']);
    const done = harness.sent
      .filter(({ write, answer }) => write.target.resource === 'pods' && answer?.type === 'done')
      .map(({ write }) => write.target.uid);
    expect(new Set(done).size).toBe(done.length);
    for (const [name, kept] of [
      ['blue', ['sick-held', 'two']],
      ['green', []],
    ] as const) {
      const left = await clusters
        .get(name)
        .kubectl('get', 'pods', '-A', '--field-selector', `spec.nodeName=${name}-node-1`, '-o', 'jsonpath={.items[*].metadata.labels.app}');
      expect(
        left
          .split(' ')
          .filter((app) => app !== '')
          .sort(),
      ).toEqual(kept);
    }
    expect(harness.mostInFlight).toBeLessThanOrEqual(20);
    // The watch tells, nobody polls: refusals are the exception.
    const green = harness.sent.filter(({ contextId, write }) => contextId === contextOf('green') && write.target.resource === 'pods');
    expect(green.length).toBeLessThanOrEqual(12 * 2 * 2);
  });
});
