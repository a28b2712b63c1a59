import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../../electron/demo/api-server.ts';
import { adminUser, type User } from '../../../../electron/demo/users.ts';
import { answerDrainAccess } from '../../../../electron/features/nodes/answer-drain-access.ts';
import type { Result } from '../../../../shared/cluster-error.ts';
import type { ParsedCallArguments } from '../../../../shared/contract.ts';
import type { DrainOptions } from '../../../../shared/drain.ts';
import type { DrainAccess } from '../../../../shared/drain-access.ts';
import { connectionTo, TestThread } from '../../kube/test-context.ts';
import { options, type PodTraits, podObject } from './drain-objects.ts';

/* `nodes.drainAccess` as the data thread answers it, over TLS against the demo's API server. */

const may = (verbs: readonly string[], groups: readonly string[], resources: readonly string[], namespaces?: readonly string[]) => ({
  verbs,
  groups,
  resources,
  ...(namespaces === undefined ? {} : { namespaces }),
});
/** May drain, but evict in `shop` only, and read no budgets. */
const jane: User = {
  name: 'jane',
  groups: ['system:authenticated'],
  rules: [
    may(['get', 'list', 'watch', 'patch'], [''], ['nodes']),
    may(['get', 'list', 'watch'], [''], ['pods']),
    may(['get'], ['apps'], ['daemonsets']),
    may(['create'], [''], ['pods/eviction'], ['shop']),
  ],
};
/** May read nodes, but not pods. */
const joe: User = { name: 'joe', groups: ['system:authenticated'], rules: [may(['get', 'list', 'watch'], [''], ['nodes'])] };

let server: ApiServer;
let thread: TestThread;
let reviews: number;

beforeEach(async () => {
  reviews = 0;
  server = await startApiServer({
    http2: false,
    users: new Map([
      [ADMIN_TOKEN, adminUser('admin')],
      ['jane', jane],
      ['joe', joe],
    ]),
    intercept: (exchange) => {
      // The first goes out as protobuf too, which this server does not take.
      if (exchange.path.endsWith('/selfsubjectaccessreviews') && exchange.header('content-type') === 'application/json') reviews++;
      return false;
    },
  });
  thread = new TestThread({
    projectionFor: () => null,
    calls: {
      'nodes.drainAccess': (session, args) =>
        answerDrainAccess(session.transport(), args as ParsedCallArguments<'nodes.drainAccess'>, session.signal),
    },
  });
  for (const name of ['shop', 'other', 'far'])
    server.cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const name of ['a', 'b']) server.cluster.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name } });
  put('a', { name: 'web' }, 'shop');
  put('a', { name: 'agent', controller: 'apps/v1 DaemonSet agent' }, 'other');
  put('b', { name: 'else' }, 'far');
});

afterEach(async () => {
  thread.disconnect();
  await server.close();
});

function put(node: string, traits: PodTraits, namespace: string): void {
  const object = podObject(traits) as { readonly metadata: { readonly name: string }; readonly spec: object };
  server.cluster.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    ...object,
    metadata: { ...object.metadata, namespace },
    spec: { ...object.spec, nodeName: node, containers: [{ name: 'c', image: 'i' }] },
  });
}

async function accessOf(token: string, changes: Partial<DrainOptions> = {}): Promise<DrainAccess> {
  const connection = connectionTo(server.url, {
    certificateAuthority: server.certificateAuthority,
    credential: { token, basic: null, clientCertificate: null, expiresAt: null },
  });
  thread.connect(connection);
  const { contextId } = connection;
  const result = (await thread.call('nodes.drainAccess', { contextId, nodes: ['a'], options: options(changes) })) as Result<DrainAccess>;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const lines = ({ rights }: DrainAccess) =>
  rights.map(
    ({ verb, resource, subresource, namespace, answer }) =>
      `${verb} ${resource}${subresource && `/${subresource}`} in ${namespace || 'all'}: ${answer}`,
  );

test('an administrator may do everything, and is asked about once a verb', async () => {
  const access = await accessOf(ADMIN_TOKEN);
  expect(access).toMatchObject({ answer: 'allowed', gap: null });
  expect(lines(access)).toEqual([
    'get nodes in all: allowed',
    'list nodes in all: allowed',
    'watch nodes in all: allowed',
    'patch nodes in all: allowed',
    'list pods in all: allowed',
    'watch pods in all: allowed',
    'get pods in all: allowed',
    'get daemonsets in all: allowed',
    'list poddisruptionbudgets in all: allowed',
    'watch poddisruptionbudgets in all: allowed',
    'create pods/eviction in all: allowed',
  ]);
  expect(reviews).toBe(access.rights.length);
});

test('a right that is given in some namespaces is asked for in those of the pods, and the one it is missing in is named', async () => {
  const access = await accessOf('jane');
  expect(access.answer).toBe('denied');
  expect(lines(access).filter((line) => !line.endsWith('in all: allowed'))).toEqual([
    'list poddisruptionbudgets in other: denied',
    'list poddisruptionbudgets in shop: denied',
    'watch poddisruptionbudgets in other: denied',
    'watch poddisruptionbudgets in shop: denied',
    'create pods/eviction in other: denied',
    'create pods/eviction in shop: allowed',
  ]);
});

test('budgets that may not be read do not keep a drain from beginning; deleting takes another right than evicting', async () => {
  const own = { podSelector: 'app=web', disableEviction: true };
  expect(lines(await accessOf('jane', own)).at(-1)).toBe('delete pods in shop: denied');
});

test('where pods may not be listed the namespaces are not known, and that is the right that is missing', async () => {
  const access = await accessOf('joe');
  expect(access).toMatchObject({ answer: 'denied', gap: { kind: 'status', code: 403 } });
  expect(lines(access)).toContain('list pods in all: denied');
  expect(lines(access)).toContain('create pods/eviction in all: denied');
});
