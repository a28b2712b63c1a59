import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { LogSourceState } from '../../../../../shared/logs.ts';
import { FaultProxy } from '../../../../faults/fault-proxy.ts';
import { FakeClock, untilPassing } from '../../../kube/fake-clock.ts';
import { sendStatus } from '../../../kube/scripted-api-server.ts';
import { until } from '../../../kube/test-context.ts';
import { FastClock, follow, transportTo } from './follow-context.ts';
import { LogServer } from './log-server.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A follower whose first request is open. */
async function started() {
  const server = await LogServer.start();
  const all = follow(server);
  closing.push(all.stop);
  await until('followed', () => server.open === 1);
  return { server, ...all };
}

test.each(['http/1.1', 'h2'] as const)('what a container wrote and writes comes in order, over %s', async (protocol) => {
  const server = await LogServer.start(protocol);
  for (let index = 0; index < 500; index++) server.write(`line ${index}`);
  const { sink, stop } = follow(server);
  closing.push(stop);
  await until('all lines', () => sink.lines.length === 500);
  expect(sink.state).toEqual({ state: 'following' });
  server.write('one more');
  await until('the line that was written later', () => sink.lines.length === 501);
  expect(sink.rows).toEqual(server.written);
});

test('a broken connection is made again, and nothing is missing or comes twice', async () => {
  const server = await LogServer.start();
  for (let index = 0; index < 5; index++) server.write('the same', { after: 0n });
  const { sink, stop } = follow(server);
  closing.push(stop);
  await until('all lines', () => sink.lines.length === 5);
  server.cut('half');
  await until('broken', () => sink.wasBroken);
  server.write('the same', { after: 0n });
  await until('the line after the break', () => sink.lines.length >= 6);
  server.write('end');
  await until('the end', () => sink.lines.at(-1)?.endsWith('end') === true);
  expect(sink.lines).toEqual(server.written);
});

const hourMs = 3_600_000;

test.each([
  ['an hour', hourMs],
  ['ten years', 87_660 * hourMs],
])('P43: a clock that was %s ahead and is set right while the log is broken hides no line, and none comes twice', async (_name, ahead) => {
  const server = await LogServer.start();
  server.setClock(Date.now());
  server.write('in time');
  const { sink, stop } = follow(server, { clock: new FastClock(1) });
  closing.push(stop);
  await until('the first line', () => sink.lines.length === 1);
  server.setClock(Date.now() + ahead);
  for (let index = 0; index < 50; index++) server.write(`ahead ${index}`, { after: 100_000_000n });
  await until('the lines of the clock that is ahead', () => sink.lines.length === 51);
  server.cut('half');
  await until('broken', () => sink.wasBroken);
  // Still ahead at the next break: those lines come again, and are known.
  server.write('ahead, after a break');
  await until('the line after the break', () => sink.lines.length === 52);
  server.cut('reset');
  server.setClock(Date.now());
  server.write('in time again');
  await until('the line of the clock that is right', () => sink.lines.length === 53);
  // Where the file is rotated as well, what a line long ago was stamped with is no reason to take the new ones for known.
  server.cut('reset');
  server.rotate();
  server.write('of the next file');
  await until('the line of the next file', () => sink.lines.length === 54, 20_000);
  expect(sink.lines).toEqual(server.written);
});

test('P43: megabytes that come again because a clock is ahead are held until the last known line comes, and none comes twice', async () => {
  const server = await LogServer.start();
  server.setClock(Date.now() + 2_000);
  const text = 'x'.repeat(1_000);
  for (let index = 0; index < 6_000; index++) server.write(`${index} ${text}`);
  // So far ahead that they are known at once: nothing has to be held for as long as they take.
  for (let index = 0; index < 20_000; index++) server.write(`${index} ${text}`, { after: 100_000_000n });
  server.setClock(Date.now() + hourMs);
  server.write('the last known line');
  const { sink, stop } = follow(server, { clock: new FastClock(1) });
  closing.push(stop);
  await until('all lines', () => sink.lines.length === 26_001);
  server.cut('reset');
  server.write('new');
  await until('the new line', () => sink.lines.at(-1)?.endsWith(' new') === true);
  expect(sink.lines.length).toBe(26_002);
  expect(sink.lines).toEqual(server.written);
});

test('a stream that worked is asked for again at once when it breaks, for ever only when it lives for a second', async () => {
  const server = await LogServer.start();
  const clock = new FakeClock();
  const { sink, stop } = follow(server, { clock });
  closing.push(stop);
  /** Time from a break to the next question, by the clock. */
  const breakAndWait = async (livesMs = 0): Promise<number> => {
    const asked = server.queries.length;
    server.write(`line ${asked}`);
    await untilPassing(clock, 'the line', () => sink.lines.length === asked, 10);
    await clock.pass(livesMs);
    const told = sink.states.length;
    server.cut('reset');
    await untilPassing(clock, 'broken', () => sink.states.slice(told).some(({ state }) => state === 'broken'), 10);
    return untilPassing(clock, 'asked again', () => server.queries.length > asked, 10);
  };
  await untilPassing(clock, 'asked', () => server.queries.length === 1);
  for (let prompt = 0; prompt < 5; prompt++) expect(await breakAndWait()).toBeLessThan(400);
  // Used up: the next one waits as the back-off says, which is 800 ms at least.
  expect(await breakAndWait()).toBeGreaterThan(700);
  for (let prompt = 0; prompt < 8; prompt++) expect(await breakAndWait(1_000)).toBeLessThan(400);
  await untilPassing(clock, 'all lines', () => sink.lines.length === server.written.length);
  expect(sink.lines).toEqual(server.written);
});

test('a container that never stops writing is shown soon after a break', async () => {
  const server = await LogServer.start();
  const clock = new FastClock(1);
  const { sink, stop } = follow(server, { clock });
  const writing = setInterval(() => server.write('and on and on'), 5);
  closing.push(stop, () => clearInterval(writing));
  await until('lines', () => sink.lines.length > 10);
  server.cut('reset');
  const before = sink.lines.length;
  await until('lines after the break', () => sink.lines.length > before + 10);
  clearInterval(writing);
  await until('all lines', () => sink.lines.length === server.written.length);
  expect(sink.lines).toEqual(server.written);
});

test('P42: a log may be silent for ever, before its first line too, where a call that is as silent is given up', async () => {
  const server = await LogServer.start();
  const transport = transportTo(server.connection, { limits: { headersMs: 60, bodyIdleMs: 60, watchIdleMs: 60 } });
  const { sink, stop } = follow(server, { transport });
  closing.push(stop, () => transport.close());
  const withoutHead = new Set<ServerResponse>();
  await until('followed', () => server.open === 1);
  server.intercept = (query, response) => {
    if (query.get('container') === 'app') return false;
    withoutHead.add(response);
    return true;
  };
  const path = '/api/v1/namespaces/shop/pods/checkout/log?container=quiet';
  const quiet = transport.request({ path, purpose: 'log', signal: new AbortController().signal });
  for (let times = 0; times < 3; times++) {
    await expect(transport.request({ path, purpose: 'call', signal: new AbortController().signal })).rejects.toThrow(/timeout/);
  }
  server.write('the first line after a long silence');
  await until('the line', () => sink.lines.length === 1);
  expect(server.queries.filter((query) => query.get('container') === 'app')).toHaveLength(1);
  for (const response of withoutHead) response.writeHead(200, { 'content-type': 'text/plain' }).end('late\n');
  const pieces: Uint8Array[] = [];
  for await (const piece of (await quiet).body) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe('late\n');
});

test('F34: a restart has a mark with exit code, reason and time between the last line of one run and the first of the next', async () => {
  const { server, sink, follower } = await started();
  server.write('last words');
  await until('a line', () => sink.lines.length === 1);
  server.restart(137, 'OOMKilled');
  server.write('first words');
  follower.factsChanged(server.facts);
  await until('the new run', () => sink.lines.length === 2);
  expect(sink.rows).toEqual([server.written[0], '[restarted]', server.written[1]]);
  expect(sink.marks[0]?.mark).toMatchObject({
    mark: 'restarted',
    exitCode: 137,
    reason: 'OOMKilled',
    at: server.runs[0]?.exit?.finishedAt,
  });
  expect(server.queries.map((query) => [query.get('previous'), query.has('sinceTime')])).toContainEqual(['true', true]);
});

test.each(['http/1.1', 'h2'] as const)(
  'P42: a silent log whose connection died in sleep is opened again, over %s, and nothing is missing',
  async (protocol) => {
    const server = await LogServer.start(protocol);
    const proxy = await FaultProxy.start(server.port);
    const url = new URL(server.connection.server);
    url.port = String(proxy.port);
    const transport = transportTo({ ...server.connection, server: url.origin }, { limits: { proofMs: 100 } });
    const { sink, stop } = follow(server, { transport });
    closing.push(async () => {
      transport.close();
      await proxy.stop();
      await stop();
    });
    server.write('before');
    await until('a line', () => sink.lines.length === 1);
    proxy.strand();
    server.write('into the void');
    expect(await transport.prove()).toBe(false);
    await until('the line', () => sink.lines.length === 2);
    server.write('after');
    await until('the last line', () => sink.lines.length === 3);
    expect(sink.lines).toEqual(server.written);
  },
);

test('F5: a log that fails for itself after a long outage is tried again soon: the outage was not its own', async () => {
  const server = await LogServer.start();
  const proxy = await FaultProxy.start(server.port);
  const url = new URL(server.connection.server);
  url.port = String(proxy.port);
  const clock = new FastClock(40);
  const transport = transportTo({ ...server.connection, server: url.origin }, { clock });
  const told: { readonly kind: string; readonly delayMs: number }[] = [];
  const sink = {
    lines: () => undefined,
    mark: () => undefined,
    state: (state: LogSourceState) => {
      if (state.state === 'broken') told.push({ kind: state.error.kind, delayMs: (state.retryAt ?? 0) - clock.now() });
    },
  };
  const { stop } = follow(server, { transport, clock, sink });
  closing.push(async () => {
    transport.close();
    await proxy.stop();
    await stop();
  });
  await until('followed', () => server.open === 1);
  await proxy.stop();
  await until('six times in vain', () => told.length >= 6);
  server.intercept = (_query, response) => {
    sendStatus(response, 500, 'InternalError', 'its node does not answer');
    return true;
  };
  await proxy.start();
  await until('a failure of its own', () => told.some(({ kind }) => kind === 'status'));
  // The second step of the curve, with its jitter: the first was for the break.
  expect(told.find(({ kind }) => kind === 'status')?.delayMs).toBeLessThanOrEqual(3_200);
});

test.each([0n, 30_000_000_000n])(
  'F34: facts that tell late of the run that is read already cost no line and repeat none (%i ns later)',
  async (later) => {
    const server = await LogServer.start();
    server.write('of the first run, which nobody asked for');
    const { facts } = server;
    server.restart();
    server.write('of the second run', { after: later });
    const { sink, follower, stop } = follow(server, { facts });
    closing.push(stop);
    await until('a line', () => sink.lines.length === 1);
    follower.factsChanged(server.facts);
    server.write('more of it');
    await until('more', () => sink.lines.length === 2);
    server.cut('reset');
    await until('a new connection', () => server.open === 1);
    server.write('and more');
    await until('all', () => sink.lines.length === 3);
    expect(sink.rows.filter((row) => row !== '[reconnected]')).toEqual(server.written.slice(1));
  },
);

test('F34: in a crash loop, the next run that is read for the last one, because the facts are late, is gone on with', async () => {
  const server = await LogServer.start();
  server.write('of the first run');
  server.exit();
  const { facts } = server;
  server.restart();
  server.write('of the second run', { after: 30_000_000_000n });
  const { sink, follower, stop } = follow(server, { facts });
  closing.push(stop);
  await until('a line', () => sink.lines.length === 1);
  follower.factsChanged(server.facts);
  await until('followed', () => server.open === 1);
  server.write('more of it');
  await until('more', () => sink.lines.length === 2);
  expect(sink.rows.filter((row) => row !== '[reconnected]')).toEqual(server.written.slice(1));
});

test('F34: when more than one run was missed, a mark says that lines are missing, and the runs there are follow', async () => {
  const { server, sink, follower } = await started();
  server.write('first run');
  await until('a line', () => sink.lines.length === 1);
  server.intercept = (_query, response) => {
    response.destroy();
    return true;
  };
  server.cut('reset');
  await until('broken', () => sink.state?.state === 'broken');
  server.write('nobody reads this');
  for (const text of ['second run', 'third run', 'fourth run']) {
    server.restart();
    server.write(text);
  }
  server.intercept = null;
  follower.factsChanged(server.facts);
  await until('the last run', () => sink.lines.at(-1)?.endsWith('fourth run') === true);
  expect(sink.rows.map((row) => row.replace(/^\S+Z /, ''))).toEqual([
    'first run',
    '[dropped]',
    '[restarted]',
    'third run',
    '[restarted]',
    'fourth run',
  ]);
  expect(sink.marks[0]?.mark).toEqual({ mark: 'dropped', count: null, why: 'restarts', again: false });
});

test('F34: lines that were rotated away during a break are marked; a rotation while it is read loses nothing and says nothing', async () => {
  const { server, sink } = await started();
  server.write('one');
  server.rotate();
  server.write('two', { after: 2_000_000_000n });
  await until('both', () => sink.lines.length === 2);
  server.cut('reset');
  await until('three', () => server.open === 1);
  server.write('three');
  await until('three', () => sink.lines.length === 3);
  expect(sink.marks.filter(({ mark }) => mark.mark === 'dropped')).toEqual([]);
  server.intercept = (_query, response) => {
    response.destroy();
    return true;
  };
  server.cut('reset');
  await until('broken', () => sink.state?.state === 'broken');
  server.write('four, which nobody reads', { after: 2_000_000_000n });
  server.rotate();
  server.write('five', { after: 2_000_000_000n });
  server.intercept = null;
  await until('five', () => sink.lines.length === 4);
  expect(sink.rows.filter((row) => row !== '[reconnected]').map((row) => row.replace(/^\S+Z /, ''))).toEqual([
    'one',
    'two',
    'three',
    '[dropped]',
    'five',
  ]);
  expect(sink.marks.find(({ mark }) => mark.mark === 'dropped')?.mark).toEqual({
    mark: 'dropped',
    count: null,
    why: 'rotated',
    again: false,
  });
});

test('a break of more than a moment is told where it was, with the lines that came at once', async () => {
  const server = await LogServer.start();
  // Not so fast that what comes at once takes more than a moment by it.
  const { sink, clock, stop } = follow(server, { clock: new FastClock(4) });
  closing.push(stop);
  server.write('before');
  await until('a line', () => sink.lines.length === 1);
  const brokenFrom = clock.monotonic();
  server.intercept = (_query, response) => clock.monotonic() - brokenFrom < 4_000 && response.destroy() !== null;
  server.cut('half');
  await until('broken', () => sink.state?.state === 'broken');
  for (let index = 0; index < 14; index++) server.write(`meanwhile ${index}`);
  await until('all', () => sink.lines.length === 15);
  expect(sink.rows[1]).toBe('[reconnected]');
  expect(sink.marks[0]?.mark).toMatchObject({ mark: 'reconnected', lines: 14 });
  expect(sink.lines).toEqual(server.written);
});

test('F34: the end of a container is read to its last byte, newline or not, and told', async () => {
  const { server, sink, follower } = await started();
  server.write('whole');
  server.write('no newline', { end: '' });
  await until('the whole line', () => sink.lines.length === 1);
  server.exit(0, 'Completed');
  follower.factsChanged(server.facts);
  await until('the mark', () => sink.marks.length === 1);
  expect(sink.lines).toEqual(server.written);
  expect(sink.marks[0]?.mark).toMatchObject({ mark: 'ended', exitCode: 0, reason: 'Completed' });
  expect(sink.state).toMatchObject({ state: 'ended', exitCode: 0, reason: 'Completed' });
});

test.each([
  ['before: nothing is missing', -5_000, ['[ended]']],
  ['after: nobody knows what the kubelet did not give', 60_000, ['[dropped]', '[ended]']],
])(
  'F34: when an answer ended properly and nothing can be asked any more, the end of the container is told, which was %s',
  async (_name, finishedAfterMs, marks) => {
    const { server, sink, follower } = await started();
    server.setClock(Date.now() + finishedAfterMs);
    server.write('the last line that came');
    await until('the last line', () => sink.lines.length === 1);
    server.intercept = (_query, response) => {
      sendStatus(response, 404, 'NotFound', 'pods "checkout" not found');
      return true;
    };
    const asked = server.queries.length;
    server.cut('eof');
    await until('asked in vain', () => server.queries.length > asked);
    server.exit(0, 'Completed');
    follower.factsChanged(server.facts);
    follower.factsChanged({ ...server.facts, pod: 'deleted' });
    await until('ended', () => sink.rows.includes('[ended]'));
    expect(sink.rows).toEqual([...server.written, ...marks]);
  },
);

test('F34: a log that was read to its end is whole, although its pod is gone when that is made sure of', async () => {
  const { server, sink, follower } = await started();
  server.write('the last line');
  await until('the last line', () => sink.lines.length === 1);
  server.intercept = (query, response) => {
    if (query.get('follow') === 'true') return false;
    follower.factsChanged({ ...server.facts, pod: 'deleted' });
    sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource');
    return true;
  };
  server.exit(0, 'Completed');
  // Known before the end of the answer arrives.
  follower.factsChanged(server.facts);
  await until('ended', () => sink.marks.some(({ mark }) => mark.mark === 'ended'));
  expect(sink.rows).toEqual([...server.written, '[ended]']);
});

test('a slow answer about a run that has ended, which is of the next one, is not shown as its rest', async () => {
  const server = await LogServer.start();
  const clock = new FakeClock();
  const { sink, follower, stop } = follow(server, { clock });
  closing.push(stop);
  const asked = (queries: number) => untilPassing(clock, `question ${queries}`, () => server.queries.length === queries, 10);
  await asked(1);
  for (let index = 0; index < 5; index++) server.write(`first run ${index}`);
  await untilPassing(clock, 'the first run', () => sink.lines.length === 5, 10);
  const rests: ServerResponse[] = [];
  server.intercept = (query, response) => {
    if (query.get('follow') === 'true') return false;
    server.intercept = () => false;
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    rests.push(response as ServerResponse);
    return true;
  };
  server.exit(1, 'Error');
  follower.factsChanged(server.facts);
  await untilPassing(clock, 'the rest is answered', () => rests.length === 1 && sink.state?.state === 'following', 10);
  // Silent for longer than what comes after a break is held back.
  await clock.pass(1_000);
  server.restart();
  server.passTime(2_000_000_000n);
  for (let index = 0; index < 5; index++) server.write(`second run ${index}`);
  const second = server.written.slice(5);
  rests[0]?.end(second.map((line) => `${line}\n`).join(''));
  await until('all is sent', () => rests[0]?.writableFinished === true);
  for (let turn = 0; turn < 50; turn++) await clock.pass(1);
  // The facts tell of the next run only now.
  follower.factsChanged(server.facts);
  await untilPassing(clock, 'the second run', () => sink.lines.length >= 10, 10);
  expect(sink.rows).toEqual([...server.written.slice(0, 5), '[restarted]', ...second]);
});

test('a pod that is deleted ends its log, with the reason of its eviction when there is one', async () => {
  const { server, sink, follower } = await started();
  server.write('a line');
  await until('a line', () => sink.lines.length === 1);
  server.cut('eof');
  follower.factsChanged({ ...server.facts, pod: 'deleted', podReason: 'Evicted' });
  await until('ended', () => sink.state?.state === 'ended');
  expect(sink.state).toMatchObject({ state: 'ended', reason: 'Evicted' });
  expect(sink.marks.map(({ mark }) => mark.mark)).toEqual(['ended']);
});

test('F34: a log of a node that is gone is given up when its pod is deleted, though the connection never ends', async () => {
  const { server, sink, follower } = await started();
  server.write('a line');
  await until('a line', () => sink.lines.length === 1);
  follower.factsChanged({ ...server.facts, pod: 'deleted', podReason: 'NodeLost' });
  await until('ended', () => sink.state?.state === 'ended');
  expect(sink.rows.slice(1)).toEqual(['[dropped]', '[ended]']);
  expect(sink.state).toMatchObject({ state: 'ended', reason: 'NodeLost' });
});

test('a container that has not run yet is waited for without a question, with its reason', async () => {
  const server = await LogServer.start();
  const waiting = { ...server.facts, state: 'waiting', waitingReason: 'ImagePullBackOff', containerId: '' } as const;
  const { sink, follower, stop } = follow(server, { facts: waiting });
  closing.push(stop);
  await until('waiting', () => sink.state?.state === 'waiting');
  expect(sink.state).toEqual({ state: 'waiting', reason: 'ImagePullBackOff' });
  expect(server.queries).toEqual([]);
  server.write('at last');
  follower.factsChanged(server.facts);
  await until('the line', () => sink.lines.length === 1);
});

test('what the kubelet says of a container that it has not started yet is a wait, tried again', async () => {
  const server = await LogServer.start();
  server.intercept = (_query, response) => {
    if (server.queries.length > 1) return false;
    sendStatus(response, 400, 'BadRequest', 'container "app" in pod "checkout" is waiting to start: PodInitializing');
    return true;
  };
  server.write('at last');
  const { sink, stop } = follow(server);
  closing.push(stop);
  await until('the line', () => sink.lines.length === 1);
  expect(sink.states).toContainEqual({ state: 'waiting', reason: 'PodInitializing' });
});

test.each([
  [403, 'Forbidden', 'pods "checkout" is forbidden: User "dev" cannot get resource "pods/log"'],
  [405, 'MethodNotAllowed', 'Debug endpoints are disabled.'],
])('a refusal (%i) is a failure with its message, and is not asked for again', async (code, reason, message) => {
  const server = await LogServer.start();
  server.intercept = (_query, response) => {
    sendStatus(response, code, reason, message);
    return true;
  };
  const { sink, follower, stop } = follow(server);
  closing.push(stop);
  await until('failed', () => sink.state?.state === 'failed');
  expect(sink.state).toMatchObject({ error: { kind: 'status', code, message } });
  server.restart();
  follower.factsChanged(server.facts);
  follower.factsChanged({ ...server.facts, pod: 'deleted' });
  await until('ended', () => sink.state?.state === 'ended');
  expect(server.queries).toHaveLength(1);
});

test('what the kubelet says at the end of an answer, when it cannot go on, is the reason of a break and no line', async () => {
  const { server, sink } = await started();
  server.write('a line');
  server.say('failed to create fsnotify watcher: too many open files');
  server.cut('eof');
  await until('broken', () => sink.wasBroken);
  expect(sink.states.find(({ state }) => state === 'broken')).toMatchObject({
    error: { kind: 'status', code: 500, message: 'failed to create fsnotify watcher: too many open files' },
  });
  server.write('another');
  await until('another', () => sink.lines.length === 2);
  expect(sink.lines).toEqual(server.written);
});

test.each([500, 502, 504])(
  'a kubelet that cannot be reached (%i) is a break with its message and the time of the next try',
  async (code) => {
    const server = await LogServer.start();
    const message = 'No agent available';
    server.intercept = (_query, response) => {
      if (server.queries.length > 2) return false;
      sendStatus(response, code, 'InternalError', message);
      return true;
    };
    server.write('there it is');
    const { sink, stop } = follow(server);
    closing.push(stop);
    await until('the line', () => sink.lines.length === 1);
    const broken = sink.states.find((state) => state.state === 'broken');
    expect(broken).toMatchObject({ error: { kind: 'status', code, message }, retryAt: expect.any(Number) });
    expect(sink.state).toEqual({ state: 'following' });
  },
);

test('the log of a container that was collected is a failure, whether the kubelet says so in time or in the middle of its answer', async () => {
  for (const inBody of [true, false]) {
    const server = await LogServer.start();
    server.exit();
    const message = 'unable to retrieve container logs for containerd://0';
    server.intercept = (_query, response) => {
      if (inBody) response.writeHead(200, { 'content-type': 'text/plain' }).end(message);
      else sendStatus(response, 400, 'BadRequest', message);
      return true;
    };
    const { sink, stop } = follow(server);
    closing.push(stop);
    await until('failed', () => sink.state?.state === 'failed');
    expect(sink.state).toMatchObject({ error: { kind: 'status', message } });
    expect(sink.rows).toEqual([]);
  }
});

test('the run before is read to its end and no further', async () => {
  const server = await LogServer.start();
  server.write('of the first run');
  server.restart(2, 'Error');
  server.write('of the second run');
  const { sink, stop } = follow(server, { start: { since: { type: 'all' }, tailLines: null, previous: true } });
  closing.push(stop);
  await until('ended', () => sink.state?.state === 'ended');
  expect(sink.rows.map((row) => row.replace(/^\S+Z /, ''))).toEqual(['of the first run', '[ended]']);
  expect(sink.state).toMatchObject({ reason: 'Error', exitCode: 2 });
});

test('where no run before can be read, the message of the kubelet is the failure', async () => {
  const server = await LogServer.start();
  const { sink, stop } = follow(server, { start: { since: { type: 'all' }, tailLines: null, previous: true } });
  closing.push(stop);
  await until('failed', () => sink.state?.state === 'failed');
  expect(sink.state).toMatchObject({ error: { code: 400, message: 'previous terminated container "app" in pod "checkout" not found' } });
});

test('a follower goes on where another one stopped, also after a restart', async () => {
  const server = await LogServer.start();
  for (const text of ['a', 'b', 'b']) server.write(text, { after: 0n });
  server.write('c');
  const stamps = server.runs[0]?.written.map(({ stamp }) => ({ micros: Number(stamp / 1000n), nanos: Number(stamp % 1000n) })) ?? [];
  const at = stamps[2] ?? { micros: 0, nanos: 0 };
  const lines = ['a', 'b', 'b'].map((text, index) => ({ at: stamps[index] ?? at, text: Buffer.from(text) }));
  const resume = { podUid: 'u', container: 'app', restarts: 0, at, heardAt: at.micros / 1000, lines };
  server.restart();
  server.write('d');
  const { sink, stop } = follow(server, { resume });
  closing.push(stop);
  await until('d', () => sink.lines.length === 2);
  expect(sink.rows.filter((row) => row !== '[reconnected]')).toEqual([server.written[3], '[restarted]', server.written[4]]);
});

test('going on asks for no line twice that was read before the lines that are known', async () => {
  const server = await LogServer.start();
  server.write('of the second before', { after: 999_000_000n });
  server.write('known', { after: 2_000_000n });
  server.write('new');
  const stamp = server.runs[0]?.written[1]?.stamp ?? 0n;
  const at = { micros: Number(stamp / 1000n), nanos: Number(stamp % 1000n) };
  for (const lines of [[{ at, text: Buffer.from('known') }], []]) {
    const { sink, follower } = follow(server, {
      resume: { podUid: 'u', container: 'app', restarts: 0, at, heardAt: at.micros / 1000, lines },
    });
    closing.push(() => follower.stop());
    await until('the new line', () => sink.lines.length > 0);
    expect(sink.lines).toEqual(server.written.slice(2));
  }
  closing.push(() => server.stop());
});

test('nothing is read while the sink has no room, and nothing is sent after the stop', async () => {
  const { server, sink, follower } = await started();
  let giveRoom = () => undefined as undefined;
  sink.credit = () =>
    new Promise<void>((resolve) => {
      giveRoom = () => void resolve();
    });
  server.write('one');
  await until('one', () => sink.batches === 1);
  const long = 'x'.repeat(1_000_000);
  for (let index = 0; index < 40; index++) server.write(`${index} ${long}`);
  await until('the socket is full', () => server.backlog > 10_000_000);
  expect(sink.batches).toBe(1);
  sink.credit = () => undefined;
  giveRoom();
  await until('everything', () => sink.lines.length === 41);
  const { length } = sink.rows;
  follower.stop();
  server.write('too late');
  await until('the request is over', () => server.open === 0);
  expect([sink.rows.length, sink.state]).toEqual([length, { state: 'following' }]);
});

test('"only what comes from now on" means from the beginning, however long the first answer took', async () => {
  const server = await LogServer.start();
  server.write('long before');
  server.passTime(60_000_000_000n);
  server.intercept = (_query, response) => {
    if (server.queries.length > 2) return false;
    if (server.queries.length === 1) server.write('while nobody could read');
    response.destroy();
    return true;
  };
  const { sink, stop } = follow(server, { start: { since: { type: 'all' }, tailLines: 0, previous: false } });
  closing.push(stop);
  await until('the line', () => sink.lines.length === 1);
  expect(sink.lines).toEqual(server.written.slice(1));
});

test('a hundred followers share one connection over HTTP/2, which the server may close at any time', async () => {
  const server = await LogServer.start('h2');
  server.write('a line');
  const transport = transportTo(server.connection, { clock: new FastClock(40) });
  const followers = Array.from({ length: 100 }, () => follow(server, { transport }));
  closing.push(async () => {
    transport.close();
    await server.stop();
  });
  await until('all of them follow', () => server.open === 100);
  expect(server.connections).toBe(1);
  server.goAway();
  server.write('after the GOAWAY');
  await until('all lines', () => followers.every(({ sink }) => sink.lines.length === 2));
  for (const { sink } of followers) expect(sink.lines).toEqual(server.written);
  expect(server.connections).toBe(1);
});
