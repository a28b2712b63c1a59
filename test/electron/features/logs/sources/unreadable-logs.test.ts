import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogTarget } from '../../../../../shared/logs.ts';
import { namespace } from '../../../demo/test-objects.ts';
import { until } from '../../../kube/test-context.ts';
import { LogWorld, states, texts, web, workload } from './log-world.ts';

/* What cannot be read, and who may read how much. */

let world: LogWorld;

beforeEach(async () => {
  world = await LogWorld.start();
});
afterEach(() => world.stop());

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
    world.connect();
    const reader = world.open(target);
    await until('told', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)).toMatchObject({ error, pods: 0 });
    expect(reader.all).toEqual([]);
  });

  test('a Service without selector has no pods, and that is said', async () => {
    world.createPod('a');
    world.createWorkload('services', 'Service', 'web', { type: 'ExternalName' });
    world.connect();
    const reader = world.open(workload('services', '', 'web'));
    await until('told', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)?.error).toMatchObject({ kind: 'unsupported', what: 'selector' });
  });

  test('F11: who may not list pods is told which verb and resource; a namespace that may be read is read', async () => {
    world.server.cluster.create('namespaces', namespace('vault'));
    world.createPod('a');
    world.write('a', 'hello');
    world.connect('jane');
    const hidden = world.open({ type: 'labels', selector: 'app=web', namespaces: ['vault'] });
    const all = world.open({ type: 'labels', selector: 'app=web', namespaces: null });
    await until('told', () => (hidden.selections.get(0)?.error ?? null) !== null);
    expect(hidden.selections.get(0)?.error).toMatchObject({
      code: 403,
      message: expect.stringMatching(/cannot list resource "pods".*in the namespace "vault"/),
    });
    await until('read', () => texts(all, 'a').length === 1 && (all.selections.get(0)?.error ?? null) !== null);
    expect(all.selections.get(0)).toMatchObject({ error: { code: 403 }, pods: 1 });
  });

  test('who may get a Deployment and not list them reads its pods, as with kubectl', async () => {
    world.createPod('a');
    world.createWorkload('deployments.apps', 'Deployment', 'web', { selector: { matchLabels: { app: 'web' } } });
    world.write('a', 'hello');
    world.connect('peter');
    const reader = world.open(web);
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(0)?.error === null);
  });

  test('who may get a pod and not list pods reads it by its name, and one that is not there is no pod', async () => {
    // Such a pod is looked at every few seconds.
    world.hurry();
    world.createPod('a');
    world.write('a', 'hello');
    world.connect('paul');
    const reader = world.open({ type: 'pods', pods: [{ namespace: 'shop', name: 'a' }] });
    const other = world.open({ type: 'pods', pods: [{ namespace: 'shop', name: 'b' }] });
    await until('read', () => texts(reader, 'a').length === 1 && reader.selections.get(0)?.pods === 1);
    expect(reader.selections.get(0)).toMatchObject({ error: null, pods: 1 });
    await until('told', () => (other.selections.get(0)?.error ?? null) !== null);
    expect(other.selections.get(0)).toMatchObject({ error: { code: 403 }, pods: 0 });
    world.server.cluster.delete('pods', 'shop', 'a');
    await until('ended', () => states(reader).a === 'ended');
  });

  test('F34: a refused log, an image that cannot be pulled, an evicted pod, a node that does not answer: each in its source', async () => {
    for (const name of ['fine', 'refused', 'unreachable']) world.createPod(name);
    world.createPod('no-image', { state: { waiting: { reason: 'ImagePullBackOff' } } });
    world.createPod('no-node', {
      status: { phase: 'Pending', containerStatuses: [], conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
    });
    world.createPod('evicted', { status: { phase: 'Failed', reason: 'Evicted', containerStatuses: [] } });
    world.intercept = (exchange) => {
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
    world.connect();
    const reader = world.open({ type: 'labels', selector: 'app=web', namespaces: ['shop'] });
    await until('told', () => {
      const { fine, refused, unreachable, 'no-image': waiting, evicted } = states(reader);
      return fine === 'following' && refused === 'failed' && unreachable === 'broken' && waiting === 'waiting' && evicted === 'ended';
    });
    expect(reader.of('refused')[0]?.state).toMatchObject({ state: 'failed', error: { code: 403 } });
    expect(reader.of('unreachable')[0]?.state).toMatchObject({ error: { message: expect.stringContaining('i/o timeout') } });
    expect(reader.of('evicted')[0]?.state).toMatchObject({ reason: 'Evicted' });
    expect(reader.of('no-node')[0]?.state).toEqual({ state: 'waiting', reason: 'Unschedulable' });
    expect(reader.of('no-image')[0]?.state).toEqual({ state: 'waiting', reason: 'ImagePullBackOff' });
    world.write('fine', 'goes on');
    await until('goes on', () => texts(reader, 'fine').length === 1);
  });
});
