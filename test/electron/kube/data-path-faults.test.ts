import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextIdOf } from '../../../shared/context-id.ts';
import { ScriptedApiServer, sendJson, sendStatus } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

/* Faults of a cluster under a live list, each by its number where it has one. The server is real, so are sockets and timers. */

let server: ScriptedApiServer;
let thread: TestThread;

beforeEach(async () => {
  server = await ScriptedApiServer.start();
  thread = new TestThread();
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
});

function truth(): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...server.objects.values()].map((object) => [object.metadata.uid, object.value]).sort());
}

async function live(count = 3) {
  for (let index = 0; index < count; index++) server.put('a', `pod-${index}`, index);
  const stream = thread.open();
  thread.connect(connectionTo(server.url));
  await until('live', () => stream.reader.state?.state === 'live' && stream.reader.rows.size === count);
  await until('watched', () => server.watches > 0);
  return stream;
}

test('F20: lists in pages, then watches: created, changed and deleted objects arrive', async () => {
  const { reader } = await live(1603);
  // The first page is small, so that its rows are there at once.
  const lists = server.requests.filter((seen) => seen.query.has('limit'));
  expect(lists.map((seen) => seen.query.get('limit'))).toEqual(['500', '1000', '1000']);
  expect(server.requests[0]?.headers['user-agent']).toBe('timonier/test');
  server.put('a', 'pod-0', 'changed');
  server.put('b', 'new', 'héé 🚢');
  server.delete('a-pod-1');
  await until('changes', () => reader.rows.size === 1603 && reader.values['a-pod-0'] === 'changed');
  expect(reader.values).toEqual(truth());
  expect(reader.messages[0]?.items?.reset).toBe(true);
  expect(reader.messages.filter((message) => message.items?.reset === true)).toHaveLength(1);
});

test('F3, F16: a watch is asked to end after five to ten minutes, at random, with bookmarks; an end in good order goes on unseen', async () => {
  const { reader } = await live();
  for (let round = 1; round < 4; round++) {
    server.cut('fin');
    server.put('a', `round-${round}`, round);
    await until('caught up', () => reader.rows.size === 3 + round && server.watches > 0);
  }
  const watches = server.requests.filter((seen) => seen.query.get('watch') === 'true');
  const seconds = watches.map((seen) => Number(seen.query.get('timeoutSeconds')));
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(300);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(600);
  expect(new Set(seconds).size).toBeGreaterThan(1);
  expect(watches.every((seen) => seen.query.get('allowWatchBookmarks') === 'true')).toBe(true);
  expect(server.count('list')).toBe(1);
  expect(reader.states.every((state) => state.state !== 'stale')).toBe(true);
});

test('F6: a watch that is closed at once, without an event, is opened again ever later', async () => {
  const { reader } = await live();
  let closed = 0;
  server.intercept = (seen, response) => {
    if (seen.query.get('watch') !== 'true' || ++closed > 3) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end();
    return true;
  };
  server.cut('rst');
  await until('watched', () => closed > 3 && server.watches > 0, 20_000);
  const at = server.requests.filter((seen) => seen.query.get('watch') === 'true').map((seen) => seen.at);
  const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  // The first comes at once; then client-go's 800 ms, doubled.
  expect(waits[2]).toBeGreaterThanOrEqual(790);
  expect(waits[3]).toBeGreaterThanOrEqual(1_590);
  server.put('a', 'after', 1);
  await until('row', () => reader.rows.size === 4);
  expect(server.count('list')).toBe(1);
});

test('P01: a reset watch resumes from its version, without a list and without a visible change', async () => {
  const { reader } = await live();
  const states = reader.states.length;
  server.cut('rst');
  server.put('a', 'while-away', 1);
  await until('caught up', () => reader.rows.size === 4);
  expect(server.count('list')).toBe(1);
  expect(reader.states.slice(states).every((state) => state.state === 'live')).toBe(true);
});

test('F14: a watch cut in the middle of a line loses nothing', async () => {
  const { reader } = await live();
  server.cut('half');
  server.put('a', 'after', 1);
  await until('caught up', () => reader.rows.size === 4);
  expect(server.count('list')).toBe(1);
  expect(reader.values).toEqual(truth());
});

test('F15: a malformed line is asked for again; twice in a row lists again', async () => {
  const { reader } = await live();
  server.say('{"type":"MODIFIED","object":{oops\n');
  await until('second watch', () => server.count('watch') === 2 && server.watches === 1);
  expect(server.count('list')).toBe(1);
  server.say('garbage\n');
  await until('relist', () => server.count('list') === 2);
  server.put('a', 'after', 1);
  await until('row', () => reader.rows.size === 4);
  expect(reader.values).toEqual(truth());
});

test('P25: 410 at the start of a watch, in the stream and between pages: a diff, never a reset', async () => {
  const { reader } = await live(1100);
  // In the stream; the objects that vanish meanwhile are only seen by a list.
  server.cut('rst');
  server.delete('a-pod-7');
  server.put('a', 'pod-8', 'new');
  server.compact();
  await until('relisted', () => reader.rows.size === 1099 && reader.values['a-pod-8'] === 'new');
  server.say('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}\n');
  let compacted = false;
  server.intercept = (seen) => {
    if (seen.query.has('continue') && !compacted) {
      compacted = true;
      server.delete('a-pod-9');
      server.compact();
    }
    return false;
  };
  await until('relisted again', () => compacted && reader.rows.size === 1098, 20_000);
  expect(reader.values).toEqual(truth());
  expect(reader.messages.filter((message) => message.items?.reset === true)).toHaveLength(1);
  expect(reader.states.some((state) => state.state === 'unreachable')).toBe(false);
});

test('P26: a server whose versions went backwards is listed in full', async () => {
  const { reader } = await live();
  server.restoreTo(10);
  server.objects.delete('a-pod-2');
  server.put('a', 'pod-0', 'restored');
  server.cut('rst');
  await until('restored', () => reader.rows.size === 2 && reader.values['a-pod-0'] === 'restored');
  expect(reader.values).toEqual(truth());
});

test('P30, P31: replays, duplicates, unknown types and odd bookmarks change nothing', async () => {
  const { reader } = await live();
  const old = { kind: 'Pod', metadata: { name: 'pod-0', namespace: 'a', uid: 'a-pod-0', resourceVersion: '50' }, value: 'old' };
  server.put('a', 'pod-0', 'newer');
  server.delete('a-pod-1');
  await until('current', () => reader.rows.size === 2 && reader.values['a-pod-0'] === 'newer');
  const dead = { ...old, metadata: { ...old.metadata, name: 'pod-1', uid: 'a-pod-1' } };
  for (const event of [
    { type: 'MODIFIED', object: old },
    { type: 'MODIFIED', object: dead },
    { type: 'NOVELTY', object: old },
    { type: 'BOOKMARK', object: {} },
    { type: 'BOOKMARK' },
  ]) {
    server.say(`${JSON.stringify(event)}\n`);
  }
  server.put('a', 'last', 1);
  await until('last', () => reader.rows.has('a-last'));
  expect(reader.values).toEqual(truth());
  expect(server.count('list')).toBe(1);
  expect(server.count('watch')).toBe(1);
});

test('P30: an old event of an object that came and went unseen brings no ghost', async () => {
  const ghost = server.put('a', 'ghost', 'dead');
  server.delete('a-ghost');
  const { reader } = await live();
  server.say(`${JSON.stringify({ type: 'MODIFIED', object: ghost })}\n`);
  server.put('a', 'last', 1);
  await until('last', () => reader.rows.has('a-last'));
  expect(reader.values).toEqual(truth());
});

test('P28: events in one-byte pieces and many in one piece arrive alike', async () => {
  const { reader } = await live(0);
  const line = (n: number) =>
    `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: `é${n}🚢`, namespace: 'a', uid: `u${n}`, resourceVersion: String(1000 + n) }, value: n } })}\n`;
  for (const byte of Buffer.from(line(0))) server.say(Uint8Array.of(byte));
  server.say(Array.from({ length: 1000 }, (_, n) => line(n + 1)).join(''));
  await until('all', () => reader.rows.size === 1001);
  expect(reader.rows.get('u0')?.name).toBe('é0🚢');
});

test('an object that is created again under its name replaces the old one', async () => {
  const { reader } = await live(1);
  server.cut('rst');
  server.objects.delete('a-pod-0');
  server.put('a', 'pod-0', 'second life', 'other-uid');
  server.compact();
  await until('replaced', () => reader.rows.has('other-uid'));
  await until('gone', () => !reader.rows.has('a-pod-0'));
  expect(reader.rows.size).toBe(1);
});

test('P12: a server that is killed shows why and when next, and is live again when it returns', async () => {
  const { reader } = await live();
  const { port } = server;
  await server.stop();
  await until('stale', () => reader.state?.state === 'stale');
  expect(reader.state).toMatchObject({ state: 'stale', error: { kind: 'unreachable', cause: 'refused' } });
  expect(reader.rows.size).toBe(3);
  await server.resume(port);
  server.put('a', 'after', 1);
  thread.host.receive({ type: 'retry', contextId: contextIdOf('test', 'one') });
  await until('live', () => reader.state?.state === 'live' && reader.rows.size === 4);
  expect(server.count('list')).toBe(1);
});

test('P22, F11: a forbidden list says so and is not asked again; nothing says zero', async () => {
  server.intercept = (seen, response) => {
    if (!seen.path.endsWith('/pods')) return false;
    sendStatus(response, 403, 'Forbidden', 'pods is forbidden: User "jane" cannot list resource "pods"');
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await until('forbidden', () => reader.state?.state === 'forbidden');
  expect(reader.state).toMatchObject({ error: { kind: 'status', code: 403 } });
  await until('status', () => thread.notices.some((notice) => notice.type === 'status' && notice.status.version === 'v1.36.3'));
  for (const notice of thread.notices) if (notice.type === 'status') expect(notice.status.problems).toBeNull();
  expect(server.count('list')).toBe(1);
});

test('F11: where a list over all namespaces is refused, the readable ones are read and the others named', async () => {
  server.put('a', 'x', 1);
  server.put('b', 'y', 2);
  server.put('c', 'hidden', 3);
  server.intercept = (seen, response) => {
    if (seen.path === '/api/v1/namespaces') {
      sendJson(response, 200, { kind: 'PartialObjectMetadataList', items: ['a', 'b', 'c'].map((name) => ({ metadata: { name } })) });
      return true;
    }
    if (seen.path !== '/api/v1/pods' && seen.path !== '/api/v1/namespaces/c/pods') return false;
    sendStatus(response, 403, 'Forbidden', 'no');
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await until('partial', () => reader.state?.state === 'live' && reader.rows.size === 2);
  expect(reader.state).toMatchObject({ partial: { readable: ['a', 'b'], missing: [{ namespace: 'c', error: { code: 403 } }] } });
  server.put('b', 'z', 4);
  await until('watched', () => reader.rows.size === 3);
});

test('P23: Retry-After holds back everything of the context', async () => {
  let refused = 0;
  server.intercept = (seen, response) => {
    if (!seen.path.endsWith('/pods') || refused > 0) return false;
    refused = seen.at;
    sendStatus(response, 429, 'TooManyRequests', 'slow down', { 'retry-after': '2' });
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await until('told', () => reader.state?.state === 'unreachable');
  expect(reader.state).toMatchObject({ error: { code: 429, retryAfterSeconds: 2 } });
  await until('live', () => reader.state?.state === 'live');
  const next = server.requests.find((seen) => seen.path.endsWith('/pods') && seen.at > refused);
  expect((next?.at ?? 0) - refused).toBeGreaterThanOrEqual(1990);
});

test('F13, P24: 503 with HTML and an empty 502 back off and heal', async () => {
  let answers = 0;
  server.intercept = (seen, response) => {
    if (!seen.path.endsWith('/pods') || ++answers > 2) return false;
    if (answers === 1) response.writeHead(503, { 'content-type': 'text/html' }).end('<html>down');
    else response.writeHead(502).end();
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await until('live', () => reader.state?.state === 'live');
  const errors = reader.states.flatMap((state) => (state.state === 'unreachable' ? [state.error] : []));
  expect(errors[0]).toMatchObject({ kind: 'status', code: 503 });
});

test('F39, P34, P35: redirects and login pages are named and not followed', async () => {
  let page = 'redirect';
  server.intercept = (seen, response) => {
    if (seen.path === '/elsewhere') throw new Error('followed');
    if (page === 'redirect') response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in');
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url));
  await until('named', () => reader.state?.state === 'unreachable');
  expect(reader.state).toMatchObject({ error: { kind: 'unreachable', cause: 'redirect' } });
  page = 'html';
  thread.host.receive({ type: 'retry', contextId: contextIdOf('test', 'one') });
  await until('named', () => reader.state?.state === 'unreachable' && reader.state.error.kind === 'invalid-answer');
  expect(reader.state).toMatchObject({ error: { detail: `not a Kubernetes API (got text/html from 127.0.0.1:${server.port})` } });
});

test('P19: one 401 is answered with a new credential and nothing is visible', async () => {
  let token = 'old';
  server.intercept = (seen, response) => {
    if (seen.headers.authorization === `Bearer ${token}`) return false;
    sendStatus(response, 401, 'Unauthorized', 'Unauthorized');
    return true;
  };
  const withToken = (value: string) =>
    connectionTo(server.url, { refreshable: true, credential: { token: value, basic: null, clientCertificate: null, expiresAt: null } });
  thread.onNotice = (notice) => {
    if (notice.type === 'unauthorized') thread.connect(withToken('new'));
  };
  const { reader } = thread.open();
  server.put('a', 'x', 1);
  thread.connect(withToken('old'));
  await until('live', () => reader.state?.state === 'live');
  token = 'new';
  server.cut('rst');
  server.put('a', 'y', 2);
  await until('resumed', () => reader.rows.size === 2);
  expect(thread.notices.filter((notice) => notice.type === 'unauthorized')).toHaveLength(1);
  expect(reader.states.every((state) => state.state !== 'stale' && state.state !== 'unreachable')).toBe(true);
});

test('P20: 401 for ever asks once, parks, and a retry asks once more', async () => {
  server.intercept = (_seen, response) => {
    sendStatus(response, 401, 'Unauthorized', 'token expired');
    return true;
  };
  thread.onNotice = (notice) => {
    if (notice.type === 'unauthorized') thread.connect(connectionTo(server.url, { refreshable: true }));
  };
  const { reader } = thread.open();
  thread.connect(connectionTo(server.url, { refreshable: true }));
  await until('parked', () => reader.state?.state === 'unreachable');
  expect(reader.state).toMatchObject({ retryAt: null, error: { kind: 'credentials', cause: 'rejected' } });
  const asked = () => thread.notices.filter((notice) => notice.type === 'unauthorized').length;
  expect(asked()).toBe(1);
  const sent = server.requests.length;
  thread.host.receive({ type: 'retry', contextId: contextIdOf('test', 'one') });
  await until('asked again', () => asked() === 2);
  await until('parked again', () => server.requests.length > sent && reader.state?.state === 'unreachable');
});

test('two readers share one watch, which ends after the last one left', async () => {
  // A kind other than pods: the context holds pods itself.
  const first = await live();
  const second = thread.open();
  await until('served', () => second.reader.rows.size === 3 && second.reader.state?.state === 'live');
  expect(server.count('watch')).toBe(1);
  expect(server.count('list')).toBe(1);
  first.close();
  server.put('a', 'more', 1);
  await until('still served', () => second.reader.rows.size === 4);
  expect(first.reader.rows.size).toBe(3);
});

test('without credit nothing is sent, changes are merged and counted, and the newest arrives', async () => {
  for (let index = 0; index < 3; index++) server.put('a', `pod-${index}`, index);
  const slow = thread.open({ slow: true });
  const quick = thread.open();
  thread.connect(connectionTo(server.url));
  await until('live', () => quick.reader.state?.state === 'live' && slow.reader.rows.size === 3);
  let change = 0;
  while (slow.reader.messages.length < 8) {
    const before = quick.reader.messages.length;
    server.put('a', 'pod-0', `filler ${change++}`);
    await until('sent', () => quick.reader.messages.length > before);
  }
  for (let index = 0; index < 20; index++) server.put('a', 'pod-0', index);
  await until('others are served', () => quick.reader.values['a-pod-0'] === 19);
  expect(slow.reader.messages).toHaveLength(8);
  slow.grant(8);
  await until('newest', () => slow.reader.values['a-pod-0'] === 19);
  expect(slow.reader.messages.reduce((sum, message) => sum + (message.items?.coalesced ?? 0), 0)).toBeGreaterThan(0);
});

test('disconnecting forgets the rows and says so; connecting again lists again', async () => {
  const { reader } = await live();
  thread.disconnect();
  await until('forgotten', () => reader.rows.size === 0 && reader.state?.state === 'not-connected');
  await until('no watch left', () => server.watches === 0);
  thread.connect(connectionTo(server.url));
  await until('again', () => reader.rows.size === 3 && reader.state?.state === 'live');
});

test('P46, F36: a resource that is not served says so', async () => {
  const { reader } = thread.open({ resource: 'unicorns' });
  thread.connect(connectionTo(server.url));
  await until('told', () => reader.state?.state === 'unreachable');
  expect(reader.state).toMatchObject({ error: { kind: 'unsupported', what: 'unicorns' } });
});
