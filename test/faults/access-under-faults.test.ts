import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerCells, answerRows } from '../../electron/features/access/answer-access.ts';
import { HttpTransport } from '../../electron/kube/http-transport.ts';
import type { AccessAnswer } from '../../shared/access.ts';
import { FakeClock, untilPassing } from '../electron/kube/fake-clock.ts';
import { connectionTo } from '../electron/kube/test-context.ts';
import { forbiddenAnswer, tooManyRequests } from './fault-answers.ts';
import { type FaultServer, startFaultServer } from './fault-server.ts';

/* Access matrices while the cluster is busy, breaks off or refuses: an answer comes late or is unknown, and is never "no". */

const me = { identity: { user: 'me', groups: [], uid: '', extra: {} }, method: 'self' } as const;
const reviews = { method: 'POST', path: /\/selfsubjectaccessreviews$/ };
const signal = new AbortController().signal;
const cells = ['get', 'list', 'watch', 'create', 'delete'].map((verb) => ({
  group: '',
  resource: 'pods',
  subresource: '',
  verb,
  namespaced: true,
}));
const answersOf = (answers: readonly AccessAnswer[]) => answers.map(({ answer }) => answer).sort();
const allYes = cells.map(() => 'yes');
const allButOne = ['unknown', 'yes', 'yes', 'yes', 'yes'];

describe.each(['h2', 'http/1.1'] as const)('a matrix over %s', (protocol) => {
  let server: FaultServer;
  let clock: FakeClock;
  let transport: HttpTransport;

  beforeEach(async () => {
    clock = new FakeClock();
    server = await startFaultServer({ http2: protocol === 'h2' });
    const credential = { token: server.token, basic: null, clientCertificate: null, expiresAt: null };
    const connection = connectionTo(server.url, { certificateAuthority: server.certificateAuthority, credential });
    transport = new HttpTransport(connection, { userAgent: 'timonier/test', clock, onUnauthorized: () => undefined });
  });
  afterEach(async () => {
    transport.close();
    await server.close();
  });

  /** Asks about all cells, with the clock turned until every answer is there. */
  async function asked(): Promise<readonly AccessAnswer[]> {
    let answers: readonly AccessAnswer[] | null = null;
    void answerCells(transport, { subject: me, namespace: 'shop', name: '', cells }, signal).then((all) => {
      answers = all;
    });
    await untilPassing(clock, 'every answer', () => answers !== null);
    return answers ?? [];
  }

  test('F12, P23: a busy server is asked again after its Retry-After, not before', async () => {
    const fault = server.failNext({ match: reviews, times: 2, answer: tooManyRequests(7) });
    const before = clock.monotonic();
    expect(answersOf(await asked())).toEqual(allYes);
    expect(fault.hits).toBe(2);
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(7_000);
  });

  test('F5, P01: a connection that breaks under a question leaves that cell unknown, with the reason', async () => {
    server.failNext({ match: reviews, answer: { reset: true } });
    const answers = await asked();
    expect(answersOf(answers)).toEqual(allButOne);
    expect(answers.find(({ answer }) => answer === 'unknown')?.error).toMatchObject({ kind: 'unreachable' });
  });

  test('F13, P24: what a load balancer answers instead is no "no"', async () => {
    server.failNext({ match: reviews, answer: { status: 503, contentType: 'text/html', body: '<h1>no upstream</h1>' } });
    const answers = await asked();
    expect(answersOf(answers)).toEqual(allButOne);
    expect(answers.find(({ answer }) => answer === 'unknown')?.error).not.toBeNull();
  });

  test('F11, P22: who may not ask is told so by the server, not by a "no"', async () => {
    server.failNext({ match: reviews, times: cells.length, answer: forbiddenAnswer('selfsubjectaccessreviews is forbidden') });
    const answers = await asked();
    expect(answersOf(answers)).toEqual(cells.map(() => 'unknown'));
    expect(answers[0]?.error).toMatchObject({ kind: 'status', code: 403 });
  });

  test('F19, P39: a group whose discovery fails is named, and hides no row of the others', async () => {
    server.failNext({
      match: { path: '/apis', method: 'GET' },
      answer: {
        status: 200,
        body: {
          kind: 'APIGroupList',
          apiVersion: 'v1',
          groups: ['apps', 'gone.example'].map((name) => ({
            name,
            versions: [{ groupVersion: `${name}/v1`, version: 'v1' }],
            preferredVersion: { groupVersion: `${name}/v1`, version: 'v1' },
          })),
        },
      },
    });
    server.failNext({
      match: { path: '/apis/gone.example/v1' },
      answer: { status: 503, contentType: 'text/plain', body: 'service unavailable' },
    });
    const { rows, failedGroups } = await answerRows(transport, signal);
    expect(failedGroups.map(({ groupVersion }) => groupVersion)).toEqual(['gone.example/v1']);
    expect(rows.some(({ resource, subresource }) => resource === 'deployments' && subresource === 'scale')).toBe(true);
  });
});
