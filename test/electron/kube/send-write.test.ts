import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../electron/kube/clock.ts';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { readJson } from '../../../electron/kube/read-json.ts';
import { type SentWrite, sendWrite, type WriteRequest } from '../../../electron/kube/send-write.ts';
import { type FaultAnswer, tooManyRequests, UNAUTHORIZED } from '../../faults/fault-answers.ts';
import { type FaultServer, startFaultServer } from '../../faults/fault-server.ts';
import { connectionTo } from './test-context.ts';

/* What is known of a write after everything that can happen to it on the wire: it is never sent twice, and "nobody knows" is never called "no". */

let server: FaultServer;
let transport: HttpTransport;
const { signal } = new AbortController();
const path = '/api/v1/nodes/a';
const cordon: WriteRequest = {
  method: 'PATCH',
  path,
  contentType: 'application/strategic-merge-patch+json',
  body: { spec: { unschedulable: true } },
};
const patches = () => server.requests.filter((request) => request.startsWith('PATCH'));

afterEach(async () => {
  transport.close();
  await server.close();
});

async function begin(http2: boolean): Promise<void> {
  server = await startFaultServer({ http2 });
  server.cluster.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } });
  const credential = { token: server.token, basic: null, clientCertificate: null, expiresAt: null };
  const connection = connectionTo(server.url, { certificateAuthority: server.certificateAuthority, credential });
  transport = new HttpTransport(connection, {
    userAgent: 'timonier/test',
    limits: { headersMs: 300 },
    onUnauthorized: () => transport.replace(connection),
  });
  // The connection is there: what breaks is the write, not the first dial.
  await readJson(transport, { path, purpose: 'call', signal });
}

const send = (): Promise<SentWrite> => sendWrite(transport, cordon, signal);
const meeting = (answer: FaultAnswer) => server.failNext({ match: { method: 'PATCH' }, answer });

describe.each([
  ['h2', true],
  ['http/1.1', false],
] as const)('a write over %s', (_protocol, http2) => {
  test('is done with the code and the answer of the server', async () => {
    await begin(http2);
    expect(await send()).toMatchObject({ sent: 'done', code: 200, answer: { spec: { unschedulable: true } } });
    expect(patches()).toHaveLength(1);
  });

  test('cut before its answer (P01): nobody knows, and it is not sent again', async () => {
    await begin(http2);
    meeting({ reset: true });
    expect(await send()).toMatchObject({ sent: 'unknown', error: { kind: 'unreachable' } });
    expect(patches()).toHaveLength(1);
  });

  test('no answer in time: nobody knows', async () => {
    await begin(http2);
    meeting({ hang: 'headers' });
    expect(await send()).toMatchObject({ sent: 'unknown', error: { kind: 'unreachable', cause: 'timeout' } });
    expect(patches()).toHaveLength(1);
  });

  test('cut in the middle of the answer to what was done: it is done', async () => {
    await begin(http2);
    meeting({ contentLength: 500, body: '{"kind":"Node",' });
    expect(await send()).toEqual({ sent: 'done', code: 200, answer: null });
  });

  test('refused at the door (P12): it did not arrive', async () => {
    await begin(http2);
    await server.stop();
    transport.reset({ kind: 'unreachable', cause: 'closed', host: '', code: '', detail: 'test' });
    expect(await send()).toMatchObject({ sent: 'failed', error: { kind: 'unreachable', cause: 'refused' } });
  });

  test('401 once (P19): the server did nothing, so it goes out again with the new credential', async () => {
    await begin(http2);
    meeting(UNAUTHORIZED);
    expect(await send()).toMatchObject({ sent: 'done' });
    expect(patches()).toHaveLength(2);
  });

  test('a Status that says Failure counts more than the code it came with', async () => {
    await begin(http2);
    meeting({ status: 201, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 500, message: 'two budgets' } });
    expect(await send()).toMatchObject({ sent: 'failed', error: { kind: 'status', code: 500, message: 'two budgets' } });
  });

  test.each([-5, 0.001, 1e300])('a server that says to come back in %d seconds has not said when', async (retryAfterSeconds) => {
    await begin(http2);
    const details = { retryAfterSeconds };
    meeting({ status: 429, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 429, message: 'm', details } });
    expect(await send()).toMatchObject({ sent: 'failed', error: { code: 429, retryAfterSeconds: null } });
  });

  test('an answer that is larger than any object is not kept; the write is done all the same', async () => {
    await begin(http2);
    meeting({ status: 200, body: { kind: 'Node', filler: 'x'.repeat(9_000_000) } });
    expect(await send()).toEqual({ sent: 'done', code: 200, answer: null });
  });

  test('a budget that says when to come back silences nobody else; a server that is busy does (P23)', async () => {
    await begin(http2);
    const cause = { reason: 'DisruptionBudget', message: 'The disruption budget web is still being processed by the server.' };
    const details = { retryAfterSeconds: 10, causes: [cause] };
    const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 429, reason: 'TooManyRequests', message: 'm', details };
    meeting({ status: 429, body, headers: { 'retry-after': '10' } });
    expect(await send()).toMatchObject({ sent: 'failed', error: { code: 429, retryAfterSeconds: 10 } });
    await readJson(transport, { path, purpose: 'call', signal });
    meeting(tooManyRequests(1));
    await send();
    const since = systemClock.monotonic();
    await readJson(transport, { path, purpose: 'call', signal });
    expect(systemClock.monotonic() - since).toBeGreaterThan(900);
  });
});
