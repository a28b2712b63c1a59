import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiServer } from '../../../electron/demo/api-server.ts';
import { ADMIN_TOKEN, startApiServer } from '../../../electron/demo/api-server.ts';
import { adminUser, namespacedUser } from '../../../electron/demo/users.ts';
import { ask, TestWatch } from './test-client.ts';
import { fillShop, pod } from './test-objects.ts';

let server: ApiServer;

beforeEach(async () => {
  server = await startApiServer({
    users: new Map([
      [ADMIN_TOKEN, adminUser('admin')],
      ['viewer', namespacedUser('marie', ['shop'])],
    ]),
  });
});
afterEach(() => server.close());

const PODS = '/api/v1/pods';
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };

describe('lists', () => {
  it('answers over verified TLS, items without kind as the real server does', async () => {
    fillShop(server.cluster, 2);
    const { status, body } = await ask(server, PODS);
    expect(status).toBe(200);
    expect(body.kind).toBe('PodList');
    expect(body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['pod-0000', 'pod-0001']);
    expect(body.items[0].kind).toBeUndefined();
  });

  it('compresses large lists when asked, and only then', async () => {
    fillShop(server.cluster, 600);
    const zipped = await ask(server, PODS, { headers: { 'accept-encoding': 'gzip' } });
    const plain = await ask(server, PODS);
    const small = await ask(server, '/api/v1/namespaces', { headers: { 'accept-encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(small.headers['content-encoding']).toBeUndefined();
    expect(zipped.text).toBe(plain.text);
  });

  it('pages over one moment, whatever changes meanwhile', async () => {
    fillShop(server.cluster, 25);
    const first = (await ask(server, `${PODS}?limit=10`)).body;
    expect(first.metadata.remainingItemCount).toBe(15);
    server.cluster.create('pods', pod('shop', 'pod-0010a'));
    server.cluster.delete('pods', 'shop', 'pod-0020');
    const names: string[] = first.items.map((item: { metadata: { name: string } }) => item.metadata.name);
    for (let token = first.metadata.continue; token; ) {
      const { body } = await ask(server, `${PODS}?limit=10&continue=${token}`);
      expect(body.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      names.push(...body.items.map((item: { metadata: { name: string } }) => item.metadata.name));
      token = body.metadata.continue;
    }
    expect(names).toEqual(Array.from({ length: 25 }, (_, index) => `pod-${String(index).padStart(4, '0')}`));
  });

  it('answers 410 with a token to go on when the page walk was compacted away', async () => {
    fillShop(server.cluster, 25);
    const first = (await ask(server, `${PODS}?limit=10`)).body;
    server.cluster.create('pods', pod('shop', 'pod-0010a'));
    server.cluster.compact();
    const gone = await ask(server, `${PODS}?limit=10&continue=${first.metadata.continue}`);
    expect(gone.status).toBe(410);
    expect(gone.body.reason).toBe('Expired');
    const rest = await ask(server, `${PODS}?limit=100&continue=${gone.body.metadata.continue}`);
    expect(rest.body.items).toHaveLength(16);
  });

  it('selects by labels and fields', async () => {
    fillShop(server.cluster, 3);
    server.cluster.create('pods', pod('shop', 'other', { app: 'db', tier: 'data' }));
    const count = async (query: string): Promise<number> => (await ask(server, `${PODS}?${query}`)).body.items.length;
    expect(await count('labelSelector=app%3Dweb')).toBe(3);
    expect(await count('labelSelector=app+in+(db,x),tier')).toBe(1);
    expect(await count('labelSelector=!tier')).toBe(3);
    expect(await count('labelSelector=app!%3Dweb')).toBe(1);
    expect(await count('fieldSelector=metadata.name%3Dother')).toBe(1);
    expect(await count('fieldSelector=spec.nodeName!%3Dnode-1')).toBe(0);
    expect((await ask(server, `${PODS}?fieldSelector=spec.foo%3D1`)).body.message).toBe('field label not supported: spec.foo');
  });

  it('refuses a resourceVersion from the future as a real server does', async () => {
    const { status, body, headers } = await ask(server, `${PODS}?resourceVersion=99999999`);
    expect(status).toBe(504);
    expect(body.details.causes[0].reason).toBe('ResourceVersionTooLarge');
    expect(headers['retry-after']).toBe('1');
  });

  it('makes Tables, with metadata, the object or nothing in each row', async () => {
    fillShop(server.cluster, 1);
    const { body } = await ask(server, PODS, { headers: table });
    expect(body.columnDefinitions.map((column: { name: string }) => column.name)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      'IP',
      'Node',
      'Nominated Node',
      'Readiness Gates',
    ]);
    expect(body.rows[0].cells.slice(0, 4)).toEqual(['pod-0000', '1/1', 'Running', '0']);
    expect(body.rows[0].object.kind).toBe('PartialObjectMetadata');
    expect((await ask(server, `${PODS}?includeObject=None`, { headers: table })).body.rows[0].object).toBeNull();
    expect((await ask(server, `${PODS}?includeObject=Object`, { headers: table })).body.rows[0].object.spec.nodeName).toBe('node-1');
  });
});

describe('watches', () => {
  const names = (watch: TestWatch): string[] => watch.events.map((event) => `${event.type} ${event.object.metadata.name ?? ''}`);

  it('resumes after a resourceVersion: every change once, in order', async () => {
    fillShop(server.cluster, 1);
    const from = server.cluster.resourceVersion;
    server.cluster.create('pods', pod('shop', 'a'));
    server.cluster.delete('pods', 'shop', 'a');
    const watch = new TestWatch(server, `${PODS}?watch=1&resourceVersion=${from}`);
    await watch.until(({ events }) => events.length === 2);
    server.cluster.create('pods', pod('shop', 'b'));
    await watch.until(({ events }) => events.length === 3);
    expect(names(watch)).toEqual(['ADDED a', 'DELETED a', 'ADDED b']);
    const versions = watch.events.map((event) => Number(event.object.metadata.resourceVersion));
    expect(versions).toEqual([from + 1, from + 2, from + 3]);
    watch.close();
  });

  it('streams a watch-list: all objects, then the bookmark that says so, then changes', async () => {
    fillShop(server.cluster, 2);
    const watch = new TestWatch(
      server,
      `${PODS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    await watch.until(({ events }) => events.length === 3);
    expect(names(watch)).toEqual(['ADDED pod-0000', 'ADDED pod-0001', 'BOOKMARK ']);
    expect(watch.events[2].object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(Number(watch.events[2].object.metadata.resourceVersion)).toBe(server.cluster.resourceVersion);
    watch.close();
  });

  it('says 410 in the stream when the start was compacted away, and ends', async () => {
    fillShop(server.cluster, 1);
    const from = server.cluster.resourceVersion;
    server.cluster.create('pods', pod('shop', 'a'));
    server.cluster.compact();
    const watch = new TestWatch(server, `${PODS}?watch=1&resourceVersion=${from}`);
    await watch.until(({ ended }) => ended === 'end');
    expect(watch.status).toBe(200);
    expect(watch.events[0].type).toBe('ERROR');
    expect(watch.events[0].object).toMatchObject({ kind: 'Status', code: 410, reason: 'Expired' });
  });

  it('ends at timeoutSeconds with a bookmark', async () => {
    fillShop(server.cluster, 1);
    const watch = new TestWatch(
      server,
      `${PODS}?watch=1&resourceVersion=${server.cluster.resourceVersion}&timeoutSeconds=1&allowWatchBookmarks=true`,
    );
    await watch.until(({ ended }) => ended === 'end');
    expect(watch.events.map((event) => event.type)).toEqual(['BOOKMARK']);
  });

  it('turns a change of selected labels into ADDED and DELETED', async () => {
    fillShop(server.cluster, 1);
    const watch = new TestWatch(server, `${PODS}?watch=1&labelSelector=app%3Ddb&resourceVersion=${server.cluster.resourceVersion}`);
    const relabel = (app: string): unknown =>
      server.cluster.update('pods', 'shop', 'pod-0000', (copy) => Object.assign(copy.metadata, { labels: { app } }));
    relabel('db');
    relabel('web');
    await watch.until(({ events }) => events.length === 2);
    expect(names(watch)).toEqual(['ADDED pod-0000', 'DELETED pod-0000']);
    watch.close();
  });

  it('watches Tables: column definitions in the first event only', async () => {
    fillShop(server.cluster, 2);
    const watch = new TestWatch(server, `${PODS}?watch=1&allowWatchBookmarks=true`, { headers: table });
    await watch.until(({ events }) => events.length === 3);
    expect(watch.events.map((event) => event.object.columnDefinitions?.length ?? null)).toEqual([9, null, null]);
    expect(watch.events[2]).toMatchObject({
      type: 'BOOKMARK',
      object: { kind: 'Table', rows: [{ object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } } }] },
    });
    watch.close();
  });
});

describe('access', () => {
  it('answers 401 to a token nobody has and 403 in the words of RBAC', async () => {
    expect((await ask(server, PODS, { token: 'nobody' })).body).toMatchObject({ kind: 'Status', code: 401, reason: 'Unauthorized' });
    const { status, body } = await ask(server, PODS, { token: 'viewer' });
    expect(status).toBe(403);
    expect(body.message).toBe('pods is forbidden: User "marie" cannot list resource "pods" in API group "" at the cluster scope');
    expect((await ask(server, '/apis/apps/v1/namespaces/kube-system/deployments', { token: 'viewer' })).body.message).toBe(
      'deployments.apps is forbidden: User "marie" cannot list resource "deployments" in API group "apps" in the namespace "kube-system"',
    );
    expect((await ask(server, '/api/v1/namespaces/shop/pods', { token: 'viewer' })).status).toBe(200);
    expect((await ask(server, PODS, { token: null })).status).toBe(403);
  });

  it('reviews access by the same rules', async () => {
    const can = async (resourceAttributes: object): Promise<boolean> =>
      (
        await ask(server, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
          method: 'POST',
          token: 'viewer',
          body: { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec: { resourceAttributes } },
        })
      ).body.status.allowed;
    expect(await can({ verb: 'list', resource: 'pods', namespace: 'shop' })).toBe(true);
    expect(await can({ verb: 'list', resource: 'pods' })).toBe(false);
    expect(await can({ verb: 'delete', resource: 'nodes' })).toBe(false);
  });
});

describe('writes', () => {
  it('patches, conflicts, scales and deletes', async () => {
    fillShop(server.cluster, 1);
    const path = '/api/v1/namespaces/shop/pods/pod-0000';
    const patched = await ask(server, path, {
      method: 'PATCH',
      body: { metadata: { labels: { app: null, tier: 'x' } } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(patched.body.metadata.labels).toEqual({ tier: 'x' });
    const late = await ask(server, path, {
      method: 'PUT',
      body: { ...patched.body, metadata: { ...patched.body.metadata, resourceVersion: '1' } },
    });
    expect(late.body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await ask(server, path, { method: 'DELETE', body: { preconditions: { uid: 'another' } } })).status).toBe(409);
    expect((await ask(server, path, { method: 'DELETE' })).status).toBe(200);
    expect((await ask(server, path)).body.message).toBe('pods "pod-0000" not found');
  });
});
