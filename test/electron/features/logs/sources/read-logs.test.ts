import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../../electron/demo/kube-object.ts';
import type { LogTarget } from '../../../../../shared/logs.ts';
import { until } from '../../../kube/test-context.ts';
import { LogWorld, running, started, states, texts, web, workload } from './log-world.ts';

/* Whose logs are read: targets, and pods that come and go. From a data thread that reads the demo's API server over TLS. */

let world: LogWorld;

beforeEach(async () => {
  world = await LogWorld.start();
});
afterEach(() => world.stop());

describe('targets', () => {
  test('pods by name are read from their beginning and followed, line by line with their stamps', async () => {
    world.createPod('a');
    world.createPod('b');
    world.createPod('other');
    world.write('a', 'first');
    world.connect();
    const reader = world.open({ type: 'pods', pods: ['a', 'b'].map((name) => ({ namespace: 'shop', name })) });
    await until('followed', () => texts(reader, 'a').length === 1 && Object.values(states(reader)).every((state) => state === 'following'));
    world.write('a', 'second');
    world.write('b', 'from b');
    await until('lines', () => texts(reader, 'a').length === 2 && texts(reader, 'b').length === 1);
    expect(texts(reader, 'a')).toEqual(['first', 'second']);
    const [line] = world.written.get('a/app') ?? [];
    expect(reader.of('a')[0]?.lines[0]?.at).toEqual({ micros: (line?.time ?? 0) * 1000 + 123, nanos: 456 });
    expect(Object.keys(states(reader)).sort()).toEqual(['a', 'b']);
    expect(reader.of('a')[0]?.source).toMatchObject({ namespace: 'shop', container: 'app', containerType: 'regular', node: 'node-1' });
    expect(reader.selections.get(0)).toMatchObject({ error: null, pods: 2 });
  });

  test('labels select pods, and those that get the label later join', async () => {
    world.createPod('a');
    world.createPod('b', { labels: { app: 'db' } });
    world.connect();
    const reader = world.open({ type: 'labels', selector: 'app in (web, api)', namespaces: null });
    await until('a', () => states(reader).a === 'following');
    world.createPod('c', { labels: { app: 'api' } });
    world.write('c', 'hello');
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
    world.createPod('a');
    world.createPod('b', { labels: { app: 'db' } });
    world.createWorkload(resource, kind, 'web', spec);
    world.write('a', 'hello');
    world.connect();
    const [plural = '', group = ''] = resource.split('.');
    const reader = world.open(workload(plural, group, 'web'));
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(0)?.pods === 1);
    expect(Object.keys(states(reader))).toEqual(['a']);
    expect(reader.selections.get(0)).toMatchObject({ error: null, pods: 1 });
  });

  test('a rollout: new pods join and are read from their beginning, old ones end and stay', async () => {
    world.createPod('old-1');
    world.createPod('old-2');
    world.createWorkload('deployments.apps', 'Deployment', 'web', { selector });
    world.write('old-1', 'of before');
    world.connect();
    const reader = world.open(web, { start: { since: { type: 'all' }, tailLines: 0, previous: false } });
    await until('followed', () => Object.values(states(reader)).filter((state) => state === 'following').length === 2);
    world.createPod('new-1', { state: { waiting: { reason: 'ContainerCreating' } } });
    await until('waits', () => reader.of('new-1')[0]?.state.state === 'waiting');
    expect(reader.of('new-1')[0]?.state).toEqual({ state: 'waiting', reason: 'ContainerCreating' });
    world.write('new-1', 'hello');
    world.server.cluster.update('pods', 'shop', 'new-1', (copy) => {
      copy.status = {
        containerStatuses: [{ name: 'app', restartCount: 0, containerID: 'containerd://new-1', state: running, lastState: {} }],
      };
    });
    await until('joined', () => texts(reader, 'new-1').length === 1);
    world.write('old-1', 'last words');
    await until('last words', () => texts(reader, 'old-1').length === 1);
    for (const name of ['old-1', 'old-2']) world.server.cluster.delete('pods', 'shop', name);
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
    const cronJob = world.createWorkload('cronjobs.batch', 'CronJob', 'backup', { schedule: '*/5 * * * *' });
    const run = (name: string, owners: KubeObject['metadata']['ownerReferences']) => {
      const metadata = { name, namespace: 'shop', ...(owners === undefined ? {} : { ownerReferences: owners }) };
      const job = world.server.cluster.create('jobs.batch', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: {} });
      world.createPod(`${name}-x`, { labels: { 'job-name': name }, owners: owner('Job', job) });
      world.write(`${name}-x`, `of ${name}`);
    };
    run('backup-1', owner('CronJob', cronJob));
    run('by-hand', undefined);
    world.connect();
    const reader = world.open(workload('cronjobs', 'batch', 'backup'));
    await until('the run there was', () => texts(reader, 'backup-1').length === 1);
    run('backup-2', owner('CronJob', cronJob));
    await until('the next run', () => texts(reader, 'backup-2').length === 1);
    // A pod may be told of before its Job.
    const early = world.createPod('backup-3-x', {
      labels: { 'job-name': 'backup-3' },
      owners: [{ ...owner('Job', cronJob)[0], uid: 'job-3' } as never],
    });
    world.write('backup-3-x', 'early');
    const seen = world.createPod('bystander', { labels: { 'job-name': 'none' } });
    const metadata = { name: 'backup-3', namespace: 'shop', uid: 'job-3', ownerReferences: owner('CronJob', cronJob) };
    world.server.cluster.create('jobs.batch', { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: {} });
    await until('the early one', () => texts(reader, 'backup-3').length === 1);
    expect(reader.all.map(({ source }) => source.podUid)).toContain(early.metadata.uid);
    expect(reader.all.map(({ source }) => source.podUid)).not.toContain(seen.metadata.uid);
    expect(Object.keys(states(reader)).sort()).toEqual(['backup-1-x', 'backup-2-x', 'backup-3-x']);
    world.server.cluster.delete('jobs.batch', 'shop', 'backup-1');
    world.server.cluster.delete('pods', 'shop', 'backup-1-x');
    await until('cleaned up', () => states(reader)['backup-1-x'] === 'ended');
  });

  test('a pod that is made anew under its name is a source of its own', async () => {
    world.createPod('web-0');
    world.write('web-0', 'of the first');
    world.connect();
    const reader = world.open({ type: 'pods', pods: [{ namespace: 'shop', name: 'web-0' }] });
    await until('followed', () => texts(reader, 'web-0').length === 1);
    world.server.cluster.delete('pods', 'shop', 'web-0');
    await until('ended', () => reader.all[0]?.state.state === 'ended');
    world.written.clear();
    world.createPod('web-0');
    world.write('web-0', 'of the second');
    await until('joined', () => reader.all[1]?.lines.length === 1);
    expect(reader.all.map(({ lines }) => lines.map(({ text }) => text))).toEqual([['of the first'], ['of the second']]);
    expect(new Set(reader.all.map(({ source }) => source.podUid)).size).toBe(2);
  });

  test('all containers are sources, each of its type; names narrow them', async () => {
    world.createPod('many', {
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
    world.server.cluster.update('pods', 'shop', 'many', (copy) => {
      Object.assign(copy.spec as object, {
        initContainers: [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }],
        ephemeralContainers: [{ name: 'debug' }],
      });
    });
    for (const container of ['migrate', 'proxy', 'app', 'debug']) world.write('many', `from ${container}`, container);
    world.connect();
    const target: LogTarget = { type: 'labels', selector: 'app=web', namespaces: ['shop'] };
    const reader = world.open(target);
    const some = world.open(target, { selections: [{ index: 3, target, containers: ['proxy', 'debug'] }] });
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
    world.createPod('a', { labels: { app: 'web', tier: 'front' } });
    world.write('a', 'once');
    world.connect();
    const target = (selector: string): LogTarget => ({ type: 'labels', selector, namespaces: ['shop'] });
    const reader = world.open(target('app=web'), {
      selections: [
        { index: 0, target: target('app=web'), containers: [] },
        { index: 1, target: target('tier=front'), containers: ['app'] },
      ],
    });
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(1)?.pods === 1);
    world.server.cluster.update('pods', 'shop', 'a', (copy) => {
      copy.metadata.labels = { tier: 'front' };
    });
    await until('left the first', () => reader.selections.get(0)?.pods === 0);
    world.write('a', 'twice');
    await until('still read', () => texts(reader, 'a').length === 2);
    expect(reader.all).toHaveLength(1);
    expect(reader.all[0]?.state.state).toBe('following');
  });

  test('a pod that loses its label is read on while it is there', async () => {
    world.createPod('a');
    world.connect();
    const reader = world.open({ type: 'labels', selector: 'app=web', namespaces: ['shop'] });
    await until('followed', () => states(reader).a === 'following');
    world.server.cluster.update('pods', 'shop', 'a', (copy) => {
      copy.metadata.labels = { app: 'quarantined' };
    });
    await until(
      'left',
      () => reader.selections.get(0)?.pods === 0 && [...world.server.watches].some(({ exchange }) => exchange.query.has('fieldSelector')),
    );
    world.write('a', 'still here');
    await until('read on', () => texts(reader, 'a').length === 1);
    expect(reader.all).toHaveLength(1);
    expect(reader.all[0]?.state.state).toBe('following');
    world.server.cluster.delete('pods', 'shop', 'a');
    await until('ended', () => states(reader).a === 'ended');
    expect(reader.all[0]?.state).toMatchObject({ reason: 'pod deleted' });
  });

  test('a crash loop offers the run before, and node and restarts are told again when they change', async () => {
    world.createPod('a');
    world.connect();
    const reader = world.open({ type: 'pods', pods: [{ namespace: 'shop', name: 'a' }] });
    await until('followed', () => reader.all[0]?.state.state === 'following');
    expect(reader.all[0]?.source).toMatchObject({ hasPrevious: false, restarts: 0 });
    world.server.cluster.update('pods', 'shop', 'a', (copy) => {
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
    world.createPod('blue', { labels: { app: 'web', slot: 'blue' } });
    world.createPod('green', { labels: { app: 'web', slot: 'green' } });
    world.createWorkload('services', 'Service', 'web', { selector: { slot: 'blue' } });
    world.connect();
    const reader = world.open(workload('services', '', 'web'));
    await until('blue', () => states(reader).blue === 'following');
    world.server.cluster.update('services', 'shop', 'web', (copy) => {
      copy.spec = { selector: { slot: 'green' } };
    });
    await until('green', () => states(reader).green === 'following');
    world.createPod('blue-2', { labels: { app: 'web', slot: 'blue' } });
    world.createPod('green-2', { labels: { app: 'web', slot: 'green' } });
    await until('green-2', () => states(reader)['green-2'] === 'following');
    world.server.cluster.delete('pods', 'shop', 'blue');
    await until('blue ended', () => states(reader).blue === 'ended');
    expect(Object.keys(states(reader)).sort()).toEqual(['blue', 'green', 'green-2']);
  });

  test('a workload that is deleted says so, its sources stay; one that is made anew is taken', async () => {
    world.createPod('a');
    world.createWorkload('deployments.apps', 'Deployment', 'web', { selector });
    world.connect();
    const reader = world.open(web);
    await until('followed', () => states(reader).a === 'following');
    world.server.cluster.delete('deployments.apps', 'shop', 'web');
    await until('told', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)).toMatchObject({
      error: { kind: 'status', code: 404, message: 'deployments.apps "web" not found' },
      pods: 1,
    });
    world.write('a', 'still here');
    await until('still read', () => texts(reader, 'a').length === 1);
    world.createWorkload('deployments.apps', 'Deployment', 'web', { selector });
    await until('there again', () => reader.selections.get(0)?.error === null);
  });
});
