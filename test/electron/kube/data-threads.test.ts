import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { DataThreadWorker as WorkerLike } from '../../../electron/kube/data-thread-client.ts';
import type { FromDataThread, ToDataThread } from '../../../electron/kube/data-thread-protocol.ts';
import { DataThreads } from '../../../electron/kube/data-threads.ts';
import { type ContextId, contextIdOf } from '../../../shared/context-id.ts';
import { connectionTo } from './test-context.ts';

/* Who gets what: the workers only write down their messages. The real worker is tested in data-thread-client.test.ts. */

class RecordingWorker extends EventEmitter {
  readonly received: ToDataThread[] = [];
  ended = false;

  postMessage(message: ToDataThread): void {
    this.received.push(message);
  }

  say(message: FromDataThread): void {
    this.emit('message', message);
  }

  async terminate(): Promise<void> {
    this.ended = true;
  }

  types(): string[] {
    return this.received.map((message) => message.type);
  }
}

function startThreads(count: number) {
  const workers: RecordingWorker[] = [];
  const threads = new DataThreads((): WorkerLike => {
    const worker = new RecordingWorker();
    workers.push(worker);
    return worker;
  }, count);
  return { workers, threads };
}

const id = (name: string) => contextIdOf('test', name);
const connect = (contextId: ContextId) =>
  ({ type: 'connect', connection: { ...connectionTo('http://127.0.0.1:1'), contextId }, namespaces: [] }) as const;
const rowsOf = (contextId: ContextId) => ({
  contextId,
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: null,
  fieldSelector: '',
});

test('contexts are spread over threads, which start when they are needed, and everything of a context goes to its thread', async () => {
  const { workers, threads } = startThreads(2);
  expect(workers).toHaveLength(1);
  threads.send(connect(id('a')));
  expect(workers).toHaveLength(1);
  threads.send(connect(id('b')));
  threads.send(connect(id('c')));
  threads.open('rows.watch', rowsOf(id('b')), () => undefined);
  void threads.call('resources.discover', { contextId: id('b') });
  threads.send({ type: 'retry', contextId: id('b') });
  threads.send({ type: 'wake' });
  expect(workers.map((worker) => worker.types())).toEqual([
    ['connect', 'connect', 'wake'],
    ['connect', 'open', 'call', 'retry', 'wake'],
  ]);
  await threads.close();
  expect(workers.every((worker) => worker.ended)).toBe(true);
});

test('a context keeps its thread, and a disconnected one makes room for another', () => {
  const { workers, threads } = startThreads(2);
  for (const name of ['a', 'b', 'c']) threads.send(connect(id(name)));
  threads.send({ type: 'disconnect', contextId: id('a') });
  threads.send({ type: 'disconnect', contextId: id('c') });
  threads.send(connect(id('d')));
  threads.send(connect(id('a')));
  const connected = workers.map((worker) =>
    worker.received.flatMap((message) => (message.type === 'connect' ? message.connection.contextId : [])),
  );
  expect(connected).toEqual([[id('a'), id('c'), id('d'), id('a')], [id('b')]]);
});

test('a thread that dies says which connected contexts it had; streams of others go on', () => {
  const { workers, threads } = startThreads(2);
  const lost: (readonly ContextId[])[] = [];
  const notices: ContextId[] = [];
  threads.onRestart((contexts) => lost.push(contexts));
  threads.onMessage((notice) => notices.push(notice.contextId));
  for (const name of ['a', 'b', 'c', 'd']) threads.send(connect(id(name)));
  threads.send({ type: 'disconnect', contextId: id('d') });
  const events: string[] = [];
  threads.open('rows.watch', rowsOf(id('a')), (event) => events.push(`a ${JSON.parse(event).type}`));
  threads.open('rows.watch', rowsOf(id('b')), (event) => events.push(`b ${JSON.parse(event).type}`));
  // Threads that just started are replaced after a pause; both numbers of a stream are 1, in different threads.
  workers[1]?.emit('exit', 1);
  workers[0]?.say({ type: 'event', id: 1, event: '{"type":"items"}' });
  workers[0]?.say({ type: 'unauthorized', contextId: id('c'), detail: '' });
  expect(events).toEqual(['a items']);
  expect(notices).toEqual([id('c')]);
  return expect
    .poll(() => ({ lost, events, workers: workers.length }), { timeout: 5_000 })
    .toEqual({ lost: [[id('b')]], events: ['a items', 'b end'], workers: 3 });
});

test('a call that names no context, and one after the end, are answered with an error', async () => {
  const { workers, threads } = startThreads(2);
  const asked = threads.call('resources.discover', {});
  workers[0]?.say({ type: 'result', id: 1, result: { ok: false, error: { kind: 'internal', message: 'no context' } } });
  expect(await asked).toMatchObject({ ok: false });
  await threads.close();
  expect(await threads.call('resources.discover', { contextId: id('new') })).toMatchObject({ ok: false });
  expect(workers).toHaveLength(1);
});
