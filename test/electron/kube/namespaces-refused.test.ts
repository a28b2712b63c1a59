import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock, untilPassing } from './fake-clock.ts';
import { ScriptedApiServer, sendJson, sendStatus } from './scripted-api-server.ts';
import { connectionTo, TestThread } from './test-context.ts';

/* F11, P22: users who may not list over all namespaces. */

let server: ScriptedApiServer;
let clock: FakeClock;
let thread: TestThread;
/** Null = the user may not list namespaces. */
let namespaces: string[] | null;
let readable: Set<string>;
let allRefused: boolean;

beforeEach(async () => {
  server = await ScriptedApiServer.start();
  clock = new FakeClock();
  thread = new TestThread({ clock });
  namespaces = Array.from({ length: 14 }, (_, index) => `team-${index}`);
  readable = new Set(['team-2', 'team-7', 'team-11']);
  allRefused = true;
  for (const name of namespaces) server.put(name, 'app', name);
  server.intercept = (seen, response) => {
    if (seen.path === '/api/v1/namespaces') {
      if (namespaces === null) sendStatus(response, 403, 'Forbidden', 'namespaces is forbidden');
      else sendJson(response, 200, { kind: 'PartialObjectMetadataList', items: namespaces.map((name) => ({ metadata: { name } })) });
      return true;
    }
    const pods = /^\/api\/v1\/(?:namespaces\/([^/]+)\/)?pods$/.exec(seen.path);
    if (pods === null || (pods[1] === undefined ? !allRefused : readable.has(pods[1]))) return false;
    sendStatus(response, 403, 'Forbidden', `pods is forbidden in ${pods[1] ?? 'all'}`);
    return true;
  };
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
});

test('3 of 14 namespaces: partial, with the names of both, and a refusal is not asked again and again', async () => {
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url), ['default']);
  await untilPassing(clock, 'partial', () => reader.state?.state === 'live' && reader.state.partial?.missing.length === 11);
  expect(reader.state).toMatchObject({ partial: { readable: ['team-2', 'team-7', 'team-11'] } });
  expect(reader.rows.size).toBe(3);
  await clock.pass(5 * 60_000);
  expect(server.count('list')).toBe(1);
  expect(server.count('list', '/api/v1/namespaces/team-0/pods')).toBe(1);
});

test('who may not list namespaces reads the default one or those that are configured', async () => {
  namespaces = null;
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url), ['team-7']);
  await untilPassing(clock, 'live', () => reader.state?.state === 'live');
  expect(reader.state).toMatchObject({ partial: { readable: ['team-7'], missing: [] } });
  thread.disconnect();
  thread.connect(connectionTo(server.url), ['team-2', 'team-3']);
  await untilPassing(clock, 'partial', () => reader.state?.state === 'live' && reader.state.partial?.missing.length === 1);
  expect(reader.state).toMatchObject({ partial: { readable: ['team-2'], missing: [{ namespace: 'team-3', error: { code: 403 } }] } });
});

test('when even that is refused it says forbidden, not that there is nothing', async () => {
  namespaces = null;
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url), ['default']);
  await untilPassing(clock, 'both were asked', () => server.count('list', '/api/v1/namespaces/default/pods') === 1);
  await untilPassing(clock, 'forbidden', () => reader.state?.state === 'forbidden');
});

test('a namespace that is created later and can be read joins within a minute', async () => {
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url), ['default']);
  await untilPassing(clock, 'partial', () => reader.state?.state === 'live' && reader.state.partial?.missing.length === 11);
  namespaces?.push('new');
  readable.add('new');
  server.put('new', 'app', 'new');
  await clock.pass(61_000);
  await untilPassing(clock, 'joined', () => reader.rows.size === 4 && reader.state?.state === 'live');
  expect(reader.state).toMatchObject({ partial: { readable: ['team-2', 'team-7', 'team-11', 'new'] } });
});

test('rights that are taken away leave what can still be read; given back, everything is there again', async () => {
  allRefused = false;
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url), ['default']);
  await untilPassing(clock, 'all', () => reader.state?.state === 'live' && reader.rows.size === 14 && server.watches === 1);
  allRefused = true;
  // The watch ends, cannot be opened again, and the list says no.
  server.compact();
  server.cut('rst');
  server.delete('team-2-app');
  server.put('team-2', 'other', 1);
  await untilPassing(
    clock,
    'partial',
    () => reader.rows.size === 3 && reader.state?.state === 'live' && reader.state.partial?.missing.length === 11,
    1_000,
  );
  expect(Object.keys(reader.values)).toEqual(['team-11-app', 'team-2-other', 'team-7-app']);
  allRefused = false;
  await untilPassing(
    clock,
    'all again',
    () => reader.rows.size === 14 && reader.state?.state === 'live' && reader.state.partial === null,
    10_000,
  );
  server.put('team-0', 'app', 'still watched');
  await untilPassing(clock, 'watched', () => reader.values['team-0-app'] === 'still watched');
});
