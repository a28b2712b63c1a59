import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { contextIdOf } from '../../../shared/context-id.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

/** A relay that can stop carrying bytes without closing anything, as a sleeping laptop's connections do. */
async function startRelay(port: number) {
  let carrying = true;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => to.destroy());
      from.on('data', (data) => {
        if (carrying) to.write(data);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    carry(on: boolean) {
      carrying = on;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('P03, F4: a half-open connection is found at wake, rows stay and are called stale, and all is live after it heals', async () => {
  const server = await ScriptedApiServer.start();
  const relay = await startRelay(server.port);
  const other = await ScriptedApiServer.start();
  const thread = new TestThread({ limits: { probeMs: 300, headersMs: 400 } });
  try {
    server.put('a', 'x', 1);
    other.put('a', 'z', 1);
    const { reader } = thread.open();
    const neighbour = thread.open({ contextId: contextIdOf('test', 'two') });
    thread.connect(connectionTo(relay.url));
    thread.connect(connectionTo(other.url, { contextId: contextIdOf('test', 'two') }));
    await until('live', () => reader.state?.state === 'live' && neighbour.reader.state?.state === 'live');
    relay.carry(false);
    server.put('a', 'y', 2);
    thread.host.receive({ type: 'wake' });
    await until('stale', () => reader.state?.state === 'stale');
    expect(reader.state).toMatchObject({ error: { kind: 'unreachable', cause: 'timeout' } });
    expect(reader.rows.size).toBe(1);
    await until('the context says so', () =>
      thread.notices.some((notice) => notice.type === 'status' && notice.status.freshness.state === 'stale'),
    );
    expect(neighbour.reader.states.every((state) => state.state !== 'stale')).toBe(true);
    relay.carry(true);
    thread.host.receive({ type: 'wake' });
    await until('live again', () => reader.state?.state === 'live' && reader.rows.size === 2);
    expect(server.count('list')).toBe(1);
  } finally {
    thread.disconnect();
    thread.host.receive({ type: 'disconnect', contextId: contextIdOf('test', 'two') });
    relay.close();
    await server.stop();
    await other.stop();
  }
});
