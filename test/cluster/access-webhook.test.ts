import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerCells, answerImplied, answerRows } from '../../electron/features/access/answer-access.ts';
import { chooseMethod } from '../../electron/features/access/choose-method.ts';
import { HttpTransport } from '../../electron/kube/http-transport.ts';
import type { AccessAnswer, AccessIdentity } from '../../shared/access.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/*
 * A real API server that asks a webhook before RBAC: the webhook fails for some questions, never answers others, allows what no role grants and denies what one does.
 * Whose rights are asked about has the `view` role in one namespace.
 */

const namespace = 'team';
const user = `system:serviceaccount:${namespace}:viewer`;
const objects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'viewer', namespace } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'viewer', namespace },
    subjects: [{ kind: 'ServiceAccount', name: 'viewer', namespace }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  },
];

interface Review {
  readonly spec: { readonly user: string; readonly resourceAttributes?: { readonly resource?: string } };
}

/** Answers by what is asked about; has no opinion of anybody but the viewer. */
function startWebhook(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const { spec } = JSON.parse(body) as Review;
      const resource = spec.user === user ? spec.resourceAttributes?.resource : undefined;
      if (resource === 'secrets') return;
      if (resource === 'configmaps') {
        response.writeHead(500).end('the directory is gone');
        return;
      }
      const status =
        resource === 'pods'
          ? { allowed: true, reason: 'on call' }
          : resource === 'services'
            ? { allowed: false, denied: true, reason: 'frozen' }
            : { allowed: false };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', status }));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('with an authorization webhook that fails, hangs, allows and denies', () => {
  let clusters: Clusters;
  let webhook: Server;
  let transport: HttpTransport;
  let identity: AccessIdentity;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    webhook = await startWebhook();
    const { port } = webhook.address() as AddressInfo;
    clusters = await startClusters(['hook'], { nodes: 1, authorizationWebhook: `http://127.0.0.1:${port}/` });
    const cluster = clusters.get('hook');
    await cluster.apply(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    const token = (await cluster.kubectl('create', 'token', 'viewer', '-n', namespace)).trim();
    const credential = { token, basic: null, clientCertificate: null, expiresAt: null };
    transport = new HttpTransport(
      { ...connectionOf(cluster), credential },
      { userAgent: 'timonier-test', onUnauthorized: () => undefined },
    );
    ({ identity } = await chooseMethod(transport, { type: 'me' }, false, signal));
  }, 180_000);

  afterAll(async () => {
    transport?.close();
    await clusters?.stop();
    webhook?.closeAllConnections();
    webhook?.close();
  }, 60_000);

  const ask = async (verb: string, resource: string): Promise<AccessAnswer> => {
    const cells = [{ group: '', resource, subresource: '', verb, namespaced: true }];
    const [answer] = await answerCells(transport, { subject: { identity, method: 'self' }, namespace, name: '', cells }, signal);
    if (answer === undefined) throw new Error('no answer');
    return answer;
  };

  test('what no role grants is unknown, never no, while the webhook fails', async () => {
    expect(await ask('create', 'configmaps')).toMatchObject({
      answer: 'unknown',
      evaluationError: expect.stringContaining('directory is gone'),
    });
  });

  test('and while it does not answer', async () => {
    expect(await ask('get', 'secrets')).toMatchObject({ answer: 'unknown', evaluationError: expect.stringMatching(/deadline|timeout/i) });
  });

  test('what a role grants is a yes all the same', async () => {
    expect(await ask('get', 'configmaps')).toMatchObject({ answer: 'yes' });
  });

  test('what it has no opinion of and no role grants is a no', async () => {
    expect(await ask('delete', 'endpoints')).toMatchObject({ answer: 'no', evaluationError: '' });
  });

  test('what it allows and denies differs from what RBAC objects say, and is taken from the server', async () => {
    expect(await ask('create', 'pods')).toMatchObject({ answer: 'yes', reason: 'on call' });
    expect(await ask('get', 'services')).toMatchObject({ answer: 'no', reason: 'frozen' });
    const admin = new HttpTransport(connectionOf(clusters.get('hook')), { userAgent: 'timonier-test', onUnauthorized: () => undefined });
    try {
      const { rows } = await answerRows(admin, signal);
      const { roles } = await answerImplied(admin, { subject: { identity, method: 'review' }, namespace, name: '', rows }, signal);
      const byRoles = (resource: string) =>
        roles?.[rows.findIndex((row) => row.group === '' && row.resource === resource && row.subresource === '')]?.yes;
      expect(byRoles('pods')).not.toContain('create');
      expect(byRoles('services')).toContain('get');
    } finally {
      admin.close();
    }
  });

  test('who may not even ask is told so, cell by cell, and nothing is called no', async () => {
    // The role that lets everybody ask about themselves.
    await clusters.get('hook').kubectl('delete', 'clusterrolebinding', 'system:basic-user');
    await expect.poll(async () => (await ask('get', 'endpoints')).answer).toBe('unknown');
    expect(await ask('get', 'endpoints')).toMatchObject({
      error: { kind: 'status', code: 403, message: expect.stringContaining('selfsubjectaccessreviews') },
    });
  });
});
