import { expect, test } from 'vitest';
import { FaultProxy } from '../../faults/fault-proxy.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

/** A thread whose server is behind a link that a test makes slow. */
async function behindProxy(pods: number) {
  const server = await ScriptedApiServer.start();
  for (let index = 0; index < pods; index++) server.put('a', `pod-${index}`, index);
  const proxy = await FaultProxy.start(server.port);
  const thread = new TestThread();
  const stop = async () => {
    thread.disconnect();
    proxy.heal();
    await proxy.stop();
    await server.stop();
  };
  return { server, proxy, thread, connection: connectionTo(`http://127.0.0.1:${proxy.port}`), stop };
}

test('P09: at 16 kB/s the first rows of a long list are there within two seconds, with progress, and nothing times out', async () => {
  const { server, proxy, thread, connection, stop } = await behindProxy(20_000);
  try {
    proxy.throttle(16_000);
    const { reader } = thread.open();
    const started = performance.now();
    thread.connect(connection);
    await until('first rows', () => reader.rows.size > 0);
    expect(performance.now() - started).toBeLessThan(2_000);
    await until('progress', () => reader.state?.state === 'listing' && reader.state.received > 100);
    expect(reader.state).toMatchObject({ state: 'listing', about: 20_000 });
    proxy.heal();
    await until('all rows', () => reader.state?.state === 'live' && reader.rows.size === 20_000, 40_000);
    expect(reader.states.every((state) => state.state !== 'unreachable' && state.state !== 'stale')).toBe(true);
    // 500 on the first page, then a thousand each.
    expect(server.count('list')).toBe(21);
  } finally {
    await stop();
  }
});

test('P08: over a link of 300 ms round trip, in pieces of 50 bytes, the list is live and a change is there within three seconds', async () => {
  const { server, proxy, thread, connection, stop } = await behindProxy(5);
  try {
    proxy.delay(150);
    const { reader } = thread.open();
    thread.connect(connection);
    await until('live', () => reader.state?.state === 'live' && reader.rows.size === 5, 20_000);
    proxy.split(50);
    await until('watched', () => server.watches > 0);
    const changed = performance.now();
    server.put('a', 'pod-0', 'changed');
    await until('the change', () => reader.values['a-pod-0'] === 'changed');
    expect(performance.now() - changed).toBeLessThan(3_000);
  } finally {
    await stop();
  }
});
