import dns from 'node:dns';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contextIdOf } from '../../../shared/context-id.ts';
import { FakeClock, untilPassing } from './fake-clock.ts';
import { ScriptedApiServer, sendStatus } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

/* What happens to a cluster as a whole, or to one of its kinds, over minutes. The server and its sockets are real; time passes where a clock is turned. */

let server: ScriptedApiServer;
const ends: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  server = await ScriptedApiServer.start();
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await server.stop();
  vi.restoreAllMocks();
});

function threadOf(options: ConstructorParameters<typeof TestThread>[0] = {}): TestThread {
  const thread = new TestThread(options);
  ends.push(() => thread.disconnect());
  return thread;
}

/** Lets time pass by the clock, with real time for the sockets in between. */
async function pass(clock: FakeClock, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await clock.pass(1_000);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

test('F36, P46: a kind that goes away keeps its rows and says so, is looked for every minute, and is whole when it is back', async () => {
  const clock = new FakeClock();
  const thread = threadOf({ clock });
  server.put('a', 'x', 1);
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await untilPassing(clock, 'live', () => reader.state?.state === 'live' && server.watches === 1);
  let asked = 0;
  server.intercept = (seen, response) => {
    if (seen.path !== '/api/v1/pods') return false;
    asked++;
    sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource');
    return true;
  };
  server.cut('fin');
  await untilPassing(clock, 'told', () => reader.state?.state === 'stale');
  expect(reader.state).toMatchObject({ error: { kind: 'unsupported', what: 'pods' } });
  expect(reader.rows.size).toBe(1);
  await pass(clock, 180);
  expect(asked).toBeLessThanOrEqual(5);
  server.intercept = null;
  server.delete('a-x');
  server.put('a', 'y', 2);
  expect(await untilPassing(clock, 'back', () => reader.state?.state === 'live' && reader.rows.has('a-y'), 500)).toBeLessThanOrEqual(
    62_000,
  );
  expect([...reader.rows.keys()]).toEqual(['a-y']);
});

test('F7, P10: a name that does not resolve is named, asked for again every five seconds, and heals', { timeout: 30_000 }, async () => {
  const { lookup } = dns;
  let known = true;
  let asked = 0;
  // The resolver is the one part that cannot be broken and healed for real here.
  vi.spyOn(dns, 'lookup').mockImplementation(((name: string, options: dns.LookupOptions, done: (...answer: unknown[]) => void) => {
    if (name !== 'cluster.test') return lookup(name, options, done);
    asked++;
    if (known) return lookup('127.0.0.1', options, done);
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name });
    return queueMicrotask(() => done(error));
  }) as typeof dns.lookup);
  const clock = new FakeClock();
  const thread = threadOf({ clock });
  server.put('a', 'x', 1);
  const { reader } = thread.open();
  thread.connect(connectionTo(`http://cluster.test:${server.port}`));
  await untilPassing(clock, 'live', () => reader.state?.state === 'live' && server.watches === 1);
  known = false;
  const { port } = server;
  await server.stop();
  await server.resume(port);
  await untilPassing(
    clock,
    'named',
    () => reader.state?.state === 'stale' && reader.state.error.kind === 'unreachable' && reader.state.error.cause === 'dns',
  );
  expect(reader.state).toMatchObject({ error: { host: `cluster.test:${port}`, code: 'ENOTFOUND' } });
  asked = 0;
  await pass(clock, 60);
  expect(asked).toBeGreaterThanOrEqual(6);
  expect(asked).toBeLessThanOrEqual(60);
  known = true;
  server.put('a', 'y', 2);
  expect(await untilPassing(clock, 'live again', () => reader.state?.state === 'live' && reader.rows.size === 2, 100)).toBeLessThanOrEqual(
    8_000,
  );
  expect(server.count('list')).toBe(1);
});

test('P48: three clusters that are down in different ways delay none of the other seven', { timeout: 30_000 }, async () => {
  const thread = threadOf({ limits: { connectMs: 1_000, headersMs: 1_500, probeMs: 1_000 } });
  const silent = await ScriptedApiServer.start();
  silent.intercept = () => true;
  const failing = await ScriptedApiServer.start();
  failing.intercept = (_seen, response) => {
    sendStatus(response, 503, 'ServiceUnavailable', 'down');
    return true;
  };
  const gone = await ScriptedApiServer.start();
  const goneUrl = gone.url;
  await gone.stop();
  const alive = await Promise.all(Array.from({ length: 7 }, () => ScriptedApiServer.start()));
  ends.push(async () => {
    await Promise.all([silent, failing, ...alive].map((one) => one.stop()));
  });
  const urls = [silent.url, failing.url, goneUrl, ...alive.map((one) => one.url)];
  const ids = urls.map((_, index) => contextIdOf('test', `cluster-${index}`));
  const readers = ids.map((contextId) => thread.open({ contextId }).reader);
  ends.push(() => {
    for (const contextId of ids) thread.host.receive({ type: 'disconnect', contextId });
  });
  for (const one of alive) one.put('a', 'x', 0);
  for (const [index, contextId] of ids.entries()) thread.connect(connectionTo(urls[index] ?? '', { contextId }));
  await until(
    'seven live',
    () => readers.slice(3).every((reader) => reader.state?.state === 'live') && alive.every((one) => one.watches === 1),
  );
  await until('three named', () => readers.slice(0, 3).every((reader) => reader.state?.state === 'unreachable'));
  expect(readers.slice(0, 3).map((reader) => (reader.state?.state === 'unreachable' ? reader.state.error : null))).toMatchObject([
    { kind: 'unreachable', cause: 'timeout' },
    { kind: 'status', code: 503 },
    { kind: 'unreachable', cause: 'refused' },
  ]);
  for (let change = 1; change <= 10; change++) {
    const at = performance.now();
    for (const one of alive) one.put('a', 'x', change);
    await until('shown everywhere', () => readers.slice(3).every((reader) => reader.values['a-x'] === change));
    // A message every 50 ms, and a busy machine.
    expect(performance.now() - at).toBeLessThan(1_000);
  }
  expect(readers.slice(3).every((reader) => reader.states.every((state) => state.state !== 'stale' && state.state !== 'unreachable'))).toBe(
    true,
  );
});
