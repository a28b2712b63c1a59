import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { TaintChange } from '../../shared/node-edits.ts';
import type { TaintPlan } from '../../shared/node-writes.ts';
import { NodeWritesHarness, sayAnswer } from '../electron/features/nodes/node-writes-harness.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/*
 * Nodes of two real control planes are cordoned, tainted and labelled at once, and that is taken back. What a NoExecute does to the pods of a node is held
 * against what the real taint eviction controller then does to them.
 */

const maintenance: TaintChange = { type: 'set', key: 'maintenance', value: 'now', effect: 'NoExecute' };
const tolerating = (name: string, tolerations: readonly object[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: {
    nodeName: 'red-node-1',
    terminationGracePeriodSeconds: 1,
    tolerations,
    containers: [{ name: 'main', image: 'registry.invalid/main:1' }],
  },
});
const pods = [
  tolerating('at-once', []),
  tolerating('other-value', [{ key: 'maintenance', value: 'later' }]),
  tolerating('a-while', [{ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 3 }]),
  tolerating('for-ever', [{ key: 'maintenance', operator: 'Exists' }]),
];

describe('writes to nodes of two real control planes', () => {
  let clusters: Clusters;
  let harness: NodeWritesHarness;
  const contextOf = (name: string): ContextId => connectionOf(clusters.get(name)).contextId;
  const nodesOf = (name: string) => [1, 2].map((index) => `${name}-node-${index}`);
  const ask = (name: string, path: string) =>
    clusters.get(name).kubectl('get', 'nodes', ...nodesOf(name), '-o', `jsonpath={.items[*].${path}}`);

  beforeAll(async () => {
    clusters = await startClusters(['red', 'white'], { nodes: 2 });
    harness = new NodeWritesHarness();
    for (const name of ['red', 'white']) harness.thread.connect(connectionOf(clusters.get(name)));
    await clusters.get('red').apply(pods.map((pod) => JSON.stringify(pod)).join('\n---\n'));
    await clusters
      .get('red')
      .kubectl('wait', '--for=jsonpath={.status.phase}=Running', 'pod', ...pods.map(({ metadata }) => metadata.name), '--timeout=60s');
  });
  afterAll(async () => {
    await harness?.close();
    await clusters?.stop();
  });

  test('nodes of both are cordoned and labelled at once, and each is taken back by itself', async () => {
    const change = { type: 'set', key: 'example.com/batch', value: 'one' } as const;
    const answers = await Promise.all(
      ['red', 'white'].flatMap((name) => [
        harness.cordon(contextOf(name), nodesOf(name)),
        harness.label(contextOf(name), nodesOf(name), [change]),
      ]),
    );
    for (const answer of answers) expect(Object.values(sayAnswer(answer))).toEqual(['done', 'done']);
    for (const name of ['red', 'white']) {
      expect(await ask(name, 'spec.unschedulable')).toMatch(/^true true\s*$/);
      expect(await ask(name, 'metadata.labels.example\\.com/batch')).toMatch(/^one one\s*$/);
    }
    // A try that met a node which changed meanwhile is recorded beside the one that was done.
    const written = (await harness.entries()).filter(({ outcome }) => outcome.type === 'done');
    expect(written).toHaveLength(8);
    for (const { id } of written) expect(await harness.undo(id)).toMatchObject({ ok: true, value: { type: 'done', changed: true } });
    for (const name of ['red', 'white']) {
      expect((await ask(name, 'spec.unschedulable')).trim()).toBe('');
      expect((await ask(name, 'metadata.labels.example\\.com/batch')).trim()).toBe('');
    }
  });

  test('the pods that a NoExecute deletes, at once and later, are those that the plan named', async () => {
    const context = contextOf('red');
    const planned = (await harness.thread.call('nodes.planTaints', {
      contextId: context,
      nodes: ['red-node-1'],
      changes: [maintenance],
    })) as Result<TaintPlan>;
    const named = planned.ok ? (planned.value.nodes[0]?.pods ?? []) : [];
    const fates = Object.fromEntries(named.filter(({ namespace }) => namespace === 'default').map(({ name, after }) => [name, after]));
    expect(fates).toEqual({
      'at-once': { type: 'now' },
      'other-value': { type: 'now' },
      'a-while': { type: 'after', seconds: 3 },
      'for-ever': { type: 'stays' },
    });
    expect(sayAnswer(await harness.taint(context, ['red-node-1'], [maintenance]))).toEqual({ 'red-node-1': 'done' });
    const left = async () =>
      (await clusters.get('red').kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.name}')).trim().split(' ').sort();
    await expect.poll(left, { timeout: 60_000, interval: 200 }).toEqual(['for-ever']);
    const reasons = await clusters
      .get('red')
      .kubectl('get', 'events', '-o', 'jsonpath={range .items[?(@.reason=="TaintManagerEviction")]}{.involvedObject.name} {end}');
    expect([...new Set(reasons.trim().split(' '))].sort()).toEqual(['a-while', 'at-once', 'other-value']);
    expect(await harness.undo()).toMatchObject({ ok: true, value: { type: 'done', changed: true } });
    expect(await ask('red', 'spec.taints')).not.toContain('maintenance');
  });
});
