import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../electron/demo/exchange.ts';
import { adminUser } from '../../../electron/demo/users.ts';
import { objectOf } from '../../../electron/kube/json-fields.ts';
import { listMembers } from '../../../electron/kube/list-members.ts';
import type { Result } from '../../../shared/cluster-error.ts';
import { connectionTo, TestThread } from './test-context.ts';

/* `listMembers` over TLS against the demo's API server, through the session of a data thread. */

const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
let server: ApiServer;
let thread: TestThread;
let queries: URLSearchParams[];
let intercept: (exchange: Exchange) => boolean;

beforeEach(async () => {
  queries = [];
  intercept = () => false;
  server = await startApiServer({
    http2: false,
    users: new Map([[ADMIN_TOKEN, adminUser('admin')]]),
    intercept: (exchange) => {
      if (!exchange.path.endsWith('/configmaps')) return false;
      queries.push(exchange.query);
      return intercept(exchange);
    },
  });
  server.cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  thread = new TestThread({
    projectionFor: () => null,
    calls: {
      list: (session, args) =>
        listMembers(
          session.transport(),
          configMaps,
          '',
          { fieldSelector: '', labelSelector: String(objectOf(args).labelSelector ?? '') },
          { metadata: { name: true }, data: { kept: true } },
          (object) => JSON.stringify(object),
          session.signal,
        ),
    },
  });
  thread.connect(
    connectionTo(server.url, {
      certificateAuthority: server.certificateAuthority,
      credential: { token: ADMIN_TOKEN, basic: null, clientCertificate: null, expiresAt: null },
    }),
  );
});

afterEach(async () => {
  thread.disconnect();
  await server.close();
});

function make(count: number): void {
  for (let index = 0; index < count; index++)
    server.cluster.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `c-${index}`, namespace: 'shop', labels: { half: String(index % 2) } },
      data: { kept: String(index), dropped: 'x' },
    });
}

async function list(labelSelector = ''): Promise<Result<readonly string[]>> {
  return (await thread.call('list', { contextId: connectionTo(server.url).contextId, labelSelector })) as Result<readonly string[]>;
}

const items = (result: Result<readonly string[]>) => (result.ok ? result.value : [JSON.stringify(result.error)]);

test('of each object only what is named is there, of all pages', async () => {
  make(1600);
  const found = items(await list());
  expect(found).toHaveLength(1600);
  expect(new Set(found).size).toBe(1600);
  expect(found).toContain('{"metadata":{"name":"c-7"},"data":{"kept":"7"}}');
  expect(queries.map((query) => query.has('continue'))).toEqual([false, true, true]);
});

test('none is an empty list, and selectors reach the server', async () => {
  expect(items(await list())).toEqual([]);
  make(4);
  expect(items(await list('half=1'))).toHaveLength(2);
});

test('pages that expire on the way are asked for again at once, and nothing is there twice', async () => {
  make(600);
  intercept = (exchange) => {
    if (!exchange.query.has('continue')) return false;
    exchange.json(410, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 410, reason: 'Expired', message: 'too old' });
    return true;
  };
  const found = items(await list());
  expect(found).toHaveLength(600);
  expect(new Set(found).size).toBe(600);
  expect(queries.at(-1)?.has('limit')).toBe(false);
});

test('what is no list is an error, never an empty one', async () => {
  intercept = (exchange) => {
    exchange.json(200, { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'one' } });
    return true;
  };
  expect(await list()).toMatchObject({ ok: false, error: { kind: 'invalid-answer' } });
});
