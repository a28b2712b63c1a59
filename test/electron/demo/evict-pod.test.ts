import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiServer } from '../../../electron/demo/api-server.ts';
import { startApiServer } from '../../../electron/demo/api-server.ts';
import type { KubeObject } from '../../../electron/demo/kube-object.ts';
import { type Answer, ask } from './test-client.ts';
import { namespace, pod } from './test-objects.ts';

let server: ApiServer;

beforeEach(async () => {
  server = await startApiServer();
  server.cluster.create('namespaces', namespace('shop'));
});
afterEach(() => server.close());

function addPod(name: string, ready = true, phase = 'Running'): KubeObject {
  const made = pod('shop', name);
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
  return server.cluster.create('pods', { ...made, status: { ...(made.status as object), phase, conditions } });
}

function addBudget(name: string, status: Record<string, unknown>, spec: Record<string, unknown> = {}, generation = 1): void {
  server.cluster.create('poddisruptionbudgets.policy', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'shop', generation },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
    status: { observedGeneration: 1, disruptionsAllowed: 0, desiredHealthy: 2, currentHealthy: 2, ...status },
  });
}

const evict = (name: string, deleteOptions: Record<string, unknown> = {}, query = ''): Promise<Answer> =>
  ask(server, `/api/v1/namespaces/shop/pods/${name}/eviction${query}`, {
    method: 'POST',
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'shop' }, deleteOptions },
  });

const podNames = (): string[] => server.cluster.list('pods').map((one) => one.metadata.name);

describe('an eviction', () => {
  it('that no budget forbids answers 201 with a Success Status, and the pod is gone', async () => {
    addPod('web-1');
    const { status, body } = await evict('web-1');
    expect({ status, body }).toEqual({
      status: 201,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    });
    expect(podNames()).toEqual([]);
  });

  it('that a budget forbids answers 429 with the cause that kubectl hides, and without Retry-After', async () => {
    addPod('web-1');
    addBudget('web', {});
    const { status, headers, body } = await evict('web-1');
    expect(status).toBe(429);
    expect(headers['retry-after']).toBeUndefined();
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      reason: 'TooManyRequests',
      details: {
        causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' }],
      },
      code: 429,
    });
    expect(podNames()).toEqual(['web-1']);
  });

  it('is told to come back in 10 s while the controller has not seen a change of the budget', async () => {
    addPod('web-1');
    addBudget('web', { disruptionsAllowed: 1 }, {}, 2);
    const { status, headers, body } = await evict('web-1');
    expect([status, headers['retry-after']]).toEqual([429, '10']);
    expect(body.details.causes[0].message).toBe('The disruption budget web is still being processed by the server.');
  });

  it('counts its budget down at once, so that the next one is refused before any controller ran', async () => {
    addPod('web-1');
    addPod('web-2');
    addBudget('web', { disruptionsAllowed: 1, currentHealthy: 3 });
    expect((await evict('web-1')).status).toBe(201);
    expect((await evict('web-2')).status).toBe(429);
    const status = server.cluster.get('poddisruptionbudgets.policy', 'shop', 'web')?.status as Record<string, unknown>;
    expect(status.disruptionsAllowed).toBe(0);
    expect(Object.keys(status.disruptedPods as object)).toEqual(['web-1']);
  });

  it('of a pod with two budgets fails with 500 and a Status that has neither reason nor details', async () => {
    addPod('web-1');
    addBudget('web', { disruptionsAllowed: 1 });
    addBudget('all', { disruptionsAllowed: 1 }, { selector: {} });
    const { status, body } = await evict('web-1');
    expect(status).toBe(500);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      code: 500,
    });
  });

  it('of a pod that is not Ready goes through when the budget holds without it, or says always', async () => {
    addPod('web-1', false);
    addBudget('web', { currentHealthy: 1 });
    expect((await evict('web-1')).status).toBe(429);
    server.cluster.update('poddisruptionbudgets.policy', 'shop', 'web', (copy) => {
      copy.status = { ...(copy.status as object), currentHealthy: 2 };
    });
    expect((await evict('web-1')).status).toBe(201);
    addPod('web-2', false);
    server.cluster.delete('poddisruptionbudgets.policy', 'shop', 'web');
    addBudget('web', { currentHealthy: 0 }, { unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect((await evict('web-2')).status).toBe(201);
  });

  it('asks no budget for pods that are finished or never started', async () => {
    addBudget('web', {});
    for (const phase of ['Succeeded', 'Failed', 'Pending']) {
      addPod(phase.toLowerCase(), false, phase);
      expect((await evict(phase.toLowerCase())).status).toBe(201);
    }
  });

  it('as a dry run answers alike and stores nothing, said in the query or in the body', async () => {
    addPod('web-1');
    addBudget('web', { disruptionsAllowed: 1, currentHealthy: 3 });
    const before = server.cluster.resourceVersion;
    expect((await evict('web-1', {}, '?dryRun=All')).status).toBe(201);
    expect((await evict('web-1', { dryRun: ['All'] })).status).toBe(201);
    expect(server.cluster.resourceVersion).toBe(before);
  });

  it('of a namesake is refused by its uid, one of nobody is 404, one of another name 400', async () => {
    addPod('web-1');
    const other = await evict('web-1', { preconditions: { uid: 'another' } });
    expect([other.status, other.body.reason]).toEqual([409, 'Conflict']);
    expect(other.body.message).toContain('Precondition failed: UID in precondition: another, UID in object meta: ');
    expect((await evict('nobody')).body).toMatchObject({ code: 404, message: 'pods "nobody" not found' });
    const wrong = await ask(server, '/api/v1/namespaces/shop/pods/web-1/eviction', {
      method: 'POST',
      body: { metadata: { name: 'web-2' } },
    });
    expect(wrong.body).toMatchObject({ code: 400, message: 'name in URL does not match name in Eviction object' });
    expect(podNames()).toEqual(['web-1']);
  });
});

describe('a node', () => {
  const merge = { 'content-type': 'application/strategic-merge-patch+json' };
  const patch = (body: unknown) => ask(server, '/api/v1/nodes/node-1', { method: 'PATCH', body, headers: merge });

  beforeEach(() => {
    server.cluster.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'node-1', labels: { pool: 'a' } },
      spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
    });
  });

  it('has its whole list of taints replaced, because no key joins them', async () => {
    const { body } = await patch({ spec: { taints: [{ key: 'old', value: 'yes', effect: 'NoExecute' }] } });
    expect(body.spec.taints).toEqual([{ key: 'old', value: 'yes', effect: 'NoExecute' }]);
  });

  it('keeps its resourceVersion when a patch changes nothing, and refuses a patch of an older one', async () => {
    const first = await patch({ spec: { unschedulable: true } });
    const again = await patch({ spec: { unschedulable: true } });
    expect(again.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    const late = await patch({ metadata: { resourceVersion: '1' }, spec: { unschedulable: false } });
    expect(late.body).toMatchObject({ code: 409, reason: 'Conflict' });
  });
});
