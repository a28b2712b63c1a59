import { describe, expect, it } from 'vitest';
import { asContextId } from '../../shared/context-id.ts';
import { kindDefinitions } from '../../shared/kinds/kind-definitions.ts';
import { logPageSchema } from '../../shared/log-page.ts';
import { hasLogs, hasPreviousLogs, type LogObject, planLogs, planLogsByLabel, previousRuns } from '../../shared/plan-logs.ts';

const kapsule = asContextId('/k#kapsule');
const ovh = asContextId('/k#ovh');
const eks = asContextId('/k#eks');
const pods = { group: '', version: 'v1', resource: 'pods' };
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const object = (contextId: LogObject['contextId'], name: string, namespace = 'shop'): LogObject => ({ contextId, namespace, name });
const many = (count: number, contextId = kapsule) => Array.from({ length: count }, (_, index) => object(contextId, `web-${index}`));

describe('planLogs', () => {
  it('makes one selection of the pods of each context, in the order of the rows', () => {
    expect(planLogs(pods, [object(ovh, 'a'), object(kapsule, 'b', 'pay'), object(ovh, 'c', 'pay'), object(eks, 'd')])).toEqual({
      ok: true,
      page: {
        title: '4 pods',
        selections: [
          {
            contextId: ovh,
            target: {
              type: 'pods',
              pods: [
                { namespace: 'shop', name: 'a' },
                { namespace: 'pay', name: 'c' },
              ],
            },
            containers: [],
          },
          { contextId: kapsule, target: { type: 'pods', pods: [{ namespace: 'pay', name: 'b' }] }, containers: [] },
          { contextId: eks, target: { type: 'pods', pods: [{ namespace: 'shop', name: 'd' }] }, containers: [] },
        ],
        start: null,
      },
    });
  });

  it('makes one selection of every workload, and calls them by the name they share', () => {
    const plan = planLogs(deployments, [object(kapsule, 'checkout-api'), object(ovh, 'checkout-api')]);
    expect(plan).toMatchObject({ ok: true, page: { title: 'checkout-api', start: null } });
    expect(plan.ok && plan.page.selections).toEqual(
      [kapsule, ovh].map((contextId) => ({
        contextId,
        target: { type: 'workload', resource: deployments, namespace: 'shop', name: 'checkout-api' },
        containers: [],
      })),
    );
  });

  it.each([
    [[object(kapsule, 'web')], 'web'],
    [[object(kapsule, 'web'), object(kapsule, 'web', 'pay')], 'web'],
    [[object(kapsule, 'web'), object(kapsule, 'api')], '2 deployments'],
  ])('names a view: %#', (objects, title) => {
    expect(planLogs(deployments, objects)).toMatchObject({ ok: true, page: { title } });
  });

  it('asks for the runs before the present ones, all of what they wrote', () => {
    expect(planLogs(pods, [object(kapsule, 'web')], previousRuns)).toMatchObject({
      ok: true,
      page: { start: { since: { type: 'all' }, tailLines: null, previous: true } },
    });
  });

  it('says how many are too many, and cuts nothing', () => {
    expect(planLogs(pods, many(500))).toMatchObject({ ok: true });
    expect(planLogs(pods, [...many(500), object(ovh, 'one')])).toEqual({ ok: false, reason: 'too-many', most: 500, count: 501 });
    expect(planLogs(deployments, many(100))).toMatchObject({ ok: true });
    expect(planLogs(deployments, many(101))).toEqual({ ok: false, reason: 'too-many', most: 100, count: 101 });
    const everywhere = Array.from({ length: 101 }, (_, index) => object(asContextId(`/k#${index}`), 'web'));
    expect(planLogs(pods, everywhere)).toEqual({ ok: false, reason: 'too-many', most: 100, count: 101 });
  });

  it('makes nothing of no rows, nor of a kind without pods', () => {
    expect(planLogs(pods, [])).toEqual({ ok: false, reason: 'none' });
    const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
    expect(planLogs(configMaps, [object(kapsule, 'web')])).toEqual({ ok: false, reason: 'none' });
  });

  it('makes what the main side takes', () => {
    for (const plan of [planLogs(pods, many(500)), planLogs(deployments, many(100)), planLogsByLabel('app=web', [kapsule], ['shop'])])
      expect(plan.ok && logPageSchema.parse(plan.page)).toEqual(plan.ok && plan.page);
  });
});

describe('planLogsByLabel', () => {
  it('asks every context for the same labels', () => {
    expect(planLogsByLabel(' app=checkout ', [kapsule, ovh, eks], null)).toEqual({
      ok: true,
      page: {
        title: 'app=checkout',
        selections: [kapsule, ovh, eks].map((contextId) => ({
          contextId,
          target: { type: 'labels', selector: 'app=checkout', namespaces: null },
          containers: [],
        })),
        start: null,
      },
    });
  });

  it('makes nothing of no selector, nor of no context', () => {
    expect(planLogsByLabel('  ', [kapsule], null)).toEqual({ ok: false, reason: 'none' });
    expect(planLogsByLabel('app=web', [], null)).toEqual({ ok: false, reason: 'none' });
  });
});

describe('which kinds have logs', () => {
  it('pods, workloads and services do', () => {
    const with_ = kindDefinitions.filter(({ resource }) => hasLogs(resource)).map(({ kind }) => kind);
    expect(with_.sort()).toEqual(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'Service', 'StatefulSet']);
    expect(hasLogs({ group: '', version: 'v1', resource: 'replicationcontrollers' })).toBe(true);
  });

  it('a kind of the same name in another group does not', () => {
    expect(hasLogs({ group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' })).toBe(false);
    expect(hasLogs({ group: 'serving.knative.dev', version: 'v1', resource: 'services' })).toBe(false);
  });

  it('only pods have runs before the present one', () => {
    expect(kindDefinitions.filter(({ resource }) => hasPreviousLogs(resource)).map(({ kind }) => kind)).toEqual(['Pod']);
  });
});
