import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { clusterErrorOf } from '../../../electron/kube/request-failure.ts';
import type { KubeAnswer, RequestPurpose } from '../../../electron/kube/transport.ts';
import { FakeClock } from './fake-clock.ts';
import { connectionTo, until } from './test-context.ts';

/* What is different for logs: silence before the head and after, plain text, many at once. */

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler, port = 0) {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  closing.push(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

function transportTo(port: number, clock = new FakeClock()) {
  const transport = new HttpTransport(connectionTo(`http://127.0.0.1:${port}`), {
    userAgent: 'test',
    onUnauthorized: () => undefined,
    clock,
  });
  closing.push(() => transport.close());
  const ask = (path: string, purpose: RequestPurpose = 'log'): Promise<KubeAnswer> =>
    transport.request({ path, purpose, signal: new AbortController().signal });
  return { ask, clock };
}

async function textOf(answer: KubeAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test('logs are opened some at a time; one that is answered, or silent for long, makes room for the next', async () => {
  const waiting: ServerResponse[] = [];
  const { port } = await serve((_request, response) => waiting.push(response));
  const { ask, clock } = transportTo(port);
  const logs = Array.from({ length: 100 }, (_, index) => ask(`/log/${index}`));
  for (const log of logs) log.catch(() => undefined);
  await until('the first are asked for', () => waiting.length === 32);
  waiting[0]?.writeHead(200, { 'content-type': 'text/plain' }).write('a line\n');
  await Promise.race(logs);
  await until('one more is asked for', () => waiting.length === 33);
  await clock.pass(249);
  expect(waiting).toHaveLength(33);
  await clock.pass(1);
  await until('the next are asked for', () => waiting.length >= 64);
});

test('a log is any text, and a pod without a node has none; a web page is no log', async () => {
  const seen: http.IncomingHttpHeaders[] = [];
  const { port } = await serve((request, response) => {
    seen.push(request.headers);
    if (request.url === '/none') response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': request.url === '/page' ? 'text/html' : 'text/plain' }).end('words');
  });
  const { ask } = transportTo(port);
  expect(await textOf(await ask('/log'))).toBe('words');
  expect(await textOf(await ask('/none'))).toBe('');
  expect(await ask('/page').catch(clusterErrorOf)).toMatchObject({ kind: 'invalid-answer', contentType: 'text/html' });
  expect(await ask('/log', 'call').catch(clusterErrorOf)).toMatchObject({ kind: 'invalid-answer', contentType: 'text/plain' });
  expect(seen[0]?.['accept-encoding']).toBeUndefined();
});

test('a log that breaks before its head says nothing about the server: others are not held back', async () => {
  const { port } = await serve((request, response) => {
    if (request.url === '/log') response.socket?.resetAndDestroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const { ask } = transportTo(port);
  expect(await ask('/log').catch(clusterErrorOf)).toMatchObject({ kind: 'unreachable' });
  expect(await textOf(await ask('/version', 'call'))).toBe('{}');
});

test('a log that goes first after an outage, and is silent, holds nobody up', async () => {
  const before = await serve(() => undefined);
  await before.stop();
  const { ask, clock } = transportTo(before.port);
  expect(await ask('/version', 'call').catch(clusterErrorOf)).toMatchObject({ kind: 'unreachable', cause: 'refused' });
  const asked: string[] = [];
  await serve((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/version') response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }, before.port);
  // Beyond the first step of the back-off, whatever its jitter.
  await clock.pass(2_000);
  const silent = ask('/log');
  silent.catch(() => undefined);
  await until('the log goes first', () => asked.length === 1);
  const call = ask('/version', 'call');
  await clock.pass(250);
  expect(await textOf(await call)).toBe('{}');
  expect(asked).toEqual(['/log', '/version']);
});
