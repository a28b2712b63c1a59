import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Exchange } from '../../electron/demo/exchange.ts';
import type { KubeObject } from '../../electron/demo/kube-object.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { RunHarness } from '../electron/features/nodes/run/run-harness.ts';
import { FakeClock, untilPassing } from '../electron/kube/fake-clock.ts';
import { connectionTo, until } from '../electron/kube/test-context.ts';
import { tooManyRequests, UNAUTHORIZED } from './fault-answers.ts';
import { type FaultServer, startFaultServer } from './fault-server.ts';

/*
 * Drains of a node of eight pods while everything between us and the cluster breaks. What counts: which evictions the server was asked for, and
 * that every pod of the run is where the cluster has it in the end. Time is a clock that is turned.
 */

const contextId = contextIdOf('test', 'one');
const evictionPath = /\/eviction$/;
const serverError = {
  status: 500,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: 'Internal error occurred: etcdserver: request timed out',
    code: 500,
  },
} as const;

let server: FaultServer;
let harness: RunHarness;
let clock: FakeClock;

function podOf(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      labels: { app: 'web' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'web-uid', controller: true }],
    },
    spec: { nodeName: 'a', terminationGracePeriodSeconds: 30, containers: [{ name: 'main', image: 'registry.invalid/main:1' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

const names = Array.from({ length: 8 }, (_, index) => `web-${index}`);
const evictions = () => server.requests.filter((request) => request.startsWith('POST') && request.includes('/eviction'));
const connect = (token = server.token) =>
  harness.thread.connect(
    connectionTo(server.url, {
      certificateAuthority: server.certificateAuthority,
      credential: { token, basic: null, clientCertificate: null, expiresAt: null },
    }),
  );

beforeEach(async () => {
  clock = new FakeClock();
  harness = new RunHarness(clock);
});
afterEach(async () => {
  await harness.close();
  harness.thread.disconnect();
  await server.close();
});

describe.each(['h2', 'http/1.1'] as const)('a drain over %s', (protocol) => {
  beforeEach(async () => {
    server = await startFaultServer({ http2: protocol === 'h2' });
    server.cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    server.cluster.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'a' },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });
    for (const name of names) server.cluster.create('pods', podOf(name));
    connect();
  });

  const over = async (id: string, stepMs = 50) => {
    await untilPassing(clock, 'the end of the drain', () => ['done', 'failed', 'stopped'].includes(harness.run(id).state), stepMs);
    return harness.run(id);
  };
  const allGone = (id: string) => {
    expect(harness.pods(id).map(({ step }) => step.step)).toEqual(names.map(() => 'gone'));
    expect(server.cluster.list('pods', 'shop')).toEqual([]);
  };

  test('without a fault: one cordon, one eviction for each pod', async () => {
    const id = await harness.start({ [contextId]: ['a'] });
    expect((await over(id)).state).toBe('done');
    allGone(id);
    expect(evictions()).toHaveLength(names.length);
    expect(server.requests.filter((request) => request.startsWith('PATCH'))).toEqual(['PATCH /api/v1/nodes/a']);
    expect(server.cluster.get('nodes', '', 'a')).toMatchObject({ spec: { unschedulable: true } });
    expect(await harness.drains.command(id, { type: 'uncordon' })).toMatchObject({ ok: true });
    await untilPassing(clock, 'the uncordoned node', () => harness.run(id).contexts[0]?.nodes[0]?.cordonedByRun === false);
    expect(server.cluster.get('nodes', '', 'a')).not.toMatchObject({ spec: { unschedulable: true } });
  });

  test('F12, P24: a storm of 429: every pod is asked for again, none sooner than after five seconds', async () => {
    const storm = server.failNext({
      match: { method: 'POST', path: evictionPath },
      times: names.length * 2,
      answer: tooManyRequests(null),
    });
    const id = await harness.start({ [contextId]: ['a'] });
    const began = clock.monotonic();
    expect((await over(id)).state).toBe('done');
    allGone(id);
    expect(storm.hits).toBe(names.length * 2);
    expect(clock.monotonic() - began).toBeGreaterThanOrEqual(10_000);
    expect(evictions()).toHaveLength(names.length * 3);
  });

  test('P23: 429 with Retry-After: nothing is sent before it has passed', async () => {
    server.failNext({ match: { method: 'POST', path: evictionPath }, answer: tooManyRequests(7) });
    const id = await harness.start({ [contextId]: ['a'] });
    await untilPassing(clock, 'the refusal', () => harness.pods(id).some(({ step }) => step.step === 'blocked'));
    const refusedAt = clock.monotonic();
    const blocked = harness.pods(id).find(({ step }) => step.step === 'blocked');
    await untilPassing(clock, 'the pod that was refused', () =>
      harness.pods(id).some(({ uid, step }) => uid === blocked?.uid && step.step === 'gone'),
    );
    expect(clock.monotonic() - refusedAt).toBeGreaterThan(6_500);
    await over(id);
    allGone(id);
  });

  test('P24: a 500 is neither yes nor no: the pod is looked at, and asked for again', async () => {
    server.failNext({ match: { method: 'POST', path: evictionPath }, times: 3, answer: serverError });
    const id = await harness.start({ [contextId]: ['a'] });
    expect((await over(id)).state).toBe('done');
    allGone(id);
    expect(evictions()).toHaveLength(names.length + 3);
  });

  test('P24: a server that fails for ever fails the pod, after so many tries, and halts what has not begun', async () => {
    server.failNext({ match: { method: 'POST', path: /web-3\/eviction$/ }, times: Number.POSITIVE_INFINITY, answer: serverError });
    const id = await harness.start({ [contextId]: ['a'] });
    expect((await over(id, 200)).state).toBe('failed');
    expect(harness.pods(id).filter(({ step }) => step.step !== 'gone')).toMatchObject([{ name: 'web-3', step: { step: 'failed' } }]);
    expect(evictions().filter((request) => request.includes('web-3'))).toHaveLength(6);
  });

  test('P01: cut after the server did it and before it said so: no pod is asked for twice', async () => {
    const cut = server.failNext({
      match: { method: 'POST', path: evictionPath },
      times: 4,
      answer: (exchange: Exchange) => {
        // What the real handler does, and then the line is dead.
        const name = /pods\/([^/]+)\/eviction/.exec(exchange.path)?.[1] ?? '';
        server.cluster.delete('pods', 'shop', name);
        exchange.destroy();
        return true;
      },
    });
    const id = await harness.start({ [contextId]: ['a'] });
    expect((await over(id)).state).toBe('done');
    allGone(id);
    expect(cut.hits).toBe(4);
    expect(new Set(harness.removals()).size).toBe(names.length);
    const evictedTwice = names.filter((name) => evictions().filter((request) => request.includes(`/${name}/`)).length > 1);
    // A connection of HTTP/1.1 or HTTP/2 that died under others takes them along: those had not been done, and are asked for again.
    for (const name of evictedTwice)
      expect(harness.sent.filter(({ write, answer }) => write.target.name === name && answer?.type === 'done')).toHaveLength(1);
  });

  test('P01: cut before the server did it: the pod is looked at before it is asked for again', async () => {
    server.failNext({ match: { method: 'POST', path: /web-0\/eviction$/ }, answer: { reset: true } });
    const id = await harness.start({ [contextId]: ['a'] });
    expect((await over(id)).state).toBe('done');
    allGone(id);
    const asked = server.requests.filter((request) => request.includes('/pods/web-0'));
    expect(asked[0]).toMatch(/^POST/);
    expect(asked[1]).toMatch(/^GET/);
    expect(asked[2]).toMatch(/^POST/);
  });

  test('P19: the token expires in mid-run: one refresh, and the drain goes on unseen', async () => {
    harness.thread.onNotice = (notice) => {
      if (notice.type === 'unauthorized') connect();
    };
    const expired = server.failNext({ match: { method: 'POST', path: evictionPath }, answer: UNAUTHORIZED });
    const id = await harness.start({ [contextId]: ['a'] });
    expect((await over(id)).state).toBe('done');
    allGone(id);
    expect(expired.hits).toBe(1);
    expect(harness.sent.filter(({ answer }) => answer?.type !== 'done')).toEqual([]);
  });

  test('P12: the server is away for a while in mid-run: trouble is said, nothing is sent blindly, and the drain goes on', async () => {
    let answered = 0;
    server.failNext({
      match: { method: 'POST', path: evictionPath },
      times: Number.POSITIVE_INFINITY,
      answer: () => {
        if (++answered === 3) void server.stop();
        return false;
      },
    });
    const id = await harness.start({ [contextId]: ['a'] });
    await untilPassing(clock, 'trouble', () => harness.run(id).contexts[0]?.trouble !== null, 200);
    expect(harness.run(id).state).toBe('running');
    await server.start();
    await over(id, 200);
    allGone(id);
    const done = harness.sent.filter(({ write, answer }) => write.target.resource === 'pods' && answer?.type === 'done');
    expect(new Set(done.map(({ write }) => write.target.uid)).size).toBe(done.length);
  });

  test('the app ends in mid-run and starts again: what was under way is looked at, nothing is forgotten, and it goes on when the user says so', async () => {
    const held: Exchange[] = [];
    server.failNext({
      match: { method: 'POST', path: evictionPath },
      times: 4,
      answer: (exchange) => {
        held.push(exchange);
        // Two are done without an answer, two are not done.
        if (held.length <= 2) server.cluster.delete('pods', 'shop', /pods\/([^/]+)\/eviction/.exec(exchange.path)?.[1] ?? '');
        return true;
      },
    });
    const id = await harness.start({ [contextId]: ['a'] });
    await untilPassing(
      clock,
      'four under way, the others gone',
      () => held.length === 4 && harness.pods(id).filter(({ step }) => step.step === 'gone').length >= 4,
    );
    harness.restart();
    expect(harness.run(id).state).toBe('interrupted');
    const before = evictions().length;
    await clock.pass(60_000);
    expect(evictions().length).toBe(before);
    expect(await harness.drains.command(id, { type: 'resume' })).toMatchObject({ ok: true });
    expect((await over(id)).state).toBe('done');
    allGone(id);
    expect(evictions()).toHaveLength(names.length + 2);
    for (const exchange of held) exchange.destroy();
  });

  test('stop: nothing new is asked for, and what this run cordoned is uncordoned', async () => {
    const refusal = server.failNext({
      match: { method: 'POST', path: evictionPath },
      times: Number.POSITIVE_INFINITY,
      answer: tooManyRequests(null),
    });
    const id = await harness.start({ [contextId]: ['a'] });
    await untilPassing(
      clock,
      'every pod refused',
      () => harness.pods(id).length === 8 && harness.pods(id).every(({ step }) => step.step === 'blocked'),
    );
    expect(await harness.drains.command(id, { type: 'stop', uncordon: true })).toMatchObject({ ok: true });
    await untilPassing(clock, 'the end', () => harness.run(id).state === 'stopped');
    const { hits } = refusal;
    await clock.pass(60_000);
    expect(refusal.hits).toBe(hits);
    expect(harness.pods(id).map(({ step }) => step)).toEqual(names.map(() => ({ step: 'skipped', why: 'stopped', message: '' })));
    await until('the uncordoned node', () => harness.run(id).contexts[0]?.nodes[0]?.cordonedByRun === false);
    expect(server.cluster.list('pods', 'shop')).toHaveLength(8);
  });

  test('F40: a disk that takes no more: what cannot be written is not sent, it is said, and the drain goes on when there is room', async () => {
    const id = await harness.start({ [contextId]: ['a'] }, {}, {});
    // Where the folder was there is a file now: nothing can be written below it.
    // A file of it may just be written.
    rmSync(harness.folder, { recursive: true, maxRetries: 20, retryDelay: 10 });
    writeFileSync(harness.folder, '');
    await untilPassing(clock, 'trouble', () => harness.run(id).contexts[0]?.trouble?.kind === 'drain', 200);
    const sent = harness.sent.length;
    await clock.pass(60_000);
    expect(harness.sent.length).toBe(sent);
    expect(harness.run(id).contexts[0]?.trouble).toMatchObject({ kind: 'drain', cause: 'not-kept' });
    rmSync(harness.folder);
    expect((await over(id, 200)).state).toBe('done');
    allGone(id);
    expect(evictions()).toHaveLength(names.length);
  });

  test('F40: a drain that cannot be written down does not begin', async () => {
    // A file of it may just be written.
    rmSync(harness.folder, { recursive: true, maxRetries: 20, retryDelay: 10 });
    writeFileSync(harness.folder, '');
    await expect(harness.start({ [contextId]: ['a'] })).rejects.toThrow('not-kept');
    expect(harness.sent).toEqual([]);
    expect(harness.runs.size).toBe(0);
  });
});
