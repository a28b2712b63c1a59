import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataThreadClient, dataThreadOptions } from '../../../electron/kube/data-thread-client.ts';
import type { DataThreadSetup } from '../../../electron/kube/data-thread-protocol.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestReader, until } from './test-context.ts';

/* The real worker, bundled as the app bundles it. */

let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-thread-'));
  file = path.join(folder, 'data-thread.cjs');
  const root = path.resolve(import.meta.dirname, '../../..');
  await build({
    entryPoints: [path.join(root, 'electron/data-thread.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    logLevel: 'error',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a thread that dies ends its streams, is replaced, and serves again once its contexts are sent again', async () => {
  const server = await ScriptedApiServer.start();
  server.put('a', 'x', 1);
  const workers: Worker[] = [];
  const client = new DataThreadClient(() => {
    const worker = new Worker(file, dataThreadOptions);
    workers.push(worker);
    return worker;
  });
  const connection = connectionTo(server.url);
  const open = () => {
    const reader = new TestReader();
    const args = {
      contextId: contextIdOf('test', 'one'),
      resource: { group: '', version: 'v1', resource: 'pods' },
      namespaces: null,
      fieldSelector: '',
    };
    const stream = client.open('rows.watch', args, (text) => {
      reader.rows.clear();
      const event = JSON.parse(text);
      if (event.type === 'end') reader.ended = event.error;
      if (event.type === 'state') reader.states.push(event.state);
      stream.credit(1);
    });
    return reader;
  };
  try {
    client.onRestart(() => client.send({ type: 'connect', connection, namespaces: [] }));
    client.send({ type: 'connect', connection, namespaces: [] });
    const first = open();
    await until('live', () => first.state?.state === 'live');
    expect(await client.call('no.such', { contextId: connection.contextId })).toMatchObject({ ok: false, error: { kind: 'internal' } });
    await workers[0]?.terminate();
    await until('ended', () => first.ended !== undefined);
    expect(first.ended).toMatchObject({ kind: 'internal' });
    const second = open();
    await until('live again', () => second.state?.state === 'live');
    expect(workers).toHaveLength(2);
  } finally {
    await client.close();
    await server.stop();
  }
  expect(await client.call('resources.discover', {})).toMatchObject({ ok: false });
});

test('a port for a thread that has died is closed, so that its other end asks again', async () => {
  const workers: Worker[] = [];
  const client = new DataThreadClient(() => {
    const worker = new Worker(file, dataThreadOptions);
    workers.push(worker);
    return worker;
  });
  try {
    await workers[0]?.terminate();
    const { port1, port2 } = new MessageChannel();
    const closed = new Promise((resolve) => port1.once('close', resolve));
    client.send({ type: 'feed', feed: 'logs', contextId: contextIdOf('test', 'one'), request: null, port: port2 }, [port2]);
    await closed;
    await until('another thread', () => workers.length === 2);
  } finally {
    await client.close();
  }
});

test('a countdown that is over when it is looked at does not stop the thread', async () => {
  const client = new DataThreadClient(() => new Worker(file, dataThreadOptions));
  const contextId = contextIdOf('test', 'one');
  const args = { contextId, resource: { group: '', version: 'v1', resource: 'pods' }, namespaces: null, fieldSelector: '' };
  const error = { kind: 'credentials', cause: 'plugin-failed', command: 'x', exitCode: 1, stderr: '', hint: '', detail: '' } as const;
  try {
    client.open('rows.watch', args, () => undefined);
    // The timers of the countdown and of who waits for it end together, in either order.
    for (let round = 0; round < 20; round++) {
      client.send({ type: 'connect-failed', contextId, error, retryAt: Date.now() + (round % 4) - 1 });
      const answered = client.call('diagnostics.get', {});
      const late = new Promise((resolve) => setTimeout(() => resolve('the thread does not answer'), 3_000));
      expect(await Promise.race([answered, late])).toMatchObject({ ok: true });
    }
  } finally {
    await client.close();
  }
});

test('in the real thread a context nobody looks at goes cold and comes back true, and its file goes with its connection', async () => {
  const server = await ScriptedApiServer.start();
  for (let at = 0; at < 3_000; at++) server.put('a', `pod-${at}`, at);
  const coldFolder = mkdtempSync(path.join(folder, 'cold-'));
  const workerData: DataThreadSetup = { coldFolder, budget: { bytes: 0, hotMs: 0, leastHotMs: 0, small: 0 } };
  const client = new DataThreadClient(() => new Worker(file, { ...dataThreadOptions, workerData }));
  const connection = connectionTo(server.url);
  const { contextId } = connection;
  try {
    client.send({ type: 'connect', connection, namespaces: [] });
    await until('cold', () => server.count('list') > 0 && server.watches === 0 && readdirSync(coldFolder).length === 1);
    // Written to the end: the thread says so by counts with a time.
    const asOf = () => counted !== null && counted?.asOf !== undefined;
    let counted: { readonly asOf?: number } | null = null;
    client.onMessage((notice) => {
      if (notice.type === 'status') counted = notice.status.problems;
    });
    await until('counted with a time', asOf);
    server.delete('a-pod-1');
    server.put('a', 'pod-2', 'changed');
    const lists = server.count('list');
    const reader = new TestReader();
    const stream = client.open(
      'rows.watch',
      { contextId, resource: { group: '', version: 'v1', resource: 'pods' }, namespaces: null },
      (text) => {
        reader.take(text);
        stream.credit(1);
      },
    );
    await until('live', () => reader.state?.state === 'live');
    expect([...reader.rows.keys()].sort()).toEqual([...server.objects.keys()].sort());
    expect(reader.states.some(({ state }) => state === 'catching-up')).toBe(true);
    expect(server.count('list')).toBe(lists);
    stream.close();
    await until('cold again', () => readdirSync(coldFolder).length === 1);
    client.send({ type: 'disconnect', contextId });
    await until('removed', () => readdirSync(coldFolder).length === 0);
  } finally {
    await client.close();
    await server.stop();
  }
});
