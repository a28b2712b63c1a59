import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logFeed } from '../../electron/features/logs/feed.ts';
import { readLogs } from '../../electron/features/logs/sources/read-logs.ts';
import { systemClock } from '../../electron/kube/clock.ts';
import type { LogTarget } from '../../shared/logs.ts';
import { FeedReader, type ReadLine, requestFor } from '../electron/features/logs/sources/feed-reader.ts';
import { TestThread, until } from '../electron/kube/test-context.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';
import { CountedLogs } from './counted-logs.ts';

/* A Deployment in two real control planes, each line of each pod counted: what a feed brings is compared with what was written. */

const names = ['blue', 'green'] as const;
const replicas = 3;
const target: LogTarget = {
  type: 'workload',
  resource: { group: 'apps', version: 'v1', resource: 'deployments' },
  namespace: 'default',
  name: 'web',
};
const deployment = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'registry.invalid/main:1' }] } },
  },
});

/** As the kubelet writes it. */
function stampOf({ at: { micros, nanos } }: ReadLine): string {
  const ms = Math.floor(micros / 1000);
  return new Date(ms).toISOString().replace('Z', `${String((micros - ms * 1000) * 1000 + nanos).padStart(6, '0')}Z`);
}

describe('logs of a Deployment in two real control planes', () => {
  let clusters: Clusters;
  const thread = new TestThread({ feeds: { [logFeed]: readLogs(systemClock) } });
  const readers = new Map<string, FeedReader>();
  const logs = new Map<string, CountedLogs>();
  const of = <Value>(map: ReadonlyMap<string, Value>, name: string): Value => {
    const found = map.get(name);
    if (found === undefined) throw new Error(`nothing of ${name}`);
    return found;
  };

  beforeAll(async () => {
    clusters = await startClusters(names, { nodes: 1 });
    for (const name of names) {
      const cluster = clusters.get(name);
      // It would give pods without a Logs object lines that they never wrote.
      await cluster.kubectl('delete', 'clusterlogs', 'default');
      await cluster.apply(deployment);
      await cluster.kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
      logs.set(name, new CountedLogs(cluster, 'app=web', clusters.folder));
      thread.connect(connectionOf(cluster));
      readers.set(name, new FeedReader(thread.host, requestFor(connectionOf(cluster).contextId, target)));
    }
  }, 300_000);
  afterAll(async () => {
    for (const reader of readers.values()) reader.close();
    for (const name of names)
      if (clusters !== undefined) thread.host.receive({ type: 'disconnect', contextId: connectionOf(clusters.get(name)).contextId });
    for (const each of logs.values()) await each.stop().catch(() => undefined);
    await clusters?.stop();
  });

  const everybodyIsHeard = (name: string, pods: readonly string[]) =>
    pods.length === replicas &&
    pods.every((pod) =>
      of(readers, name)
        .of(pod)
        .some(({ lines }) => lines.length > 0),
    );

  it('follows every pod', async () => {
    for (const name of names) await until(`lines of ${name}`, () => everybodyIsHeard(name, of(logs, name).writing), 60_000);
    for (const name of names) expect(of(readers, name).selections.get(0)).toMatchObject({ error: null, pods: replicas });
  });

  it('goes from the old pods to the new ones through a rollout restart, and ends the old ones', async () => {
    const before = new Map(names.map((name) => [name, of(logs, name).writing]));
    await Promise.all(names.map((name) => clusters.get(name).kubectl('rollout', 'restart', 'deployment/web')));
    await Promise.all(names.map((name) => clusters.get(name).kubectl('rollout', 'status', 'deployment/web', '--timeout=60s')));
    for (const name of names) {
      const old = of(before, name);
      const next = () => of(logs, name).writing.filter((pod) => !old.includes(pod));
      await until(`new pods of ${name}`, () => everybodyIsHeard(name, next()), 60_000);
      const reader = of(readers, name);
      await until(`the end of the old pods of ${name}`, () => old.every((pod) => reader.of(pod)[0]?.state.state === 'ended'), 60_000);
    }
  }, 200_000);

  it('goes on when an API server was killed and started again', async () => {
    const count = () => of(readers, 'green').all.reduce((sum, { lines }) => sum + lines.length, 0);
    await clusters.get('green').restartApiServer();
    const then = count();
    try {
      // A server that was dead for half a minute is asked again within a minute, for all its logs together; under load its start takes as long.
      await until('lines after the restart', () => count() > then + 200, 100_000);
    } catch (thrown) {
      const states = of(readers, 'green').all.map(({ source, state }) => `${source.pod}: ${JSON.stringify(state)}`);
      throw new Error(`${thrown instanceof Error ? thrown.message : String(thrown)}; ${states.join('; ')}`, { cause: thrown });
    }
  }, 160_000);

  it('has brought every line that was written, once, in order, with its stamp', async () => {
    for (const name of names) {
      await of(logs, name).stop();
      const written = of(logs, name).written;
      const total = [...written.values()].reduce((sum, lines) => sum + lines.length, 0);
      const reader = of(readers, name);
      await until(`the last lines of ${name}`, () => reader.all.reduce((sum, { lines }) => sum + lines.length, 0) >= total, 30_000);
      expect(written.size).toBe(2 * replicas);
      expect(reader.all).toHaveLength(written.size);
      for (const [pod, lines] of written) {
        const [source] = reader.of(pod);
        expect(source?.lines.map((line) => ({ stamp: stampOf(line), text: line.text }))).toEqual(lines);
        expect(lines.length).toBeGreaterThan(10);
        // kwok goes on with a log whose pod is gone where a kubelet ends it: then nobody can say whether there was more.
        const ended = source?.state.state === 'ended';
        expect(source?.marks.filter((mark) => mark.mark === 'dropped' && !(ended && mark.why === 'deleted'))).toEqual([]);
      }
      console.log(`${name}: ${total} lines of ${written.size} pods`);
    }
  }, 120_000);
});
