import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DataThreadClient, dataThreadOptions } from '../../../electron/kube/data-thread-client.ts';
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
