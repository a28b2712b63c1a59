import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApiServer } from '../../../electron/demo/api-server.ts';
import { FakeClock, untilPassing } from './fake-clock.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestThread } from './test-context.ts';

/* Time passes only when told to; the server and its sockets are real. */

let server: ScriptedApiServer;
let clock: FakeClock;
let thread: TestThread;

beforeEach(async () => {
  server = await ScriptedApiServer.start();
  clock = new FakeClock();
  thread = new TestThread({ clock, limits: { probeMs: 300 } });
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
});

const probes = () => server.requests.filter((seen) => seen.path === '/version').length;

async function live() {
  server.put('a', 'x', 1);
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await untilPassing(
    clock,
    'live',
    () => reader.state?.state === 'live' && reader.rows.size === 1 && server.watches === 1 && probes() === 1,
  );
  await clock.pass(2_000);
  return reader;
}

test('F4: silence of 15 s is asked about, an unanswered question makes rows stale with its reason, and an answer heals', async () => {
  const reader = await live();
  await clock.pass(12_000);
  expect(probes()).toBe(1);
  // Who may not know the cluster's identity asks for it once, not with every tick.
  expect(server.requests.filter((seen) => seen.path.endsWith('/kube-system'))).toHaveLength(1);
  server.intercept = (seen) => seen.path === '/version' || seen.query.get('watch') === 'true';
  await clock.pass(4_000);
  await untilPassing(clock, 'asked', () => probes() === 2);
  await untilPassing(clock, 'stale', () => reader.state?.state === 'stale');
  expect(reader.state).toMatchObject({ error: { kind: 'unreachable', cause: 'timeout', detail: expect.stringContaining('probe') } });
  expect(server.watches).toBe(0);
  expect(reader.rows.size).toBe(1);
  server.intercept = null;
  server.put('a', 'y', 2);
  await untilPassing(clock, 'live again', () => reader.state?.state === 'live' && reader.rows.size === 2);
  expect(server.count('list')).toBe(1);
});

test('F4: silence that begins again before a question was answered is noticed as the first was', async () => {
  const reader = await live();
  server.intercept = (seen) => seen.path === '/version';
  await untilPassing(clock, 'asked', () => probes() === 2);
  // The question's time-out cost the watch its socket; it is open again, and from now on the server says nothing at all.
  await untilPassing(clock, 'open again', () => server.count('watch') >= 2 && server.watches === 1 && reader.state?.state === 'live');
  server.intercept = () => true;
  const from = clock.monotonic();
  await untilPassing(clock, 'stale again', () => reader.state?.state === 'stale', 200, 5);
  expect(clock.monotonic() - from).toBeLessThan(60_000);
});

test('F4: over HTTP/2 silence is asked about by PING, which costs no request and no handshake, and the context stays live', async () => {
  const api = await startApiServer();
  const credential = { token: 'demo-admin-token', basic: null, clientCertificate: null, expiresAt: null };
  try {
    const { reader } = thread.open();
    thread.connect(connectionTo(api.url, { certificateAuthority: api.certificateAuthority, credential }));
    const asked = () => api.requests.filter((line) => line === 'GET /version').length;
    await untilPassing(clock, 'live', () => reader.state?.state === 'live' && api.watches.size === 1 && asked() === 1);
    const requests = api.requests.length;
    const from = clock.monotonic();
    await untilPassing(clock, 'two minutes of silence', () => clock.monotonic() - from > 120_000, 500, 5);
    expect(api.requests).toHaveLength(requests);
    const { status } = thread.notices.filter((notice) => notice.type === 'status').at(-1) ?? {};
    expect(status?.freshness).toMatchObject({ state: 'live' });
    const { freshness } = status ?? {};
    // The last sign of life is the answer to a PING.
    expect(clock.now() - (freshness?.state === 'live' ? freshness.lastByteAt : 0)).toBeLessThan(20_000);
    expect(reader.states.filter((state) => state.state === 'stale')).toEqual([]);
  } finally {
    thread.disconnect();
    await api.close();
  }
});

test('F22, P43: a wall clock that jumps, ahead by sleep or back by its user, is asked about within a second and silence still counts', async () => {
  await live();
  clock.jump(31_000);
  await clock.pass(1_000);
  await untilPassing(clock, 'asked after sleep', () => probes() === 2);
  await clock.pass(1_000);
  clock.jump(-3 * 3_600_000);
  await clock.pass(1_000);
  await untilPassing(clock, 'asked after the clock was set back', () => probes() === 3);
  await clock.pass(1_000);
  await clock.pass(16_000);
  await untilPassing(clock, 'silence is noticed by a clock that was set back', () => probes() >= 4);
});

test('P02: a watch that ends every two seconds is opened again ever later, without a list, and nothing is lost', {
  timeout: 60_000,
}, async () => {
  const reader = await live();
  const waits: number[] = [];
  for (let round = 0; round < 6; round++) {
    const opened = server.count('watch');
    await clock.pass(2_000);
    server.cut('fin');
    server.put('a', 'x', round);
    // Waiting has begun once the reader has heard of the end; time passes in small steps meanwhile.
    waits.push(await untilPassing(clock, 'opened again', () => server.count('watch') > opened && server.watches === 1, 20, 10));
    await untilPassing(clock, 'nothing is lost', () => reader.values['a-x'] === round);
  }
  expect(server.count('list')).toBe(1);
  // Only a floor: on a busy machine the sockets are slower than this clock, so what passes above it says nothing.
  expect(Math.min(...waits.slice(3))).toBeGreaterThanOrEqual(2_000);
  await untilPassing(clock, 'live again', () => reader.states.at(-1)?.state === 'live');
});
