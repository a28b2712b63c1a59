import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ThreadDiagnostics } from '../../../shared/diagnostics.ts';
import { FakeClock, untilPassing } from './fake-clock.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, type TestReader, TestThread, until } from './test-context.ts';

/* What a data thread tells of itself: counted while real bytes come from a real server. */

let server: ScriptedApiServer;
let clock: FakeClock;
let thread: TestThread;
let reader: TestReader;

beforeEach(async () => {
  server = await ScriptedApiServer.start();
  for (let index = 0; index < 5; index++) server.put('shop', `pod-${index}`, index);
  clock = new FakeClock();
  thread = new TestThread({ clock });
  reader = thread.open().reader;
  const credential = { token: 'secret-of-the-test', basic: null, clientCertificate: null, expiresAt: clock.now() + 900_000 };
  thread.connect(connectionTo(server.url, { credential }));
  await untilPassing(clock, 'live', () => reader.state?.state === 'live');
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
});

async function diagnose() {
  const answer = (await thread.call('diagnostics.get', {})) as { ok: true; value: ThreadDiagnostics };
  const [context] = answer.value.contexts;
  const pods = context?.sources.find((source) => source.resource.resource === 'pods');
  if (context === undefined || pods === undefined) throw new Error('the thread does not tell of its context');
  return { thread: answer.value, context, pods };
}

test('tells rows, requests, bytes, encoding and the life of the credential, and nothing of the credential itself', async () => {
  const { thread: told, context, pods } = await diagnose();
  expect(pods).toMatchObject({ rows: 5, encoding: 'json', fallback: null, namespaces: null, selected: false });
  expect(context.transport?.requests).toBeGreaterThanOrEqual(3);
  expect(context.transport?.bytesReceived).toBeGreaterThan(500);
  expect(context.transport?.protocol).toBe('http/1.1');
  expect(context.credential).toMatchObject({ kind: 'token', expiresAt: expect.any(Number) });
  expect(told.heapBytes).toBeGreaterThan(1_000_000);
  expect(JSON.stringify(told)).not.toContain('secret-of-the-test');
});

test('counts events, and restarts by their reason', async () => {
  const before = (await diagnose()).pods.figures;
  expect(before).toEqual({ events: 0, restarts: {} });
  server.put('shop', 'pod-0', 'changed');
  server.put('shop', 'pod-9', 'new');
  await untilPassing(clock, 'both changes', () => reader.rows.size === 6);
  expect((await diagnose()).pods.figures.events).toBe(2);
  server.cut('rst');
  await untilPassing(clock, 'a second watch', () => server.count('watch') === 2);
  expect((await diagnose()).pods.figures.restarts).toEqual({ 'watch-ended': 1 });
  const lists = server.count('list');
  server.cut('rst');
  server.put('shop', 'pod-0', 'changed unseen');
  server.compact();
  await untilPassing(clock, 'a relist', () => server.count('list') > lists);
  await untilPassing(clock, 'live again', () => reader.state?.state === 'live');
  expect((await diagnose()).pods.figures.restarts).toMatchObject({ 'list-expired': 1 });
});

test('each message says since when its oldest change has waited; rows that were there before say nothing', async () => {
  const second = thread.open().reader;
  await until('the rows that are there', () => second.rows.size === 5);
  expect(second.messages.filter((message) => message.items !== undefined).every((message) => !('since' in (message.items ?? {})))).toBe(
    true,
  );
  const sent = clock.now();
  server.put('shop', 'pod-1', 'changed');
  await untilPassing(clock, 'the change', () => second.messages.some((message) => 'since' in (message.items ?? {})));
  const items = second.messages.map((message) => message.items as { since?: number } | undefined).find((one) => one?.since !== undefined);
  expect(items?.since).toBeGreaterThanOrEqual(sent);
  expect(items?.since).toBeLessThanOrEqual(clock.now());
});

test('stalls are measured once somebody asks, and a blocked loop shows', async () => {
  expect((await diagnose()).thread.stallMs).toBeNull();
  // Lets the meter's timer begin, then blocks the loop as a slow projection would.
  await new Promise((resolve) => setTimeout(resolve, 30));
  const end = performance.now() + 120;
  while (performance.now() < end);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const { thread: told } = await diagnose();
  expect(told.stallMs).toBeGreaterThan(80);
});
