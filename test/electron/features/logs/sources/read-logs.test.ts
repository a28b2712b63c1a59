import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../../../electron/demo/exchange.ts';
import type { KubeObject } from '../../../../../electron/demo/kube-object.ts';
import type { LogLine } from '../../../../../electron/demo/log-handler.ts';
import { adminUser, namespacedUser } from '../../../../../electron/demo/users.ts';
import { initialFeedCredit, logFeed } from '../../../../../electron/features/logs/feed.ts';
import { readLogs } from '../../../../../electron/features/logs/sources/read-logs.ts';
import { type Clock, systemClock } from '../../../../../electron/kube/clock.ts';
import type { LogTarget } from '../../../../../shared/logs.ts';
import { namespace } from '../../../demo/test-objects.ts';
import { connectionTo, TestThread, until } from '../../../kube/test-context.ts';
import { FeedReader, requestFor } from './feed-reader.ts';

/* Feeds from a data thread that reads the demo's API server over TLS. The test is the containers: it says what each has written. */

let server: ApiServer;
let thread: TestThread;
let intercept: (exchange: Exchange) => boolean;
const readers: FeedReader[] = [];
/** By pod and container. */
const written = new Map<string, LogLine[]>();
let lastTime = 0;

beforeEach(async () => {
  intercept = () => false;
  written.clear();
  server = await startApiServer({
    users: new Map([
      [ADMIN_TOKEN, adminUser('admin')],
      ['jane', namespacedUser('jane', ['shop'])],
      [
        'paul',
        { name: 'paul', groups: [], rules: [{ verbs: ['get'], groups: [''], resources: ['pods', 'pods/log'], namespaces: ['shop'] }] },
      ],
      [
        'peter',
        {
          name: 'peter',
          groups: [],
          rules: [
            { verbs: ['get'], groups: ['apps'], resources: ['deployments'] },
            { verbs: ['get', 'list', 'watch'], groups: [''], resources: ['pods', 'pods/log'], namespaces: ['shop'] },
          ],
        },
      ],
    ]),
    intercept: (exchange) => intercept(exchange),
    logs: {
      lines: (pod, container, since, end, previous) =>
        (written.get(`${pod.metadata.name}/${container}${previous ? '/previous' : ''}`) ?? []).filter(
          ({ time }) => time >= since && time < end,
        ),
    },
  });
  server.cluster.create('namespaces', namespace('shop'));
  thread = new TestThread({ feeds: { [logFeed]: readLogs(systemClock) } });
});

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  thread.disconnect();
  await server.close();
});

/** Timers are twenty times as fast, for what is done every few seconds. */
const hasty: Clock = { ...systemClock, after: (ms, action) => systemClock.after(ms / 20, action) };

function connection(token = ADMIN_TOKEN) {
  return connectionTo(server.url, {
    certificateAuthority: server.certificateAuthority,
    credential: { token, basic: null, clientCertificate: null, expiresAt: null },
  });
}

/** A container writes a line now, later than any before. */
function write(pod: string, text: string, container = 'app'): void {
  lastTime = Math.max(Date.now(), lastTime + 1);
  const key = `${pod}/${container}`;
  written.set(key, [...(written.get(key) ?? []), { time: lastTime, nanos: 123_456, text }]);
}

function open(target: LogTarget, changes: Parameters<typeof requestFor>[2] = {}): FeedReader {
  const reader = new FeedReader(thread.host, requestFor(connection().contextId, target, changes));
  readers.push(reader);
  return reader;
}

const started = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
const running = { running: { startedAt: started } };

interface PodShape {
  readonly labels?: Record<string, string>;
  readonly state?: object;
  readonly status?: object;
  readonly owners?: KubeObject['metadata']['ownerReferences'];
}

function createPod(name: string, { labels = { app: 'web' }, state = running, status = {}, owners }: PodShape = {}): KubeObject {
  return server.cluster.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels, ...(owners === undefined ? {} : { ownerReferences: owners }) },
    spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'app:1' }] },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'app', restartCount: 0, containerID: `containerd://${name}`, state, lastState: {} }],
      ...status,
    },
  });
}

function createWorkload(resource: string, kind: string, name: string, spec: object): KubeObject {
  const apiVersion =
    resource === 'services' ? 'v1' : resource.startsWith('cronjobs') || resource.startsWith('jobs') ? 'batch/v1' : 'apps/v1';
  return server.cluster.create(resource, { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec });
}

const workload = (resource: string, group: string, name: string): LogTarget => ({
  type: 'workload',
  resource: { group, version: 'v1', resource },
  namespace: 'shop',
  name,
});
const web = workload('deployments', 'apps', 'web');

const texts = (reader: FeedReader, pod: string) => reader.of(pod).flatMap(({ lines }) => lines.map(({ text }) => text));
const states = (reader: FeedReader) => Object.fromEntries(reader.all.map(({ source, state }) => [source.pod, state.state]));

describe('targets', () => {
  test('pods by name are read from their beginning and followed, line by line with their stamps', async () => {
    createPod('a');
    createPod('b');
    createPod('other');
    write('a', 'first');
    thread.connect(connection());
    const reader = open({ type: 'pods', pods: ['a', 'b'].map((name) => ({ namespace: 'shop', name })) });
    await until('followed', () => texts(reader, 'a').length === 1 && Object.values(states(reader)).every((state) => state === 'following'));
    write('a', 'second');
    write('b', 'from b');
    await until('lines', () => texts(reader, 'a').length === 2 && texts(reader, 'b').length === 1);
    expect(texts(reader, 'a')).toEqual(['first', 'second']);
    const [line] = written.get('a/app') ?? [];
    expect(reader.of('a')[0]?.lines[0]?.at).toEqual({ micros: (line?.time ?? 0) * 1000 + 123, nanos: 456 });
    expect(Object.keys(states(reader)).sort()).toEqual(['a', 'b']);
    expect(reader.of('a')[0]?.source).toMatchObject({ namespace: 'shop', container: 'app', containerType: 'regular', node: 'node-1' });
    expect(reader.selections.get(0)).toMatchObject({ error: null, pods: 2 });
  });

  test('labels select pods, and those that get the label later join', async () => {
    createPod('a');
    createPod('b', { labels: { app: 'db' } });
    thread.connect(connection());
    const reader = open({ type: 'labels', selector: 'app in (web, api)', namespaces: null });
    await until('a', () => states(reader).a === 'following');
    createPod('c', { labels: { app: 'api' } });
    write('c', 'hello');
    await until('c', () => texts(reader, 'c').length === 1);
    expect(Object.keys(states(reader)).sort()).toEqual(['a', 'c']);
  });

  const selector = { matchLabels: { app: 'web' } };
  test.each([
    ['deployments.apps', 'Deployment', { selector }],
    ['statefulsets.apps', 'StatefulSet', { selector }],
    ['daemonsets.apps', 'DaemonSet', { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } }],
    ['replicasets.apps', 'ReplicaSet', { selector }],
    ['jobs.batch', 'Job', { selector }],
    ['services', 'Service', { selector: { app: 'web' } }],
  ])('the pods of one of %s are those that its selector names', async (resource, kind, spec) => {
    createPod('a');
    createPod('b', { labels: { app: 'db' } });
    createWorkload(resource, kind, 'web', spec);
    write('a', 'hello');
    thread.connect(connection());
    const [plural = '', group = ''] = resource.split('.');
    const reader = open(workload(plural, group, 'web'));
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(0)?.pods === 1);
    expect(Object.keys(states(reader))).toEqual(['a']);
    expect(reader.selections.get(0)).toMatchObject({ error: null, pods: 1 });
  });

  test('a rollout: new pods join and are read from their beginning, old ones end and stay', async () => {
    createPod('old-1');
    createPod('old-2');
    createWorkload('deployments.apps', 'Deployment', 'web', { selector });
    write('old-1', 'of before');
    thread.connect(connection());
    const reader = open(web, { start: { since: { type: 'all' }, tailLines: 0, previous: false } });
    await until('followed', () => Object.values(states(reader)).filter((state) => state === 'following').length === 2);
    createPod('new-1', { state: { waiting: { reason: 'ContainerCreating' } } });
    await until('waits', () => reader.of('new-1')[0]?.state.state === 'waiting');
    expect(reader.of('new-1')[0]?.state).toEqual({ state: 'waiting', reason: 'ContainerCreating' });
    write('new-1', 'hello');
    server.cluster.update('pods', 'shop', 'new-1', (copy) => {
      copy.status = {
        containerStatuses: [{ name: 'app', restartCount: 0, containerID: 'containerd://new-1', state: running, lastState: {} }],
      };
    });
    await until('joined', () => texts(reader, 'new-1').length === 1);
    write('old-1', 'last words');
    await until('last words', () => texts(reader, 'old-1').length === 1);
    for (const name of ['old-1', 'old-2']) server.cluster.delete('pods', 'shop', name);
    await until('ended', () => reader.of('old').every(({ state }) => state.state === 'ended'));
    expect(reader.of('old-1')[0]?.state).toMatchObject({ reason: 'pod deleted' });
    expect(texts(reader, 'old-1')).toEqual(['last words']);
    expect(texts(reader, 'new-1')).toEqual(['hello']);
    await until('counted', () => reader.selections.get(0)?.pods === 1);
  });
});

describe('pods that come and go', () => {
  const selector = { matchLabels: { app: 'web' } };

  test('runs of a CronJob join, its own and no others', async () => {
    const owner = (kind: string, { metadata }: KubeObject) => [
      { apiVersion: 'batch/v1', kind, name: metadata.name, uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true },
    ];
    const cronJob = createWorkload('cronjobs.batch', 'CronJob', 'backup', { schedule: '*/5 * * * *' });
    const run = (name: string, owners: KubeObject['metadata']['ownerReferences']) => {
      const metadata = { name, namespace: 'shop', ...(owners === undefined ? {} : { ownerReferences: owners }) };
      const job = server.cluster.create('jobs.batch', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: {} });
      createPod(`${name}-x`, { labels: { 'job-name': name }, owners: owner('Job', job) });
      write(`${name}-x`, `of ${name}`);
    };
    run('backup-1', owner('CronJob', cronJob));
    run('by-hand', undefined);
    thread.connect(connection());
    const reader = open(workload('cronjobs', 'batch', 'backup'));
    await until('the run there was', () => texts(reader, 'backup-1').length === 1);
    run('backup-2', owner('CronJob', cronJob));
    await until('the next run', () => texts(reader, 'backup-2').length === 1);
    // A pod may be told of before its Job.
    const early = createPod('backup-3-x', {
      labels: { 'job-name': 'backup-3' },
      owners: [{ ...owner('Job', cronJob)[0], uid: 'job-3' } as never],
    });
    write('backup-3-x', 'early');
    const seen = createPod('bystander', { labels: { 'job-name': 'none' } });
    const metadata = { name: 'backup-3', namespace: 'shop', uid: 'job-3', ownerReferences: owner('CronJob', cronJob) };
    server.cluster.create('jobs.batch', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: {} });
    await until('the early one', () => texts(reader, 'backup-3').length === 1);
    expect(reader.all.map(({ source }) => source.podUid)).toContain(early.metadata.uid);
    expect(reader.all.map(({ source }) => source.podUid)).not.toContain(seen.metadata.uid);
    expect(Object.keys(states(reader)).sort()).toEqual(['backup-1-x', 'backup-2-x', 'backup-3-x']);
    server.cluster.delete('jobs.batch', 'shop', 'backup-1');
    server.cluster.delete('pods', 'shop', 'backup-1-x');
    await until('cleaned up', () => states(reader)['backup-1-x'] === 'ended');
  });

  test('a pod that is made anew under its name is a source of its own', async () => {
    createPod('web-0');
    write('web-0', 'of the first');
    thread.connect(connection());
    const reader = open({ type: 'pods', pods: [{ namespace: 'shop', name: 'web-0' }] });
    await until('followed', () => texts(reader, 'web-0').length === 1);
    server.cluster.delete('pods', 'shop', 'web-0');
    await until('ended', () => reader.all[0]?.state.state === 'ended');
    written.clear();
    createPod('web-0');
    write('web-0', 'of the second');
    await until('joined', () => reader.all[1]?.lines.length === 1);
    expect(reader.all.map(({ lines }) => lines.map(({ text }) => text))).toEqual([['of the first'], ['of the second']]);
    expect(new Set(reader.all.map(({ source }) => source.podUid)).size).toBe(2);
  });

  test('all containers are sources, each of its type; names narrow them', async () => {
    createPod('many', {
      status: {
        containerStatuses: [{ name: 'app', restartCount: 0, state: running }],
        initContainerStatuses: [
          {
            name: 'migrate',
            restartCount: 0,
            state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: started, finishedAt: started } },
          },
          { name: 'proxy', restartCount: 0, state: running },
        ],
        ephemeralContainerStatuses: [{ name: 'debug', restartCount: 0, state: running }],
      },
    });
    server.cluster.update('pods', 'shop', 'many', (copy) => {
      Object.assign(copy.spec as object, {
        initContainers: [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }],
        ephemeralContainers: [{ name: 'debug' }],
      });
    });
    for (const container of ['migrate', 'proxy', 'app', 'debug']) write('many', `from ${container}`, container);
    thread.connect(connection());
    const target: LogTarget = { type: 'labels', selector: 'app=web', namespaces: ['shop'] };
    const reader = open(target);
    const some = open(target, { selections: [{ index: 3, target, containers: ['proxy', 'debug'] }] });
    await until('all', () => texts(reader, 'many').length === 4 && texts(some, 'many').length === 2);
    await until('the init container ends', () => reader.all.find(({ source }) => source.container === 'migrate')?.state.state === 'ended');
    expect(reader.all.map(({ source }) => [source.container, source.containerType])).toEqual([
      ['migrate', 'init'],
      ['proxy', 'sidecar'],
      ['app', 'regular'],
      ['debug', 'ephemeral'],
    ]);
    expect(some.all.map(({ source }) => [source.container, source.selection])).toEqual([
      ['proxy', 3],
      ['debug', 3],
    ]);
  });

  test('a pod that two selections name is read once, with the containers of both, until both have lost it', async () => {
    createPod('a', { labels: { app: 'web', tier: 'front' } });
    write('a', 'once');
    thread.connect(connection());
    const target = (selector: string): LogTarget => ({ type: 'labels', selector, namespaces: ['shop'] });
    const reader = open(target('app=web'), {
      selections: [
        { index: 0, target: target('app=web'), containers: [] },
        { index: 1, target: target('tier=front'), containers: ['app'] },
      ],
    });
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(1)?.pods === 1);
    server.cluster.update('pods', 'shop', 'a', (copy) => {
      copy.metadata.labels = { tier: 'front' };
    });
    await until('left the first', () => reader.selections.get(0)?.pods === 0);
    write('a', 'twice');
    await until('still read', () => texts(reader, 'a').length === 2);
    expect(reader.all).toHaveLength(1);
    expect(reader.all[0]?.state.state).toBe('following');
  });

  test('a pod that loses its label is read on while it is there', async () => {
    createPod('a');
    thread.connect(connection());
    const reader = open({ type: 'labels', selector: 'app=web', namespaces: ['shop'] });
    await until('followed', () => states(reader).a === 'following');
    server.cluster.update('pods', 'shop', 'a', (copy) => {
      copy.metadata.labels = { app: 'quarantined' };
    });
    await until(
      'left',
      () => reader.selections.get(0)?.pods === 0 && [...server.watches].some(({ exchange }) => exchange.query.has('fieldSelector')),
    );
    write('a', 'still here');
    await until('read on', () => texts(reader, 'a').length === 1);
    expect(reader.all).toHaveLength(1);
    expect(reader.all[0]?.state.state).toBe('following');
    server.cluster.delete('pods', 'shop', 'a');
    await until('ended', () => states(reader).a === 'ended');
    expect(reader.all[0]?.state).toMatchObject({ reason: 'pod deleted' });
  });

  test('a crash loop offers the run before, and node and restarts are told again when they change', async () => {
    createPod('a');
    thread.connect(connection());
    const reader = open({ type: 'pods', pods: [{ namespace: 'shop', name: 'a' }] });
    await until('followed', () => reader.all[0]?.state.state === 'following');
    expect(reader.all[0]?.source).toMatchObject({ hasPrevious: false, restarts: 0 });
    server.cluster.update('pods', 'shop', 'a', (copy) => {
      const terminated = { exitCode: 1, reason: 'Error', startedAt: started, finishedAt: started, containerID: 'containerd://a' };
      copy.status = {
        containerStatuses: [{ name: 'app', restartCount: 1, containerID: 'containerd://b', state: running, lastState: { terminated } }],
      };
    });
    await until('told', () => reader.all[0]?.source.restarts === 1);
    expect(reader.all).toHaveLength(1);
    expect(reader.all[0]?.source).toMatchObject({ hasPrevious: true, restarts: 1 });
  });

  test('a Service whose selector changes is followed, and the pods of before stay in sight', async () => {
    createPod('blue', { labels: { app: 'web', slot: 'blue' } });
    createPod('green', { labels: { app: 'web', slot: 'green' } });
    createWorkload('services', 'Service', 'web', { selector: { slot: 'blue' } });
    thread.connect(connection());
    const reader = open(workload('services', '', 'web'));
    await until('blue', () => states(reader).blue === 'following');
    server.cluster.update('services', 'shop', 'web', (copy) => {
      copy.spec = { selector: { slot: 'green' } };
    });
    await until('green', () => states(reader).green === 'following');
    createPod('blue-2', { labels: { app: 'web', slot: 'blue' } });
    createPod('green-2', { labels: { app: 'web', slot: 'green' } });
    await until('green-2', () => states(reader)['green-2'] === 'following');
    server.cluster.delete('pods', 'shop', 'blue');
    await until('blue ended', () => states(reader).blue === 'ended');
    expect(Object.keys(states(reader)).sort()).toEqual(['blue', 'green', 'green-2']);
  });

  test('a workload that is deleted says so, its sources stay; one that is made anew is taken', async () => {
    createPod('a');
    createWorkload('deployments.apps', 'Deployment', 'web', { selector });
    thread.connect(connection());
    const reader = open(web);
    await until('followed', () => states(reader).a === 'following');
    server.cluster.delete('deployments.apps', 'shop', 'web');
    await until('told', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)).toMatchObject({
      error: { kind: 'status', code: 404, message: 'deployments.apps "web" not found' },
      pods: 1,
    });
    write('a', 'still here');
    await until('still read', () => texts(reader, 'a').length === 1);
    createWorkload('deployments.apps', 'Deployment', 'web', { selector });
    await until('there again', () => reader.selections.get(0)?.error === null);
  });
});

describe('what cannot be read says so, and the rest goes on', () => {
  test.each<readonly [string, LogTarget, object]>([
    ['no such workload', web, { kind: 'status', code: 404, message: 'deployments.apps "web" not found' }],
    [
      'no such pod',
      { type: 'pods', pods: [{ namespace: 'shop', name: 'x' }] },
      { kind: 'status', code: 404, message: 'pods "x" not found' },
    ],
    ['no such kind', workload('rollouts', 'argoproj.io', 'web'), { kind: 'unsupported', what: 'rollouts.argoproj.io' }],
    ['a selector that is none', { type: 'labels', selector: 'app==a=b', namespaces: ['shop'] }, { kind: 'status', code: 400 }],
  ])('%s', async (_, target, error) => {
    thread.connect(connection());
    const reader = open(target);
    await until('told', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)).toMatchObject({ error, pods: 0 });
    expect(reader.all).toEqual([]);
  });

  test('a Service without selector has no pods, and that is said', async () => {
    createPod('a');
    createWorkload('services', 'Service', 'web', { type: 'ExternalName' });
    thread.connect(connection());
    const reader = open(workload('services', '', 'web'));
    await until('told', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)?.error).toMatchObject({ kind: 'unsupported', what: 'selector' });
  });

  test('F11: who may not list pods is told which verb and resource; a namespace that may be read is read', async () => {
    server.cluster.create('namespaces', namespace('vault'));
    createPod('a');
    write('a', 'hello');
    thread.connect(connection('jane'));
    const hidden = open({ type: 'labels', selector: 'app=web', namespaces: ['vault'] });
    const all = open({ type: 'labels', selector: 'app=web', namespaces: null });
    await until('told', () => (hidden.selections.get(0)?.error ?? null) !== null);
    expect(hidden.selections.get(0)?.error).toMatchObject({
      code: 403,
      message: expect.stringMatching(/cannot list resource "pods".*in the namespace "vault"/),
    });
    await until('read', () => texts(all, 'a').length === 1 && (all.selections.get(0)?.error ?? null) !== null);
    expect(all.selections.get(0)).toMatchObject({ error: { code: 403 }, pods: 1 });
  });

  test('who may get a Deployment and not list them reads its pods, as with kubectl', async () => {
    createPod('a');
    createWorkload('deployments.apps', 'Deployment', 'web', { selector: { matchLabels: { app: 'web' } } });
    write('a', 'hello');
    thread.connect(connection('peter'));
    const reader = open(web);
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(0)?.error === null);
  });

  test('who may get a pod and not list pods reads it by its name, and one that is not there is no pod', async () => {
    // Such a pod is looked at every few seconds.
    thread = new TestThread({ clock: hasty, feeds: { [logFeed]: readLogs(hasty) } });
    createPod('a');
    write('a', 'hello');
    thread.connect(connection('paul'));
    const reader = open({ type: 'pods', pods: [{ namespace: 'shop', name: 'a' }] });
    const other = open({ type: 'pods', pods: [{ namespace: 'shop', name: 'b' }] });
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(0)?.pods === 1);
    expect(reader.selections.get(0)).toMatchObject({ error: null, pods: 1 });
    await until('told', () => (other.selections.get(0)?.error ?? null) !== null);
    expect(other.selections.get(0)).toMatchObject({ error: { code: 403 }, pods: 0 });
    server.cluster.delete('pods', 'shop', 'a');
    await until('ended', () => states(reader).a === 'ended');
  });

  test('F34: a refused log, an image that cannot be pulled, an evicted pod, a node that does not answer: each in its source', async () => {
    for (const name of ['fine', 'refused', 'unreachable']) createPod(name);
    createPod('no-image', { state: { waiting: { reason: 'ImagePullBackOff' } } });
    createPod('no-node', {
      status: { phase: 'Pending', containerStatuses: [], conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
    });
    createPod('evicted', { status: { phase: 'Failed', reason: 'Evicted', containerStatuses: [] } });
    intercept = (exchange) => {
      if (exchange.path.endsWith('/pods/refused/log')) {
        const message = 'pods "refused" is forbidden: User "admin" cannot get resource "pods/log" in API group ""';
        exchange.json(403, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403, message });
        return true;
      }
      if (!exchange.path.endsWith('/pods/unreachable/log')) return false;
      const message = 'Get "https://10.0.0.9:10250/containerLogs/shop/unreachable/app": dial tcp 10.0.0.9:10250: i/o timeout';
      exchange.json(500, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: 500 });
      return true;
    };
    thread.connect(connection());
    const reader = open({ type: 'labels', selector: 'app=web', namespaces: ['shop'] });
    await until('told', () => {
      const { fine, refused, unreachable, 'no-image': waiting, evicted } = states(reader);
      return fine === 'following' && refused === 'failed' && unreachable === 'broken' && waiting === 'waiting' && evicted === 'ended';
    });
    expect(reader.of('refused')[0]?.state).toMatchObject({ state: 'failed', error: { code: 403 } });
    expect(reader.of('unreachable')[0]?.state).toMatchObject({ error: { message: expect.stringContaining('i/o timeout') } });
    expect(reader.of('evicted')[0]?.state).toMatchObject({ reason: 'Evicted' });
    expect(reader.of('no-node')[0]?.state).toEqual({ state: 'waiting', reason: 'Unschedulable' });
    expect(reader.of('no-image')[0]?.state).toEqual({ state: 'waiting', reason: 'ImagePullBackOff' });
    write('fine', 'goes on');
    await until('goes on', () => texts(reader, 'fine').length === 1);
  });
});

describe('the life of a feed', () => {
  const target: LogTarget = { type: 'labels', selector: 'app=web', namespaces: ['shop'] };

  test('it waits for its context, survives that it is disconnected, and goes on without a gap or a repetition', async () => {
    createPod('a');
    createPod('b');
    write('a', 'one');
    const reader = open(target);
    await until('not connected', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)?.error).toMatchObject({ kind: 'unsupported', what: 'connection' });
    thread.connect(connection());
    await until('read', () => texts(reader, 'a').length === 1 && states(reader).b === 'following');
    thread.disconnect();
    await until('told', () => Object.values(states(reader)).every((state) => state === 'broken'));
    expect(reader.of('a')[0]?.state).toMatchObject({ state: 'broken', error: { what: 'connection' }, retryAt: null });
    for (const text of ['two', 'three']) write('a', text);
    server.cluster.delete('pods', 'shop', 'b');
    createPod('c');
    write('c', 'meanwhile');
    thread.connect(connection());
    await until('goes on', () => texts(reader, 'a').length === 3 && texts(reader, 'c').length === 1 && states(reader).b === 'ended');
    write('a', 'four');
    await until('follows', () => texts(reader, 'a').length === 4);
    expect(texts(reader, 'a')).toEqual(['one', 'two', 'three', 'four']);
    expect(reader.all).toHaveLength(3);
    await until('all is well', () => reader.selections.get(0)?.error === null);
  });

  test('a connection that is replaced by another breaks nothing', async () => {
    createPod('a');
    thread.connect(connection());
    const reader = open(target);
    await until('followed', () => states(reader).a === 'following');
    const address = connectionTo(server.url, { ...connection(), tlsServerName: 'localhost' });
    thread.connect(address);
    write('a', 'one');
    await until('read', () => texts(reader, 'a').length === 1);
    write('a', 'two');
    await until('read on', () => texts(reader, 'a').length === 2);
    expect(texts(reader, 'a')).toEqual(['one', 'two']);
  });

  test('sources of another feed go on where it stopped', async () => {
    createPod('a');
    for (const text of ['one', 'two', 'two']) write('a', text);
    thread.connect(connection());
    const first = open(target);
    await until('read', () => texts(first, 'a').length === 3);
    first.close();
    const source = first.all[0];
    const last = source?.lines.at(-1);
    if (source === undefined || last === undefined) throw new Error('nothing was read');
    write('a', 'three');
    const { podUid, container, restarts } = source.source;
    const second = Math.floor(last.at.micros / 1e6) * 1e6;
    const lines = source.lines.filter(({ at }) => at.micros >= second).map(({ at, text }) => ({ at, text: Buffer.from(text) }));
    const reader = open(target, { resume: [{ podUid, container, restarts, at: last.at, lines }] });
    await until('goes on', () => texts(reader, 'a').length > 0);
    write('a', 'four');
    await until('follows', () => texts(reader, 'a').includes('four'));
    expect(texts(reader, 'a')).toEqual(['three', 'four']);
  });

  test('a span is read once more into a source of its own, which ends', async () => {
    createPod('a');
    for (const text of ['one', 'two', 'three', 'four']) write('a', text);
    thread.connect(connection());
    const reader = open(target);
    await until('read', () => texts(reader, 'a').length === 4);
    const [, from, to] = reader.all[0]?.lines.map(({ at }) => at) ?? [];
    if (from === undefined || to === undefined) throw new Error('nothing was read');
    reader.say({ type: 'again', feed: 0, from, to });
    await until('ended', () => reader.all[1]?.state.state === 'ended');
    expect(reader.all[1]?.lines.map(({ text }) => text)).toEqual(['two', 'three']);
    expect(reader.all[1]?.source).toMatchObject({ ...reader.all[0]?.source, feed: 1 });
    expect(reader.all[1]?.marks).toEqual([]);
    expect(reader.all[0]?.state.state).toBe('following');
    // As after a rotation.
    written.set('a/app', (written.get('a/app') ?? []).slice(3));
    reader.say({ type: 'again', feed: 0, from, to });
    await until('ended', () => reader.all[2]?.state.state === 'ended');
    expect(reader.all[2]).toMatchObject({ lines: [], marks: [{ mark: 'dropped', why: 'rotated', again: false }] });
  });

  test('no more bytes are sent than credit was given for, and sources take turns', async () => {
    const line = 'x'.repeat(100_000);
    for (const name of ['a', 'b', 'c']) {
      createPod(name);
      for (let count = 0; count < 100; count++) write(name, `${count} ${line}`);
    }
    thread.connect(connection());
    const reader = open(target);
    reader.gives = false;
    await until('the credit is used', () => reader.bytes >= initialFeedCredit);
    const before = reader.bytes;
    // One batch may go beyond it.
    expect(before).toBeLessThan(initialFeedCredit + 1_048_576);
    reader.gives = true;
    reader.say({ type: 'credit', bytes: before });
    await until('all', () => ['a', 'b', 'c'].every((name) => texts(reader, name).length === 100));
    for (const name of ['a', 'b', 'c']) {
      const numbers = texts(reader, name).map((text) => Number(text.split(' ')[0]));
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index));
    }
  });

  test('when its port is closed everything stops and nothing is left', async () => {
    // A list source is kept for some seconds after its last reader.
    thread = new TestThread({ clock: hasty, feeds: { [logFeed]: readLogs(hasty) } });
    let openLogs = 0;
    intercept = (exchange) => {
      if (exchange.path.endsWith('/log')) {
        openLogs++;
        exchange.onClose(() => openLogs--);
      }
      return false;
    };
    createPod('a');
    createPod('b');
    thread.connect(connection());
    const reader = open(target);
    await until('followed', () => states(reader).a === 'following' && states(reader).b === 'following');
    expect(openLogs).toBe(2);
    const bytes = reader.order.length;
    reader.close();
    await until('closed', () => openLogs === 0);
    write('a', 'unheard');
    // The session's own watch stays.
    const selects = () => [...server.watches].filter(({ exchange }) => exchange.query.has('labelSelector')).length;
    await until('no watch is left', () => selects() === 0);
    expect(reader.order.length).toBe(bytes);
  });
});
