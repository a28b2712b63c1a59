import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../electron/demo/exchange.ts';
import { adminUser, namespacedUser } from '../../../electron/demo/users.ts';
import { explainAccess } from '../../../electron/features/access/explain-access.ts';
import type { ParsedCallArguments } from '../../../shared/contract.ts';
import { fillShop, pod } from '../demo/test-objects.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

/* Kinds without a projection, discovery and access reviews, over TLS against the demo's API server. */

let server: ApiServer;
let thread: TestThread;
let intercept: (exchange: Exchange) => boolean;
const unavailableGroups = new Set<string>();

beforeEach(async () => {
  intercept = () => false;
  unavailableGroups.clear();
  server = await startApiServer({
    http2: false,
    unavailableGroups,
    users: new Map([
      [ADMIN_TOKEN, adminUser('admin')],
      ['jane', namespacedUser('jane', ['shop'])],
    ]),
    intercept: (exchange) => intercept(exchange),
  });
  thread = new TestThread({
    projectionFor: () => null,
    calls: {
      'resources.discover': (session) => session.discover(),
      'access.explain': (session, args) =>
        explainAccess(session.transport(), args as ParsedCallArguments<'access.explain'>, session.signal),
    },
  });
});

afterEach(async () => {
  thread.disconnect();
  await server.close();
});

function connection(token = ADMIN_TOKEN) {
  return connectionTo(server.url, {
    certificateAuthority: server.certificateAuthority,
    credential: { token, basic: null, clientCertificate: null, expiresAt: null },
  });
}

test('a Table is listed and watched: created, changed and deleted rows arrive, with the columns of the server', async () => {
  fillShop(server.cluster, 2);
  const { reader } = thread.open();
  thread.connect(connection());
  await until('live', () => reader.state?.state === 'live' && reader.rows.size === 2 && server.watches.size > 0);
  server.cluster.create('pods', pod('shop', 'new'));
  await until('created', () => reader.rows.size === 3);
  server.cluster.delete('pods', 'shop', 'new');
  server.cluster.delete('pods', 'shop', 'pod-0000');
  await until('deleted', () => reader.rows.size === 1);
  expect([...reader.rows.values()][0]).toMatchObject({ name: 'pod-0001', namespace: 'shop', cells: expect.arrayContaining(['Running']) });
});

test('a Table without rows is an empty list, null or not, and is watched', async () => {
  intercept = (exchange) => {
    if (exchange.path !== '/api/v1/pods' || exchange.query.has('watch')) return false;
    const metadata = { resourceVersion: String(server.cluster.resourceVersion) };
    exchange.json(200, { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: [], rows: null });
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connection());
  await until('live', () => reader.state?.state === 'live' && server.watches.size > 0);
  expect(reader.rows.size).toBe(0);
  fillShop(server.cluster, 1);
  await until('watched', () => reader.rows.size === 1);
});

test('a server that makes no Tables gives names and ages, live, and not an empty list', async () => {
  const plain = await ScriptedApiServer.start();
  try {
    plain.put('a', 'x', 1);
    const { reader } = thread.open();
    thread.connect(connectionTo(plain.url));
    await until('listed', () => reader.state?.state === 'live' && reader.rows.size === 1 && plain.watches > 0);
    expect(await thread.call('diagnostics.get', {})).toMatchObject({
      value: { contexts: [{ sources: [{ encoding: 'json', fallback: 'no-table', rows: 1 }] }] },
    });
    plain.put('a', 'y', 2);
    plain.delete('a-x');
    await until('watched', () => reader.rows.size === 1 && reader.rows.has('a-y'));
    expect(reader.rows.get('a-y')).toMatchObject({ name: 'y', namespace: 'a', cells: [null] });
    expect(plain.count('list')).toBe(1);
  } finally {
    thread.disconnect();
    await plain.stop();
  }
});

test('JSON that is no list is an error, not an empty list', async () => {
  intercept = (exchange) => {
    if (exchange.path !== '/api/v1/pods') return false;
    exchange.json(200, { kind: 'Gateway', message: 'welcome' });
    return true;
  };
  const { reader } = thread.open();
  thread.connect(connection());
  await until('told', () => reader.state?.state === 'unreachable');
  expect(reader.state).toMatchObject({ error: { kind: 'invalid-answer', detail: expect.stringContaining('with a Gateway') } });
});

test.each(['aggregated', 'legacy'])('P39, F19: %s discovery lists every group, and names the one that is down', async (how) => {
  unavailableGroups.add('apps/v1');
  if (how === 'legacy')
    intercept = (exchange) => {
      if (exchange.path !== '/apis' || !exchange.header('accept').includes('as=APIGroupDiscoveryList')) return false;
      // As a server before 1.26: it knows nothing of the aggregated form.
      const versions = ['apps', 'batch'].map((name) => ({ name, versions: [{ groupVersion: `${name}/v1`, version: 'v1' }] }));
      const groups = versions.map((group) => ({ ...group, preferredVersion: group.versions[0] }));
      exchange.json(200, { kind: 'APIGroupList', apiVersion: 'v1', groups });
      return true;
    };
  thread.connect(connection());
  const result = (await thread.call('resources.discover', { contextId: connection().contextId })) as {
    readonly ok: boolean;
    readonly value: {
      readonly resources: readonly { readonly group: string; readonly resource: string; readonly namespaced: boolean }[];
      readonly failedGroups: readonly { readonly groupVersion: string; readonly message: string }[];
    };
  };
  expect(result.ok).toBe(true);
  expect(result.value.resources).toContainEqual(expect.objectContaining({ group: '', resource: 'nodes', namespaced: false }));
  expect(result.value.resources).toContainEqual(expect.objectContaining({ group: 'batch', resource: 'jobs', namespaced: true }));
  expect(result.value.resources.some(({ group }) => group === 'apps')).toBe(false);
  expect(result.value.failedGroups.map(({ groupVersion }) => groupVersion)).toEqual(['apps/v1']);
  expect(result.value.failedGroups[0]?.message).not.toBe('');
});

test('what a user may do is asked of the server, per namespace', async () => {
  thread.connect(connection('jane'));
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const ask = (namespace: string) => thread.call('access.explain', { contextId: connection().contextId, resource, namespace });
  expect(await ask('shop')).toMatchObject({ ok: true, value: { user: 'jane', allowedVerbs: expect.arrayContaining(['list', 'delete']) } });
  expect(await ask('')).toMatchObject({ ok: true, value: { allowedVerbs: [], deniedVerbs: expect.arrayContaining(['list', 'watch']) } });
});
