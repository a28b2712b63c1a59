import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../../../../electron/demo/kube-object.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { TaintChange } from '../../../../shared/node-edits.ts';
import { protectionSchema } from '../../../../shared/protection.ts';
import { forbiddenAnswer, UNAUTHORIZED } from '../../../faults/fault-answers.ts';
import { type FaultServer, startFaultServer } from '../../../faults/fault-server.ts';
import { connectionTo } from '../../kube/test-context.ts';
import { NodeWritesHarness, sayAnswer, sayOutcome } from './node-writes-harness.ts';

/* Writes to nodes through the real gate and journal to a server that can be told to fail. What counts: what was sent, what the node is, what is recorded. */

const contextId = contextIdOf('test', 'one');
const names = ['a', 'b', 'c'];
const gpu: TaintChange = { type: 'set', key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const patchOf = (name: string) => ({ method: 'PATCH', path: `/api/v1/nodes/${name}` });

let server: FaultServer;
let harness: NodeWritesHarness;
const patches = () => server.requests.filter((request) => request.startsWith('PATCH'));
const node = (name: string): KubeObject => {
  const found = server.cluster.get('nodes', '', name);
  if (found === null) throw new Error(`no node ${name}`);
  return found;
};
const connect = (token = server.token) =>
  harness.thread.connect(
    connectionTo(server.url, {
      certificateAuthority: server.certificateAuthority,
      credential: { token, basic: null, clientCertificate: null, expiresAt: null },
      refreshable: true,
    }),
  );

beforeEach(async () => {
  server = await startFaultServer();
  harness = new NodeWritesHarness();
  for (const name of names) server.cluster.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { disk: 'hdd' } } });
  connect();
});
afterEach(async () => {
  await harness.close();
  await server.close();
});

test('many nodes are cordoned at once; what is so already is said, and nothing is sent for it', async () => {
  expect(sayAnswer(await harness.cordon(contextId, ['b']))).toEqual({ b: 'done' });
  expect(sayAnswer(await harness.cordon(contextId, names))).toEqual({ a: 'done', b: 'unchanged', c: 'done' });
  expect(patches()).toHaveLength(3);
  for (const name of names) expect(node(name)).toMatchObject({ spec: { unschedulable: true } });
  expect((await harness.entries()).map(({ action, target }) => `${action} ${target.name}`).sort()).toEqual([
    'cordon a',
    'cordon b',
    'cordon c',
  ]);
});

test('a node that is not there fails alone', async () => {
  expect(sayAnswer(await harness.cordon(contextId, ['a', 'gone']))).toEqual({ a: 'done', gone: 'failed: 404 NotFound' });
});

test('what kubectl refuses before it asks a cluster is refused as a whole, and nothing is read or written', async () => {
  const before = server.requests.length;
  expect(sayAnswer(await harness.taint(contextId, names, [{ ...gpu, key: 'a b' }]))).toMatch(
    /^invalid invalid taint spec: a b=gpu:NoSchedule, /,
  );
  expect(sayAnswer(await harness.label(contextId, names, [{ type: 'set', key: 'ok', value: '-' }]))).toMatch(
    /^invalid invalid label value: "ok=-": /,
  );
  expect(server.requests).toHaveLength(before);
});

test('without overwrite another value refuses, with kubectl’s words; with it the value is replaced and taken back again', async () => {
  await harness.taint(contextId, ['a'], [{ ...gpu, value: 'cpu' }]);
  expect(sayAnswer(await harness.taint(contextId, ['a', 'b'], [gpu]))).toEqual({
    a: 'failed: exists node a already has dedicated taint(s) with same effect(s) and --overwrite is false',
    b: 'done',
  });
  expect(sayAnswer(await harness.taint(contextId, ['a'], [gpu], true))).toEqual({ a: 'done' });
  expect(node('a')).toMatchObject({ spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } });
  expect(await harness.undo()).toMatchObject({ ok: true, value: { type: 'done', changed: true } });
  expect(node('a')).toMatchObject({ spec: { taints: [{ key: 'dedicated', value: 'cpu', effect: 'NoSchedule' }] } });
});

test('taking back has an entry of its own, which can be taken back as well, and is refused once the node is otherwise', async () => {
  const changes = [{ type: 'set', key: 'disk', value: 'ssd' } as const, { type: 'set', key: 'pool', value: 'db' } as const];
  await harness.label(contextId, ['a'], changes, true);
  const [first] = await harness.entries();
  expect(sayOutcomeOf(await harness.undo())).toBe('done');
  expect(node('a').metadata.labels).toEqual({ disk: 'hdd' });
  const [second] = await harness.entries();
  expect([second?.undoes, second?.action, second?.undoable]).toEqual([first?.id, 'label', true]);
  expect(sayOutcomeOf(await harness.undo())).toBe('done');
  expect(node('a').metadata.labels).toEqual({ disk: 'ssd', pool: 'db' });
  await harness.label(contextId, ['a'], [{ type: 'set', key: 'pool', value: 'web' }], true);
  const sent = patches().length;
  expect(sayOutcomeOf(await harness.undo(first?.id))).toBe('failed: changed node a has the label pool=web now');
  expect(patches()).toHaveLength(sent);
});

test('a change by somebody else between reading and writing is not lost: the whole list of taints is decided anew', async () => {
  const theirs = { key: 'theirs', effect: 'NoExecute' };
  let changed = false;
  harness.beforeWrite = () => {
    if (changed) return;
    changed = true;
    server.cluster.replace('nodes', { ...node('a'), spec: { taints: [theirs] } });
  };
  expect(sayAnswer(await harness.taint(contextId, ['a'], [gpu]))).toEqual({ a: 'done' });
  expect(node('a')).toMatchObject({ spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }, theirs] } });
  const [done, conflict] = await harness.entries();
  expect([done?.outcome.type, conflict?.outcome.type]).toEqual(['done', 'failed']);
  expect(done?.before).toEqual({ spec: { taints: [theirs] } });
});

test('who changes a node without end is not fought for ever', async () => {
  let time = 0;
  harness.beforeWrite = () => {
    const current = node('a');
    server.cluster.replace('nodes', { ...current, metadata: { ...current.metadata, annotations: { time: `${time++}` } } });
  };
  expect(sayAnswer(await harness.taint(contextId, ['a'], [gpu]))).toEqual({ a: 'failed: 409 Conflict' });
  expect(patches()).toHaveLength(5);
});

test('P01: the connection is cut after the write was sent: nobody knows, it is not sent again, and the journal says so', async () => {
  server.failNext({ match: patchOf('a'), answer: { reset: true } });
  expect(sayAnswer(await harness.cordon(contextId, ['a']))).toEqual({ a: 'unknown: unreachable' });
  expect(patches()).toHaveLength(1);
  const entry = (await harness.entries()).find(({ target }) => target.name === 'a');
  expect([entry?.outcome.type, entry?.undoable]).toEqual(['unknown', true]);
  // It was not done, as a look at the node tells once the connection is back: there is nothing to take back.
  await expect.poll(async () => sayOutcomeOf(await harness.undo(entry?.id)), { timeout: 10_000 }).toBe('unchanged');
});

test('P22: a right that is missing is said for each node, and recorded', async () => {
  server.failNext({ match: { method: 'PATCH' }, times: 2, answer: forbiddenAnswer('nodes "a" is forbidden') });
  expect(sayAnswer(await harness.cordon(contextId, ['a', 'b']))).toEqual({ a: 'failed: 403 Forbidden', b: 'failed: 403 Forbidden' });
  expect((await harness.entries()).map(({ outcome }) => outcome.type)).toEqual(['failed', 'failed']);
});

test('P19: a token that ends in the middle is renewed, and the write goes out once more, because a 401 is no write', async () => {
  harness.thread.onNotice = (notice) => {
    if (notice.type === 'unauthorized') connect();
  };
  server.failNext({ match: patchOf('a'), answer: UNAUTHORIZED });
  expect(sayAnswer(await harness.cordon(contextId, ['a']))).toEqual({ a: 'done' });
  expect(node('a')).toMatchObject({ spec: { unschedulable: true } });
  expect(await harness.entries()).toHaveLength(1);
});

test('a guardrail that refuses: nothing is sent, and each node is recorded as denied', async () => {
  const before = server.requests.length;
  harness.protection = protectionSchema.parse({ rules: [{ kinds: 'nodes', effect: 'deny', reason: 'frozen until Monday' }] });
  expect(sayAnswer(await harness.cordon(contextId, ['a', 'b']))).toBe('protected frozen until Monday');
  expect(server.requests).toHaveLength(before);
  expect((await harness.entries()).map(({ target, outcome }) => [target.name, sayOutcome(outcome)])).toEqual([
    ['b', 'denied: frozen until Monday'],
    ['a', 'denied: frozen until Monday'],
  ]);
});

test('what was refused, was never done or is no write to a node cannot be taken back', async () => {
  server.failNext({ match: { method: 'PATCH' }, answer: forbiddenAnswer() });
  await harness.cordon(contextId, ['a']);
  expect(await harness.undo()).toEqual({ ok: false, error: { kind: 'edit', cause: 'not-undoable', message: '' } });
});

test('a context that leads to another cluster since: nothing is taken back there, whatever its nodes are called', async () => {
  harness.clusterUid = 'first';
  await harness.cordon(contextId, ['a']);
  harness.clusterUid = 'second';
  expect(await harness.undo()).toMatchObject({ ok: false, error: { kind: 'edit', cause: 'changed' } });
  expect(node('a')).toMatchObject({ spec: { unschedulable: true } });
  harness.clusterUid = 'first';
  expect(await harness.undo()).toMatchObject({ ok: true, value: { type: 'done', changed: true } });
});

function sayOutcomeOf(result: Awaited<ReturnType<NodeWritesHarness['undo']>>): string {
  return result.ok ? sayOutcome(result.value) : JSON.stringify(result.error);
}
