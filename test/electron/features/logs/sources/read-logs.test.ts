import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../../../electron/demo/exchange.ts';
import type { KubeObject } from '../../../../../electron/demo/kube-object.ts';
import type { LogLine } from '../../../../../electron/demo/log-handler.ts';
import { adminUser, namespacedUser } from '../../../../../electron/demo/users.ts';
import { logFeed } from '../../../../../electron/features/logs/feed.ts';
import { readLogs } from '../../../../../electron/features/logs/sources/read-logs.ts';
import { systemClock } from '../../../../../electron/kube/clock.ts';
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
