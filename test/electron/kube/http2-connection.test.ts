import http2, { type Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createServerCertificate } from '../../../electron/demo/certificates.ts';
import { HttpTransport, type TransportOptions } from '../../../electron/kube/http-transport.ts';
import { readJson } from '../../../electron/kube/read-json.ts';
import { clusterErrorOf } from '../../../electron/kube/request-failure.ts';
import type { KubeRequest } from '../../../electron/kube/transport.ts';
import { FaultProxy } from '../../faults/fault-proxy.ts';
import { FakeClock, untilPassing } from './fake-clock.ts';
import { connectionTo, until } from './test-context.ts';

/* What HTTP/2 adds to the promises of http-transport.test.ts: one connection for all, and what becomes of it. */

const json = { 'content-type': 'application/json' };
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server whose connections and requests are seen. `/watch` stays open, everything else is answered at once unless intercepted. */
async function startServer(options: { readonly streams?: number; readonly port?: number } = {}) {
  const certificates = createServerCertificate('http2');
  const sessions: ServerHttp2Session[] = [];
  const watches = new Set<Http2ServerResponse>();
  const asked: string[] = [];
  const seen: { intercept: ((request: Http2ServerRequest, response: Http2ServerResponse) => boolean) | null } = { intercept: null };
  const server = http2.createSecureServer(
    { key: certificates.key, cert: certificates.certificate, settings: { maxConcurrentStreams: options.streams ?? 100 } },
    (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (seen.intercept?.(request, response) === true) return;
      response.writeHead(200, json);
      if (request.url !== '/watch') response.end('{}');
      else {
        watches.add(response);
        response.on('close', () => watches.delete(response));
        response.write('{}\n');
      }
    },
  );
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => session.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  closing.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  const connection = connectionTo(`https://127.0.0.1:${port}`, { certificateAuthority: certificates.certificateAuthority });
  const open = () => sessions.filter((session) => !session.destroyed);
  return { port, connection, sessions, open, watches, asked, seen };
}

function transportTo(connection: ReturnType<typeof connectionTo>, options: Partial<TransportOptions> = {}): HttpTransport {
  const transport = new HttpTransport(connection, { userAgent: 'timonier/test', onUnauthorized: () => undefined, ...options });
  closing.push(() => transport.close());
  return transport;
}

function ask(transport: HttpTransport, path = '/version', request: Partial<KubeRequest> = {}): Promise<unknown> {
  return readJson(transport, { path, purpose: 'call', signal: new AbortController().signal, ...request });
}

/** A watch that is read until it ends; `ended` says how. */
async function watch(transport: HttpTransport, signal = new AbortController().signal) {
  const answer = await transport.request({ path: '/watch', purpose: 'watch', signal });
  const reader = { chunks: 0, ended: null as unknown };
  const read = async () => {
    for await (const _chunk of answer.body) reader.chunks++;
  };
  read().then(
    () => {
      reader.ended = 'end';
    },
    (thrown: unknown) => {
      reader.ended = clusterErrorOf(thrown);
    },
  );
  await until('the watch is open', () => reader.chunks > 0);
  return reader;
}

test('thirty watches, lists and calls that begin in one instant share one connection', async () => {
  const server = await startServer();
  const transport = transportTo(server.connection);
  await Promise.all([...Array.from({ length: 30 }, () => watch(transport)), ask(transport), ask(transport, '/list', { purpose: 'list' })]);
  expect(server.sessions).toHaveLength(1);
  expect(transport.figures).toMatchObject({ handshakes: 1, protocol: 'h2', openStreams: 30, requests: 32, restarts: 0 });
});

test('F38: what a server announces as its most streams is kept, a second connection takes the rest, and goes when it has nothing left', async () => {
  const server = await startServer({ streams: 10 });
  const clock = new FakeClock();
  const transport = transportTo(server.connection, { clock });
  await ask(transport);
  const stop = new AbortController();
  for (let count = 0; count < 9; count++) await watch(transport);
  const tenth = await watch(transport, stop.signal);
  const last = await Promise.all([watch(transport, stop.signal), watch(transport, stop.signal)]);
  expect(server.open()).toHaveLength(2);
  expect(server.watches.size).toBe(12);
  stop.abort(new Error('enough'));
  await until('three have ended', () => [tenth, ...last].every((reader) => reader.ended !== null));
  await untilPassing(clock, 'the spare connection is closed', () => server.open().length === 1, 1_000);
  expect(server.watches.size).toBe(9);
});

test('F38: after GOAWAY open watches live on, and new requests go over a new connection', async () => {
  const server = await startServer();
  const transport = transportTo(server.connection);
  const reader = await watch(transport);
  server.sessions[0]?.goaway(http2.constants.NGHTTP2_NO_ERROR);
  await until('a new connection is used', () => {
    void ask(transport);
    return server.sessions.length === 2;
  });
  for (const response of server.watches) response.write('{}\n');
  await until('the watch still hears', () => reader.chunks === 2);
  expect(reader.ended).toBe(null);
  for (const response of server.watches) response.end();
  await until('it ends in good order', () => reader.ended !== null);
  expect(reader.ended).toBe('end');
  await until('the old connection goes', () => server.open().length === 1);
});

test('F38: a stream that is reset breaks alone', async () => {
  const server = await startServer();
  const transport = transportTo(server.connection);
  const [first, second] = await Promise.all([watch(transport), watch(transport)]);
  [...server.watches][0]?.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
  await until('one has ended', () => (first?.ended ?? second?.ended) !== null);
  expect([first?.ended, second?.ended].filter((ended) => ended === null)).toHaveLength(1);
  expect(first?.ended ?? second?.ended).toMatchObject({ kind: 'unreachable', cause: 'reset' });
  await ask(transport);
  expect(server.sessions).toHaveLength(1);
});

test('a request that a server refused unseen is sent again, once; a question whose connection dies is, a change is not', async () => {
  const server = await startServer();
  const transport = transportTo(server.connection);
  let refusals = 1;
  server.seen.intercept = (_request, response) => {
    if (refusals-- <= 0) return false;
    response.stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
    return true;
  };
  expect(await ask(transport, '/post', { method: 'POST', body: '{}' })).toEqual({});
  expect(server.asked).toEqual(['POST /post', 'POST /post']);
  refusals = 2;
  expect(await ask(transport).catch(clusterErrorOf)).toMatchObject({ kind: 'unreachable' });
  transport.retry();
  server.asked.length = 0;
  let deaths = 1;
  server.seen.intercept = (request) => {
    if (deaths-- <= 0) return false;
    request.stream.session?.destroy();
    return true;
  };
  expect(await ask(transport)).toEqual({});
  expect(server.asked).toEqual(['GET /version', 'GET /version']);
  deaths = 1;
  expect(await ask(transport, '/post', { method: 'POST', body: '{}' }).catch(clusterErrorOf)).toMatchObject({ kind: 'unreachable' });
  expect(server.asked.slice(2)).toEqual(['POST /post']);
});

test('a server that wants HTTP/1.1 for a request gets it, and keeps it', async () => {
  const certificates = createServerCertificate('mixed');
  const versions: string[] = [];
  const server = http2.createSecureServer(
    { key: certificates.key, cert: certificates.certificate, allowHTTP1: true },
    (request, response) => {
      versions.push(request.httpVersion);
      if (request.httpVersion === '2.0') response.stream.close(http2.constants.NGHTTP2_HTTP_1_1_REQUIRED);
      else response.writeHead(200, json).end('{}');
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const transport = transportTo(connectionTo(`https://127.0.0.1:${port}`, { certificateAuthority: certificates.certificateAuthority }));
  closing.splice(-1, 0, () => server.close());
  expect(await ask(transport)).toEqual({});
  expect(await ask(transport)).toEqual({});
  expect(versions).toEqual(['2.0', '1.1', '1.1']);
  expect(transport.figures.protocol).toBe('http/1.1');
});

test('F4, P04: a connection that is silent is asked by PING; an answer is a sign of life and costs no handshake, none within 10 s ends it', async () => {
  const server = await startServer();
  const proxy = await FaultProxy.start(server.port);
  closing.push(() => proxy.stop());
  const clock = new FakeClock();
  let lost = 0;
  const transport = transportTo({ ...server.connection, server: `https://127.0.0.1:${proxy.port}` }, { clock, onLost: () => lost++ });
  const reader = await watch(transport);
  const heard = transport.lastByteAt ?? 0;
  await untilPassing(clock, 'PING is answered', () => (transport.lastByteAt ?? 0) > heard, 500);
  expect((transport.lastByteAt ?? 0) - heard).toBeGreaterThanOrEqual(15_000);
  await untilPassing(clock, 'and again', () => (transport.lastByteAt ?? 0) > heard + 29_000, 500);
  expect(transport.figures).toMatchObject({ handshakes: 1, requests: 1, restarts: 0 });
  expect(lost).toBe(0);
  // The server hears us, we do not hear it.
  proxy.blackHole('toClient');
  const from = clock.monotonic();
  await untilPassing(clock, 'the watch is broken off', () => reader.ended !== null, 500);
  expect(reader.ended).toMatchObject({ kind: 'unreachable', cause: 'timeout', detail: expect.stringContaining('PING') });
  expect(clock.monotonic() - from).toBeLessThanOrEqual(26_000);
  expect(lost).toBeGreaterThan(0);
  proxy.heal();
  await ask(transport);
  expect(transport.figures.handshakes).toBe(2);
});

test('P03: after sleep a connection that is alive proves it and stays; a dead one is dropped within a second and its questions asked again', async () => {
  const server = await startServer();
  const proxy = await FaultProxy.start(server.port);
  closing.push(() => proxy.stop());
  const transport = transportTo({ ...server.connection, server: `https://127.0.0.1:${proxy.port}` });
  const reader = await watch(transport);
  expect(await transport.prove()).toBe(true);
  expect(transport.figures.handshakes).toBe(1);
  proxy.strand();
  const question = ask(transport);
  const started = performance.now();
  expect(await transport.prove()).toBe(false);
  expect(await question).toEqual({});
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(reader.ended).toMatchObject({ kind: 'unreachable', cause: 'timeout' });
  expect(transport.figures).toMatchObject({ handshakes: 2, protocol: 'h2', restarts: 1 });
});

test('P07: a connection from an address that this machine no longer has is dropped without waiting, one from an address it has stays', async () => {
  const server = await startServer();
  let here = true;
  const transport = transportTo(server.connection, { hasAddress: (address) => address === '127.0.0.1' && here });
  const reader = await watch(transport);
  expect(await transport.prove()).toBe(true);
  expect(reader.ended).toBe(null);
  here = false;
  const started = performance.now();
  expect(await transport.prove()).toBe(false);
  await until('the watch is broken off', () => reader.ended !== null);
  expect(performance.now() - started).toBeLessThan(500);
  expect(reader.ended).toMatchObject({ kind: 'unreachable', detail: expect.stringContaining('127.0.0.1') });
  await ask(transport);
  expect(transport.figures.handshakes).toBe(2);
});
