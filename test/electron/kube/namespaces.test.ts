import { expect, test } from 'vitest';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

test('few namespaces are read one by one, many through one list over all, and only theirs are shown', async () => {
  const server = await ScriptedApiServer.start();
  const thread = new TestThread();
  try {
    for (let index = 0; index < 30; index++) server.put(`ns-${index}`, 'x', index);
    const two = thread.open({ namespaces: ['ns-1', 'ns-2'] });
    const twenty = thread.open({ namespaces: Array.from({ length: 20 }, (_, index) => `ns-${index}`) });
    thread.connect(connectionTo(server.url));
    await until('read', () => two.reader.rows.size === 2 && twenty.reader.rows.size === 20);
    await until('live', () => two.reader.state?.state === 'live' && twenty.reader.state?.state === 'live');
    expect(two.reader.state).toMatchObject({ partial: null });
    server.put('ns-25', 'y', 1);
    server.put('ns-2', 'y', 1);
    await until('changed', () => two.reader.rows.size === 3 && twenty.reader.rows.size === 21);
    expect([...twenty.reader.rows.values()].some((row) => row.namespace === 'ns-25')).toBe(false);
    expect(server.count('list', '/api/v1/namespaces/ns-3/pods')).toBe(0);
  } finally {
    thread.disconnect();
    await server.stop();
  }
});
