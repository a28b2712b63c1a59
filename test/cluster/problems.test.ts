import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../shared/problem.ts';
import { findingsAhead } from '../electron/features/overview/findings-ahead.ts';
import { OverviewReader } from '../electron/features/overview/overview-reader.ts';
import { until } from '../electron/kube/test-context.ts';
import { type Clusters, startClusters } from './clusters.ts';
import { connectionOf } from './connection-of.ts';

/*
 * Trouble of every kind that a control plane can make by itself, made by its real controllers and scheduler (containers are kwok's): each is found, with what its
 * controller says, and nothing else is.
 */

/** Rules give everything minutes to come right by itself; here the clock is ahead instead. */
const aheadMs = 1_200_000;

const named = (kind: string, apiVersion: string, name: string, namespace: string | null, rest: object) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === null ? {} : { namespace }) },
  ...rest,
});

function template(labels: object, cpu = '10m') {
  const resources = { requests: { cpu }, limits: { memory: '64Mi' } };
  return {
    metadata: { labels },
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image: 'registry.invalid/main:1', resources }] },
  };
}

function deployment(name: string, replicas: number, more: { behaviour?: string; cpu?: string; namespace?: string } = {}) {
  const labels = { app: name, ...(more.behaviour === undefined ? {} : { 'test.kwok/behaviour': more.behaviour }) };
  return named('Deployment', 'apps/v1', name, more.namespace ?? 'shop', {
    spec: { replicas, selector: { matchLabels: { app: name } }, template: template(labels, more.cpu) },
  });
}

/** A Job whose pods never run, which ends by its deadline. */
const jobSpec = {
  activeDeadlineSeconds: 1,
  template: { ...template({ 'test.kwok/behaviour': 'never' }), spec: { ...template({}).spec, restartPolicy: 'Never' } },
};

const webhook = (name: string, service: string) =>
  named('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', name, null, {
    webhooks: [
      {
        name: `${name}.policy.example`,
        clientConfig: { service: { namespace: 'policy', name: service } },
        rules: [{ apiGroups: ['nosuch.example'], apiVersions: ['*'], operations: ['CREATE'], resources: ['widgets'] }],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
      },
    ],
  });

const claim = (name: string, storageClassName: string) =>
  named('PersistentVolumeClaim', 'v1', name, 'shop', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName },
  });

const node = (name: string, taints: readonly object[]) => named('Node', 'v1', name, null, { spec: { taints } });

const first: readonly object[] = [
  ...['shop', 'full', 'policy'].map((name) => named('Namespace', 'v1', name, null, {})),
  named('ResourceQuota', 'v1', 'small', 'full', { spec: { hard: { pods: '2', 'count/configmaps': '100' } } }),
  named('StorageClass', 'storage.k8s.io/v1', 'late', null, { provisioner: 'csi.example', volumeBindingMode: 'WaitForFirstConsumer' }),
  // What nobody runs on: their kubelets never say anything.
  node('lost', []),
  node('leaving', [{ key: 'ToBeDeletedByClusterAutoscaler', value: '1', effect: 'NoSchedule' }]),
];
const troubles: readonly object[] = [
  deployment('well', 2),
  deployment('crashing', 3, { behaviour: 'crashloop' }),
  deployment('imageless', 2, { behaviour: 'imagepull' }),
  deployment('large', 1, { cpu: '100' }),
  deployment('refused', 4, { namespace: 'full' }),
  named('PodDisruptionBudget', 'policy/v1', 'well', 'shop', { spec: { minAvailable: 2, selector: { matchLabels: { app: 'well' } } } }),
  named('HorizontalPodAutoscaler', 'autoscaling/v2', 'well', 'shop', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'well' },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    },
  }),
  named('Job', 'batch/v1', 'import', 'shop', { spec: jobSpec }),
  named('CronJob', 'batch/v1', 'nightly', 'shop', { spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: jobSpec } } }),
  claim('nosuch-class', 'nosuch'),
  claim('waits-for-pod', 'late'),
  claim('no-volume', ''),
  named('APIService', 'apiregistration.k8s.io/v1', 'v1.nosuch.example', null, {
    spec: {
      group: 'nosuch.example',
      version: 'v1',
      service: { namespace: 'policy', name: 'nosuch' },
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  }),
  named('Service', 'v1', 'empty', 'policy', { spec: { selector: { app: 'nobody' }, ports: [{ port: 443 }] } }),
  webhook('unanswered', 'empty'),
  webhook('homeless', 'nosuch'),
];

/** Words of a problem that do not depend on when it was made. */
const said = ({ cause, severity, expected, object, affected, total }: Problem) =>
  `${expected ?? severity} ${cause} ${object.kind}/${object.name} ${affected}/${total ?? '-'}`;

describe('a real control plane in trouble', () => {
  let clusters: Clusters;
  let reader: OverviewReader;
  const problems = () => reader.newest?.problems ?? [];
  const problemOf = (cause: string) => problems().find((problem) => problem.cause === cause);

  beforeAll(async () => {
    clusters = await startClusters(['trouble'], { nodes: 2 });
    const cluster = clusters.get('trouble');
    const apply = (objects: readonly object[]) => cluster.apply(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    await apply(first);
    await apply(troubles);
    await cluster.kubectl('-n', 'shop', 'create', 'job', '--from=cronjob/nightly', 'nightly-1');
    await cluster.kubectl('-n', 'shop', 'rollout', 'status', 'deployment/well', '--timeout=60s');
    reader = new OverviewReader(connectionOf(cluster), findingsAhead(aheadMs));
  });
  afterAll(async () => {
    reader?.stop();
    await clusters?.stop();
  });

  test('each trouble is found once, as bad as it is, and nothing else is', async () => {
    const expected = [
      'broken crash-loop Deployment/crashing 3/3',
      'broken image-pull Deployment/imageless 2/2',
      'broken unschedulable Deployment/large 1/1',
      'attention replicas-missing Deployment/refused 2/4',
      'broken node-not-ready Node/lost 0/0',
      'autoscaler node-not-ready Node/leaving 0/0',
      'broken api-service-down APIService/v1.nosuch.example 0/-',
      'broken webhook-without-endpoint ValidatingWebhookConfiguration/unanswered 0/-',
      'broken webhook-without-endpoint ValidatingWebhookConfiguration/homeless 0/-',
      'attention budget-blocks PodDisruptionBudget/well 0/-',
      'attention autoscaler-blind HorizontalPodAutoscaler/well 0/-',
      'attention quota-nearly-full ResourceQuota/small 0/-',
      'attention job-failed Job/import 0/-',
      'attention cron-job-failing CronJob/nightly 0/-',
      'attention volume-pending PersistentVolumeClaim/nosuch-class 0/-',
      'attention volume-pending PersistentVolumeClaim/no-volume 0/-',
    ].sort();
    // The node lifecycle controller gives a kubelet that never came a minute.
    await until('all is found', () => problems().length >= expected.length, 110_000).catch(() => undefined);
    expect(problems().map(said).sort()).toEqual(expected);
  });

  test('each says what its controller says', async () => {
    await until(
      'details are read',
      () => problemOf('unschedulable')?.facts.nodes !== undefined && problemOf('crash-loop')?.facts.reason !== undefined,
    );
    expect(problemOf('crash-loop')?.facts).toMatchObject({ container: 'main', reason: 'Error', exitCode: 1, restarts: 5 });
    // Two nodes of kwok without room, the one that leaves, and the lost one, which has a taint a moment later.
    expect(problemOf('unschedulable')?.facts).toMatchObject({ nodes: 4, cpu: 100_000 });
    const { insufficientCpu, taints } = problemOf('unschedulable')?.facts ?? {};
    expect(Number(insufficientCpu) + Number(taints)).toBe(4);
    expect(problemOf('unschedulable')?.facts.largestCpu).toBeGreaterThan(60_000);
    expect(problemOf('replicas-missing')).toMatchObject({
      facts: { reason: 'FailedCreate' },
      message: expect.stringContaining('exceeded quota: small'),
    });
    expect(problemOf('job-failed')?.facts.reason).toBe('DeadlineExceeded');
    expect(problemOf('cron-job-failing')?.facts).toMatchObject({ runs: 1, lastJob: 'nightly-1' });
    expect(problemOf('api-service-down')?.facts).toEqual({ service: 'policy/nosuch', reason: 'ServiceNotFound' });
    expect(problemOf('autoscaler-blind')).toMatchObject({
      facts: { reason: 'FailedGetResourceMetric' },
      message: expect.stringContaining('unable to'),
    });
    expect(problemOf('quota-nearly-full')?.facts).toMatchObject({ resource: 'pods', used: '2', hard: '2', ratio: 1 });
    const whys = problems().filter(({ cause }) => cause === 'webhook-without-endpoint' || cause === 'volume-pending');
    expect(Object.fromEntries(whys.map(({ object, facts }) => [object.name, facts.why]))).toEqual({
      unanswered: 'no-endpoints',
      homeless: 'no-service',
      'nosuch-class': 'no-class',
      'no-volume': 'no-volume',
    });
  });

  test('what is changed by hand is told with who did it', async () => {
    const cluster = clusters.get('trouble');
    await cluster.kubectl('-n', 'shop', 'set', 'image', 'deployment/crashing', 'main=registry.invalid/main:2');
    await cluster.kubectl('-n', 'shop', 'scale', 'deployment/well', '--replicas=4');
    await cluster.kubectl('delete', 'node', 'leaving');
    const changes = () => reader.newest?.changes ?? [];
    const find = (kind: string, name: string) =>
      changes().find(
        (change) => change.kind === kind && change.object.name === name && change.by !== '' && change.facts.from !== undefined,
      );
    await until('the rollout is told', () => find('rollout', 'crashing') !== undefined, 30_000);
    expect(find('rollout', 'crashing')).toMatchObject({
      by: 'kubectl-set',
      facts: { from: 'registry.invalid/main:1', to: 'registry.invalid/main:2' },
    });
    await until('the scale is told', () => find('scaled', 'well') !== undefined, 30_000);
    expect(find('scaled', 'well')).toMatchObject({ by: 'kubectl', facts: { from: 2, to: 4 } });
    await until('the node is told', () => changes().some(({ kind, object }) => kind === 'node-gone' && object.name === 'leaving'), 30_000);
  });

  test('who may read nothing is told so, and not that all is well', async () => {
    const cluster = clusters.get('trouble');
    const credential = { token: 'dev-token-trouble', basic: null, clientCertificate: null, expiresAt: null };
    const dev = new OverviewReader({ ...connectionOf(cluster), credential }, findingsAhead(aheadMs));
    await until('it is told', () => (dev.newest?.problemCounts.unknown ?? 0) > 0, 30_000);
    expect(dev.newest).toMatchObject({
      pods: null,
      nodes: null,
      deployments: null,
      capacity: null,
      problemCounts: { broken: 0, attention: 0 },
    });
    dev.stop();
  });

  test('what is mended is gone', async () => {
    const cluster = clusters.get('trouble');
    await cluster.kubectl('-n', 'shop', 'delete', 'deployment', 'crashing', 'imageless', 'large');
    // The controller of ReplicaSets tries again later and later: it is not waited for.
    await cluster.kubectl('-n', 'full', 'delete', 'deployment', 'refused');
    await cluster.kubectl('-n', 'full', 'patch', 'resourcequota', 'small', '-p', '{"spec":{"hard":{"pods":"20"}}}');
    const gone = ['crash-loop', 'image-pull', 'unschedulable', 'replicas-missing', 'quota-nearly-full'];
    await until('they are gone', () => gone.every((cause) => problemOf(cause) === undefined), 60_000);
  });
});
