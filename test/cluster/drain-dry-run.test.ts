import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dryRunDrain } from '../../electron/features/nodes/dry-run-drain.ts';
import { WriteGate } from '../../electron/features/writes/write-gate.ts';
import { systemClock } from '../../electron/kube/clock.ts';
import { writeHandler, writesChannel } from '../../electron/kube/send-write.ts';
import type { Result } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import { type DrainOptions, drainOptionsSchema } from '../../shared/drain.ts';
import type { DryRunAnswer } from '../../shared/drain-access.ts';
import { protectionSchema } from '../../shared/protection.ts';
import { TestThread, until } from '../electron/kube/test-context.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/*
 * Evictions tried as dry runs on a real control plane, through the real gate of all writes: the server says what it would, and nothing is gone, counted or recorded
 * afterwards.
 */

const deployment = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'registry.invalid/main:1' }] } },
  },
});
const budget = (name: string, app: string, minAvailable: number) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'default' },
  spec: { selector: { matchLabels: { app } }, minAvailable },
});

interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

describe('dry runs of evictions', () => {
  let clusters: Clusters;
  let thread: TestThread;
  let contextId: ContextId;
  const recorded: unknown[] = [];
  const asked: unknown[] = [];
  /** Of a context that is not there any more guardrails allow nothing. */
  let known = true;

  const podsOf = async (app: string): Promise<readonly Pod[]> => {
    const { items } = JSON.parse(await clusters.get('dry').kubectl('get', 'pods', '-l', `app=${app}`, '-o', 'json')) as {
      readonly items: readonly { readonly metadata: Pod }[];
    };
    return items.map(({ metadata: { namespace, name, uid } }) => ({ namespace, name, uid }));
  };
  const allowed = (name: string) => clusters.get('dry').kubectl('get', 'pdb', name, '-o', 'jsonpath={.status.disruptionsAllowed}');
  const gate = new WriteGate({
    journal: { append: async (line) => void recorded.push(line) },
    clock: systemClock,
    protection: () => protectionSchema.parse({}),
    contextOf: () => (known ? { name: 'dry', names: ['dry'], environment: 'prod', server: '', clusterUid: '', credential: '' } : null),
    call: (channel, args) => {
      asked.push(args);
      return thread.call(channel, args as object) as Promise<Result<unknown>>;
    },
    log: (line) => void recorded.push(line),
  });
  const tryAll = async (pods: readonly Pod[], options: Partial<DrainOptions> = {}): Promise<readonly DryRunAnswer[]> => {
    const run = await dryRunDrain(
      { contextId, pods, options: drainOptionsSchema.parse(options) },
      async (id, write) => {
        const outcome = await gate.dryRun(id, { ...write, run: '', undoes: '' });
        if (outcome.type !== 'denied') return outcome;
        return { type: 'denied', error: { kind: 'protected', reason: outcome.reason, demand: 'deny' } };
      },
      systemClock,
    );
    expect(run.pods.map(({ uid }) => uid)).toEqual(pods.map(({ uid }) => uid));
    return run.pods.map(({ outcome }) => outcome);
  };

  beforeAll(async () => {
    clusters = await startClusters(['dry']);
    const cluster = clusters.get('dry');
    const objects = [
      ...['free', 'one', 'none', 'two'].map((name) => deployment(name, 2)),
      ...[budget('one', 'one', 1), budget('none', 'none', 2), budget('two-a', 'two', 0), budget('two-b', 'two', 0)],
    ];
    await cluster.apply(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    for (const name of ['free', 'one', 'none', 'two']) await cluster.kubectl('rollout', 'status', `deployment/${name}`, '--timeout=60s');
    let counted = '';
    const look = async () => {
      counted = await allowed('one');
    };
    await until(
      'the budget is counted',
      () => {
        void look();
        return counted === '1';
      },
      30_000,
    );
    const connection = connectionOf(cluster);
    contextId = connection.contextId;
    thread = new TestThread({ projectionFor: () => null, calls: { [writesChannel]: writeHandler } });
    thread.connect(connection);
  }, 180_000);

  afterAll(async () => {
    thread?.disconnect();
    await clusters?.stop();
  }, 60_000);

  test('each pod is answered as things are, and everything is as it was', async () => {
    const [free, one, none, two] = [await podsOf('free'), await podsOf('one'), await podsOf('none'), await podsOf('two')];
    expect(await tryAll(free)).toEqual([{ answer: 'goes' }, { answer: 'goes' }]);
    // Each on its own: a budget that allows one lets both go.
    expect(await tryAll(one)).toEqual([{ answer: 'goes' }, { answer: 'goes' }]);
    expect(await tryAll(none)).toMatchObject([
      { answer: 'refused', code: 429, budget: 'none', message: 'The disruption budget none needs 2 healthy pods and has 2 currently' },
      { answer: 'refused', code: 429, budget: 'none' },
    ]);
    expect(await tryAll(two)).toMatchObject([
      { answer: 'refused', code: 500, message: expect.stringContaining('more than one PodDisruptionBudget') },
      { answer: 'refused', code: 500 },
    ]);
    // Deleted past every budget: the same question as a DELETE.
    expect(await tryAll(none, { disableEviction: true })).toEqual([{ answer: 'goes' }, { answer: 'goes' }]);
    expect([await podsOf('free'), await podsOf('one'), await podsOf('none'), await podsOf('two')]).toEqual([free, one, none, two]);
    expect(await allowed('one')).toBe('1');
    expect(recorded).toEqual([]);
  }, 60_000);

  test('a pod that is gone, or another of its name, is gone', async () => {
    const [pod] = await podsOf('free');
    if (pod === undefined) throw new Error('no pod');
    const other = '00000000-0000-0000-0000-000000000000';
    expect(
      await tryAll([
        { ...pod, uid: other },
        { ...pod, name: 'nobody' },
      ]),
    ).toEqual([{ answer: 'gone' }, { answer: 'gone' }]);
  });

  test('where a guardrail refuses the write nothing is asked', async () => {
    const pods = await podsOf('free');
    const { length } = asked;
    known = false;
    const denied: DryRunAnswer = { answer: 'unknown', error: { kind: 'protected', reason: 'context.gone', demand: 'deny' } };
    expect(await tryAll(pods)).toEqual([denied, denied]);
    expect(asked).toHaveLength(length);
  });
});
