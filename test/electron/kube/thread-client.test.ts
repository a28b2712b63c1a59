import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ThreadClient } from '../../../electron/kube/thread-client.ts';

/** Answers every call, and hangs for good when it is asked to. */
const program = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', (message) => {
  if (message.channel === 'hang') for (;;);
  if (message.type === 'call') parentPort.postMessage({ type: 'result', id: message.id, result: { ok: true, value: message.channel } });
});`;

test('a thread that hangs is ended and replaced: what waited for it fails, and it serves again', async () => {
  let started = 0;
  const client = new ThreadClient<never, never>(
    'test thread',
    () => {
      started++;
      return new Worker(program, { eval: true });
    },
    // Asked often; a thread that is alive answers within any of them.
    200,
  );
  try {
    expect(await client.call('one', {})).toEqual({ ok: true, value: 'one' });
    const restarted = new Promise<void>((resolve) => client.onRestart(resolve));
    const hanging = await client.call('hang', {});
    expect(hanging).toEqual({ ok: false, error: { kind: 'internal', message: 'the test thread stopped: it hung' } });
    await restarted;
    expect(await client.call('two', {})).toEqual({ ok: true, value: 'two' });
    expect(started).toBe(2);
  } finally {
    await client.close();
  }
});
