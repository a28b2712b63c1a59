import { ADMIN_TOKEN, type ApiServer, startApiServer } from '../../../../../electron/demo/api-server.ts';
import type { Exchange } from '../../../../../electron/demo/exchange.ts';
import type { KubeObject } from '../../../../../electron/demo/kube-object.ts';
import type { LogLine } from '../../../../../electron/demo/log-handler.ts';
import { adminUser, namespacedUser, type User } from '../../../../../electron/demo/users.ts';
import { logFeed } from '../../../../../electron/features/logs/feed.ts';
import { readLogs } from '../../../../../electron/features/logs/sources/read-logs.ts';
import { type Clock, systemClock } from '../../../../../electron/kube/clock.ts';
import type { LogTarget } from '../../../../../shared/logs.ts';
import { namespace } from '../../../demo/test-objects.ts';
import { connectionTo, TestThread } from '../../../kube/test-context.ts';
import { FeedReader, requestFor } from './feed-reader.ts';

/** Users beside the administrator: jane reads one namespace, paul and peter what kubectl logs asks of them and no more. */
const users = new Map<string, User>([
  [ADMIN_TOKEN, adminUser('admin')],
  ['jane', namespacedUser('jane', ['shop'])],
  ['paul', { name: 'paul', groups: [], rules: [{ verbs: ['get'], groups: [''], resources: ['pods', 'pods/log'], namespaces: ['shop'] }] }],
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
]);

/** When the containers of tests began, in Kubernetes' words. */
export const started = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
export const running = { running: { startedAt: started } };

interface PodShape {
  readonly labels?: Record<string, string>;
  readonly state?: object;
  readonly status?: object;
  readonly owners?: KubeObject['metadata']['ownerReferences'];
}

/** The demo's API server, a data thread that reads it, and containers: the test says what each has written. */
export class LogWorld {
  readonly server: ApiServer;
  thread = new TestThread({ feeds: { [logFeed]: readLogs(systemClock) } });
  intercept: (exchange: Exchange) => boolean = () => false;
  /** By pod and container. */
  readonly written: Map<string, LogLine[]>;
  readonly #readers: FeedReader[] = [];
  #lastTime = 0;

  private constructor(server: ApiServer, written: Map<string, LogLine[]>) {
    this.server = server;
    this.written = written;
  }

  static async start(): Promise<LogWorld> {
    const written = new Map<string, LogLine[]>();
    const server = await startApiServer({
      users,
      intercept: (exchange) => world.intercept(exchange),
      logs: {
        lines: ({ metadata }, container, since, end) =>
          (written.get(`${metadata.name}/${container}`) ?? []).filter(({ time }) => time >= since && time < end),
      },
    });
    const world = new LogWorld(server, written);
    server.cluster.create('namespaces', namespace('shop'));
    return world;
  }

  async stop(): Promise<void> {
    for (const reader of this.#readers) reader.close();
    this.thread.disconnect();
    await this.server.close();
  }

  /** Another data thread, whose timers are twenty times as fast: for what is done every few seconds. */
  hurry(): void {
    const clock: Clock = { ...systemClock, after: (ms, action) => systemClock.after(ms / 20, action) };
    this.thread = new TestThread({ clock, feeds: { [logFeed]: readLogs(clock) } });
  }

  connection(token = ADMIN_TOKEN) {
    return connectionTo(this.server.url, {
      certificateAuthority: this.server.certificateAuthority,
      credential: { token, basic: null, clientCertificate: null, expiresAt: null },
    });
  }

  connect(token = ADMIN_TOKEN): void {
    this.thread.connect(this.connection(token));
  }

  /** A container writes a line now, later than any before. */
  write(pod: string, text: string, container = 'app'): void {
    this.#lastTime = Math.max(Date.now(), this.#lastTime + 1);
    const key = `${pod}/${container}`;
    this.written.set(key, [...(this.written.get(key) ?? []), { time: this.#lastTime, nanos: 123_456, text }]);
  }

  open(target: LogTarget, changes: Parameters<typeof requestFor>[2] = {}): FeedReader {
    const reader = new FeedReader(this.thread.host, requestFor(this.connection().contextId, target, changes));
    this.#readers.push(reader);
    return reader;
  }

  createPod(name: string, { labels = { app: 'web' }, state = running, status = {}, owners }: PodShape = {}): KubeObject {
    return this.server.cluster.create('pods', {
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

  createWorkload(resource: string, kind: string, name: string, spec: object): KubeObject {
    const group = resource.split('.')[1];
    const apiVersion = group === undefined ? 'v1' : `${group}/v1`;
    return this.server.cluster.create(resource, { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec });
  }
}

export const workload = (resource: string, group: string, name: string): LogTarget => ({
  type: 'workload',
  resource: { group, version: 'v1', resource },
  namespace: 'shop',
  name,
});

/** The Deployment `web`. */
export const web = workload('deployments', 'apps', 'web');

/** What came from the pods whose name begins so. */
export const texts = (reader: FeedReader, pod: string) => reader.of(pod).flatMap(({ lines }) => lines.map(({ text }) => text));

/** State by pod. */
export const states = (reader: FeedReader) => Object.fromEntries(reader.all.map(({ source, state }) => [source.pod, state.state]));
