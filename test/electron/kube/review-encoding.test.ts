import type { RequestListener } from 'node:http';
import http2, { type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { createServerCertificate } from '../../../electron/demo/certificates.ts';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { encodeObject } from '../../../electron/kube/protobuf/encode-message.ts';
import { clusterErrorOf } from '../../../electron/kube/request-failure.ts';
import { reviewAccess } from '../../../electron/kube/review-access.ts';
import { connectionTo } from './test-context.ts';

/* How questions about access are put to servers that take protobuf, and to those that do not. */

const protobuf = 'application/vnd.kubernetes.protobuf';
const question = { verb: 'get', group: '', version: '', resource: 'pods', subresource: '', namespace: 'shop', name: '' };
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

type Handler = (type: string, response: Http2ServerResponse) => void;

/** A transport to a server that answers reviews by `handler`, given the media type of the question; `asked` are those types in order. */
async function transportTo(handler: Handler, protocol = 'h2'): Promise<{ readonly transport: HttpTransport; readonly asked: string[] }> {
  const certificates = createServerCertificate('reviews');
  const asked: string[] = [];
  const pair = { key: certificates.key, cert: certificates.certificate };
  const listener = (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const type = String(request.headers['content-type']);
    void text(request).then(() => {
      asked.push(type === protobuf ? 'protobuf' : 'json');
      handler(type, response);
    });
  };
  const server =
    protocol === 'h2'
      ? // As API servers announce it.
        http2.createSecureServer({ ...pair, settings: { maxConcurrentStreams: 100 } }, listener)
      : // The two kinds of request and response differ in nothing that is touched here.
        https.createServer(pair, listener as unknown as RequestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection = connectionTo(url, { certificateAuthority: certificates.certificateAuthority });
  const transport = new HttpTransport(connection, { userAgent: 'timonier/test', onUnauthorized: () => undefined });
  closing.push(
    () => server.close(),
    () => transport.close(),
  );
  return { transport, asked };
}

const ask = (transport: HttpTransport) => reviewAccess(transport, question, new AbortController().signal);

const reason = 'RBAC: allowed';
/** A review with `status.reason`, and `status.allowed` as given; protobuf has a bool as a number, which is a byte here. */
function reviewBytes(allowed: boolean): Buffer {
  const marked = encodeObject('authorization.k8s.io/v1', 'SelfSubjectAccessReview', [
    [
      3,
      [
        [2, reason],
        [3, ''],
      ],
    ],
  ]);
  // The empty text of field 3 (two bytes: tag, length 0) makes room for field 1: tag 8 and the number.
  const at = marked.lastIndexOf(Buffer.from([0x1a, 0]));
  marked.set([0x08, allowed ? 1 : 0], at);
  return marked;
}

function answerJson(response: Http2ServerResponse, allowed: boolean): void {
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ status: { allowed, reason } }));
}

function refuse(response: Http2ServerResponse, code: number, message: string): void {
  const status = { kind: 'Status', status: 'Failure', reason: '', message, code };
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(status));
}

test('a server that takes protobuf is asked so, and its answers are read', async () => {
  let allowed = true;
  const { transport, asked } = await transportTo((_, response) => {
    response.writeHead(201, { 'content-type': protobuf }).end(reviewBytes(allowed));
  });
  expect(await ask(transport)).toEqual({ answer: 'yes', reason, evaluationError: '' });
  allowed = false;
  expect(await ask(transport)).toEqual({ answer: 'no', reason, evaluationError: '' });
  expect(asked).toEqual(['protobuf', 'protobuf']);
});

test('one that takes JSON only is asked once in vain, however many questions there are at once', async () => {
  const { transport, asked } = await transportTo((type, response) => {
    if (type === protobuf) refuse(response, 415, 'the body of the request was in an unknown format');
    else answerJson(response, true);
  });
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(transport)));
  expect(answers.every(({ answer }) => answer === 'yes')).toBe(true);
  await ask(transport);
  expect(asked.filter((type) => type === 'protobuf')).toHaveLength(1);
  expect(asked).toHaveLength(42);
});

test('an answer in bytes that cannot be read is asked for as JSON: nothing becomes a no', async () => {
  const { transport, asked } = await transportTo((type, response) => {
    if (type !== protobuf) answerJson(response, true);
    else
      response
        .writeHead(201, { 'content-type': protobuf })
        .end(encodeObject('authorization.k8s.io/v1', 'SelfSubjectAccessReview', [[3, []]]));
  });
  expect((await ask(transport)).answer).toBe('yes');
  expect(asked).toEqual(['protobuf', 'json']);
});

test('a server that may answer in either is believed in both', async () => {
  const { transport, asked } = await transportTo((_, response) => answerJson(response, false));
  expect((await ask(transport)).answer).toBe('no');
  expect((await ask(transport)).answer).toBe('no');
  expect(asked).toEqual(['protobuf', 'protobuf']);
});

test('a refusal says nothing about the encoding: it is told as it is, and the next question finds out', async () => {
  let refused = true;
  const { transport, asked } = await transportTo((_, response) => {
    if (refused) refuse(response, 403, 'may not create reviews');
    else response.writeHead(201, { 'content-type': protobuf }).end(reviewBytes(true));
  });
  expect(await ask(transport).then(() => null, clusterErrorOf)).toMatchObject({
    kind: 'status',
    code: 403,
    message: 'may not create reviews',
  });
  refused = false;
  expect((await ask(transport)).answer).toBe('yes');
  expect(asked).toEqual(['protobuf', 'protobuf']);
});

test('ninety questions are in flight at once, over one connection, and all of them end when the transport is closed', async () => {
  const held: Http2ServerResponse[] = [];
  const { transport, asked } = await transportTo((_, response) => {
    if (asked.length > 1) held.push(response);
    else answerJson(response, true);
  });
  await ask(transport);
  const outcomes = Promise.allSettled(Array.from({ length: 200 }, () => ask(transport)));
  await expect.poll(() => held.length).toBe(90);
  expect(transport.figures).toMatchObject({ handshakes: 1, openStreams: 90, requests: 91 });
  transport.close();
  expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
  expect(transport.figures.openStreams).toBe(0);
});

test('over HTTP/1.1, where each has a socket of its own, as few as other calls are', async () => {
  const held: Http2ServerResponse[] = [];
  const { transport } = await transportTo((_, response) => held.push(response), 'http/1.1');
  const answers = Promise.all(Array.from({ length: 30 }, () => ask(transport)));
  for (let answered = 0; answered < 30; answered++) {
    await expect.poll(() => held.length).toBeGreaterThan(answered);
    expect(held.length - answered).toBeLessThanOrEqual(8);
    const next = held[answered];
    if (next !== undefined) answerJson(next, true);
  }
  expect((await answers).every(({ answer }) => answer === 'yes')).toBe(true);
  expect(transport.figures.handshakes).toBeLessThanOrEqual(8);
});

test('a thousand questions that are answered at once go over one connection', async () => {
  const { transport } = await transportTo((_, response) => response.writeHead(201, { 'content-type': protobuf }).end(reviewBytes(true)));
  await ask(transport);
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask(transport)));
  expect(answers.every(({ answer }) => answer === 'yes')).toBe(true);
  expect(transport.figures).toMatchObject({ handshakes: 1, openStreams: 0, requests: 1_001 });
});

test('whoever gives up ends his own questions alone, and their places are free again', async () => {
  const held: Http2ServerResponse[] = [];
  const { transport, asked } = await transportTo((_, response) => {
    if (asked.length > 1) held.push(response);
    else answerJson(response, true);
  });
  await ask(transport);
  const mine = new AbortController();
  const given = Promise.allSettled(Array.from({ length: 90 }, () => reviewAccess(transport, question, mine.signal)));
  await expect.poll(() => held.length).toBe(90);
  const other = ask(transport);
  mine.abort(new Error('the page went on'));
  expect((await given).every(({ status }) => status === 'rejected')).toBe(true);
  await expect.poll(() => held.length).toBe(91);
  const last = held[90];
  if (last !== undefined) answerJson(last, true);
  expect((await other).answer).toBe('yes');
});
