import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ColdFiles } from '../../../electron/kube/cold-files.ts';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { ListSource } from '../../../electron/kube/list-source.ts';
import { rowDecoderOf } from '../../../electron/kube/row-decoder.ts';
import { projectionFor } from '../../../electron/projections.ts';
import { FakeClock, untilPassing } from './fake-clock.ts';
import { ScriptedApiServer, sendJson } from './scripted-api-server.ts';
import { connectionTo, TestThread, testProjection, until } from './test-context.ts';

/* A context nobody looks at, in the data thread's own code over real sockets and real files; only the clock is turned by hand. */

/** Nothing is too small to go, and nothing stays longer than it must. */
const strict = { bytes: 0, hotMs: 10_000, leastHotMs: 10_000, small: 0 };

let folder: string;
let server: ScriptedApiServer;
let clock: FakeClock;
let thread: TestThread;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-test-tiers-'));
  server = await ScriptedApiServer.start();
  for (let at = 0; at < 1_200; at++) server.put('a', `pod-${at}`, at === 0 ? 'broken' : at);
  clock = new FakeClock();
  thread = new TestThread({ clock, coldFolder: folder, budget: strict });
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A source alone, without a session around it. */
function sourceOf(resource: string, projections: typeof projectionFor): ListSource {
  return new ListSource(
    { ref: { group: '', version: 'v1', resource }, namespaces: null, fieldSelector: '', labelSelector: '' },
    {
      clock,
      decoderFor: (ref) => rowDecoderOf(ref, projections),
      isNamespaced: () => Promise.resolve(true),
      namespacesToTry: () => Promise.resolve([]),
      onNotServed: () => undefined,
      files: new ColdFiles(folder),
    },
  );
}

const files = () => readdirSync(folder);
const status = () => thread.notices.flatMap((notice) => (notice.type === 'status' ? [notice.status] : [])).at(-1);
const isCold = () => thread.host.tiers().sources.every(({ tier }) => tier === 'cold') && server.watches === 0;

async function connectAndLeave(): Promise<void> {
  thread.connect(connectionTo(server.url));
  await untilPassing(clock, 'counted', () => status()?.problems?.broken === 1 && server.watches === 1);
  await untilPassing(clock, 'cold', isCold, 1_000);
}

test('a context nobody looks at goes cold: watch closed, rows in one file, counts as last known with their age, connection proven', async () => {
  await connectAndLeave();
  expect(files()).toHaveLength(1);
  const [source] = thread.host.tiers().sources;
  expect(source).toMatchObject({ tier: 'cold', rows: 1_200 });
  await untilPassing(clock, 'told', () => status()?.problems?.asOf !== undefined);
  const counted = status()?.problems;
  expect(counted).toMatchObject({ broken: 1, attention: 0 });
  server.put('a', 'pod-1', 'broken');
  const probes = server.requests.filter(({ path: asked }) => asked === '/version').length;
  await untilPassing(clock, 'heartbeats', () => server.requests.filter(({ path: asked }) => asked === '/version').length > probes + 1, 500);
  expect(status()?.problems).toEqual(counted);
  expect(status()?.freshness.state).toBe('live');
  expect(isCold()).toBe(true);
});

test('looked at again it shows its rows as old at once, and is live with what happened meanwhile, without a list', async () => {
  await connectAndLeave();
  const lists = server.count('list');
  server.put('a', 'pod-1', 'changed meanwhile');
  server.put('a', 'new', 'made meanwhile');
  server.delete('a-pod-2');
  const { reader } = thread.open();
  await untilPassing(clock, 'old rows', () => reader.rows.size >= 1_200, 1);
  await untilPassing(clock, 'live', () => reader.state?.state === 'live', 10);
  const states = reader.states.map(({ state }) => state);
  expect(states.at(-2)).toBe('catching-up');
  expect(reader.values).toEqual(Object.fromEntries([...server.objects].map(([uid, { value }]) => [uid, value])));
  expect(server.count('list')).toBe(lists);
  expect(files()).toEqual([]);
  await untilPassing(clock, 'counts are live again', () => status()?.problems !== null && status()?.problems?.asOf === undefined);
});

test('what it calls old carries the time of the last look at the cluster, not of the look', async () => {
  await connectAndLeave();
  const cold = clock.now();
  await clock.pass(3_600_000);
  const { reader } = thread.open();
  await untilPassing(clock, 'old', () => reader.states.some(({ state }) => state === 'catching-up'), 1);
  const old = reader.states.find((state) => state.state === 'catching-up');
  expect(old?.state === 'catching-up' && old.since).toBeLessThanOrEqual(cold);
});

test('when the server has forgotten that version, a list as a diff makes it true', async () => {
  await connectAndLeave();
  server.put('a', 'pod-1', 'changed meanwhile');
  server.delete('a-pod-2');
  server.compact();
  const { reader } = thread.open();
  await untilPassing(clock, 'live', () => reader.state?.state === 'live', 10);
  expect(reader.values).toEqual(Object.fromEntries([...server.objects].map(([uid, { value }]) => [uid, value])));
  expect(reader.messages.filter((message) => message.items?.reset === true)).toHaveLength(1);
});

test('when the server is gone, the old rows stay on screen as stale since they were true', async () => {
  await connectAndLeave();
  const cold = clock.now();
  const { port } = server;
  await server.stop();
  const { reader } = thread.open();
  await untilPassing(clock, 'stale', () => reader.state?.state === 'stale', 100);
  expect(reader.rows.size).toBe(1_200);
  expect(reader.state?.state === 'stale' && reader.state.since).toBeLessThanOrEqual(cold);
  await server.resume(port);
  await untilPassing(clock, 'live again', () => reader.state?.state === 'live', 500);
});

test('a table on screen never goes cold', async () => {
  thread.connect(connectionTo(server.url));
  const { reader } = thread.open();
  await untilPassing(clock, 'live', () => reader.state?.state === 'live');
  for (let step = 0; step < 60; step++) await clock.pass(5_000);
  expect(thread.host.tiers().sources).toMatchObject([{ tier: 'hot' }]);
  expect(files()).toEqual([]);
});

test('a look while the file is being written wins: nothing is lost and no file stays', async () => {
  const transport = new HttpTransport(connectionTo(server.url), { clock, userAgent: 'timonier/test', onUnauthorized: () => undefined });
  const source = sourceOf('pods', (ref) => (ref.resource === 'pods' ? testProjection : null));
  source.start(transport);
  await untilPassing(clock, 'live', () => source.canRest && source.store.size === 1_200);
  const lists = server.count('list');
  const written = source.rest();
  server.put('a', 'pod-1', 'broken');
  await Promise.all([source.look(), written]);
  expect(source.cold).toBeNull();
  await untilPassing(clock, 'true again', () => source.store.problems.broken === 2 && source.state.state === 'live', 10);
  expect(source.store.size).toBe(1_200);
  expect(server.count('list')).toBe(lists);
  expect(files()).toEqual([]);
  source.stop();
  transport.close();
});

test('a file that was damaged or swept away costs a list, nothing else', async () => {
  await connectAndLeave();
  const lists = server.count('list');
  writeFileSync(path.join(folder, String(files()[0])), zlib.gzipSync('["only"]\n'.repeat(3)));
  const { reader } = thread.open();
  await untilPassing(clock, 'live', () => reader.state?.state === 'live', 10);
  expect(reader.rows.size).toBe(1_200);
  expect(server.count('list')).toBeGreaterThan(lists);
});

test('after a disconnect its file is gone', async () => {
  await connectAndLeave();
  thread.disconnect();
  await until('removed', () => files().length === 0);
});

test('when the context leads to another cluster or user, the file is gone and nothing of it is shown', async () => {
  await connectAndLeave();
  const other = await ScriptedApiServer.start();
  try {
    other.put('b', 'theirs', 'broken');
    thread.connect(connectionTo(other.url));
    await until('removed', () => files().length === 0);
    const { reader } = thread.open();
    await untilPassing(clock, 'live', () => reader.state?.state === 'live' && reader.rows.size > 0, 10);
    expect(Object.keys(reader.values)).toEqual(['b-theirs']);
  } finally {
    thread.disconnect();
    await other.stop();
  }
});

test('a table on screen does not keep the rows of the cluster its context led to before', async () => {
  thread.connect(connectionTo(server.url));
  const { reader } = thread.open();
  await untilPassing(clock, 'live', () => reader.state?.state === 'live');
  const other = await ScriptedApiServer.start();
  try {
    other.put('b', 'theirs', 'broken');
    thread.connect(connectionTo(other.url));
    await untilPassing(clock, 'theirs', () => reader.rows.has('b-theirs') && reader.state?.state === 'live', 10);
    expect(Object.keys(reader.values)).toEqual(['b-theirs']);
  } finally {
    thread.disconnect();
    await other.stop();
  }
});

test('a context that leads elsewhere while its file is being read shows nothing of it either', async () => {
  await connectAndLeave();
  const other = await ScriptedApiServer.start();
  try {
    other.put('b', 'theirs', 'broken');
    const { reader } = thread.open();
    thread.connect(connectionTo(other.url));
    await untilPassing(clock, 'live', () => reader.state?.state === 'live' && reader.rows.size > 0, 10);
    expect(Object.keys(reader.values)).toEqual(['b-theirs']);
    await until('removed', () => files().length === 0);
  } finally {
    thread.disconnect();
    await other.stop();
  }
});

test('a renewed credential of the same user leaves the rest alone', async () => {
  const connection = connectionTo(server.url, { refreshable: true });
  thread.connect(connection);
  await untilPassing(clock, 'counted', () => status()?.problems?.broken === 1 && server.watches === 1);
  await untilPassing(clock, 'cold', isCold, 1_000);
  thread.connect({ ...connection, credential: { ...connection.credential, token: 'renewed' } });
  await clock.pass(5_000);
  expect(isCold()).toBe(true);
});

test('without a place to write everything stays hot and live, and the reason is a value', async () => {
  rmSync(folder, { recursive: true });
  thread.connect(connectionTo(server.url));
  await untilPassing(clock, 'counted', () => status()?.problems?.broken === 1);
  await untilPassing(clock, 'failed', () => thread.host.tiers().failure !== null, 1_000);
  expect(thread.host.tiers().failure?.message).toMatch(/ENOENT/);
  server.put('a', 'pod-1', 'broken');
  await untilPassing(clock, 'still watched', () => status()?.problems?.broken === 2);
  expect(status()?.problems?.asOf).toBeUndefined();
});

test('what rests holds no data of Secrets, because rows never do', async () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 's',
      namespace: 'a',
      uid: 'u',
      resourceVersion: '5',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"k":"c3dvcmRmaXNo"}}' },
    },
    type: 'Opaque',
    data: { k: 'c3dvcmRmaXNo' },
    stringData: { k: 'swordfish' },
  };
  server.intercept = (request, response) => {
    if (request.path !== '/api/v1/secrets') return false;
    if (request.query.get('watch') === 'true') response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    // As a server that makes no Tables answers: the whole object.
    else sendJson(response, 200, { kind: 'SecretList', apiVersion: 'v1', metadata: { resourceVersion: '5' }, items: [secret] });
    return true;
  };
  const transport = new HttpTransport(connectionTo(server.url), { clock, userAgent: 'timonier/test', onUnauthorized: () => undefined });
  const source = sourceOf('secrets', projectionFor);
  source.start(transport);
  await untilPassing(clock, 'live', () => source.canRest && source.store.size === 1);
  await source.rest();
  const text = files()
    .map((file) => zlib.gunzipSync(readFileSync(path.join(folder, file))).toString())
    .join('\n');
  expect(text).toContain('"name":"s"');
  expect(text).not.toMatch(/c3dvcmRmaXNo|swordfish|last-applied/);
  source.stop();
  transport.close();
});
