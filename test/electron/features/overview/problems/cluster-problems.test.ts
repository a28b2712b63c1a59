import { describe, expect, test } from 'vitest';
import { planProblems } from '../../../../../electron/features/overview/problems/plan-problems.ts';
import type { ClusterError } from '../../../../../shared/cluster-error.ts';
import { factsOfObjects, minutesAgo, now, rowsOfObjects } from './facts-of-objects.ts';
import { deploymentOf, eventOf, jobOf, nodeOf, podOf, ready } from './objects.ts';

const problemsOf = (objects: readonly object[], more = {}) => planProblems(factsOfObjects(objects, more)).problems;

describe('nodes', () => {
  const down = {
    type: 'Ready',
    status: 'False',
    reason: 'KubeletNotReady',
    message: 'container runtime is down',
    lastTransitionTime: minutesAgo(7),
  };
  test.each([
    ['autoscaler', { spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', value: '1764', effect: 'NoSchedule' }] } }],
    ['karpenter', { spec: { taints: [{ key: 'karpenter.sh/disrupted', effect: 'NoSchedule' }] } }],
    ['drain', { spec: { unschedulable: true }, metadata: { deletionTimestamp: minutesAgo(1) } }],
  ])('that are taken away by the %s are no alarm', (expected, more) => {
    expect(problemsOf([nodeOf('n1', [down], more)])).toMatchObject([{ cause: 'node-not-ready', expected, severity: 'attention' }]);
  });

  test('that go away within an hour after a cordon are drained; a cordon that is forgotten excuses nothing', () => {
    const cordon = (minutes: number) =>
      eventOf('Normal', 'NodeNotSchedulable', 'Node', 'n1', 'Node n1 status is now: NodeNotSchedulable', minutes, '');
    const cordoned = nodeOf('n1', [down], { spec: { unschedulable: true } });
    expect(problemsOf([cordoned, cordon(20)])).toMatchObject([{ expected: 'drain' }]);
    expect(problemsOf([cordoned, cordon(90)])).toMatchObject([
      { expected: null, severity: 'broken', facts: { reason: 'KubeletNotReady' } },
    ]);
    expect(problemsOf([nodeOf('n1', [down]), cordon(20)])).toMatchObject([{ expected: null }]);
  });

  test('that have just come get time; cordoned ones are no problem', () => {
    expect(problemsOf([nodeOf('n1', [down], { metadata: { creationTimestamp: minutesAgo(2) } })])).toEqual([]);
    expect(problemsOf([nodeOf('n1', [ready], { spec: { unschedulable: true } })])).toEqual([]);
  });

  test('say what is short, each condition once', () => {
    const pressure = (type: string, status: string) => ({ type, status, reason: `KubeletHas${type}`, lastTransitionTime: minutesAgo(3) });
    const conditions = [
      ready,
      pressure('DiskPressure', 'True'),
      pressure('MemoryPressure', 'True'),
      pressure('PIDPressure', 'False'),
      pressure('NetworkUnavailable', 'True'),
      pressure('Made-up', 'True'),
    ];
    expect(problemsOf([nodeOf('n1', conditions)]).map(({ cause, facts }) => [cause, facts.condition])).toEqual([
      ['node-network', undefined],
      ['node-pressure', 'DiskPressure'],
      ['node-pressure', 'MemoryPressure'],
    ]);
  });
});

describe('workloads', () => {
  const progressing = (reason: string, status = 'True') => ({
    type: 'Progressing',
    status,
    reason,
    message: 'm',
    lastTransitionTime: minutesAgo(42),
  });
  const unavailable = { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', lastTransitionTime: minutesAgo(3) };

  test('a rollout over its deadline, without a pod that says why', () => {
    const status = {
      replicas: 6,
      updatedReplicas: 4,
      availableReplicas: 4,
      conditions: [progressing('ProgressDeadlineExceeded', 'False')],
    };
    expect(problemsOf([deploymentOf('api', 6, status)])).toMatchObject([
      { cause: 'rollout-stalled', severity: 'attention', facts: { updated: 4, desired: 6, available: 4 }, affected: 2, total: 6 },
    ]);
  });

  test('pods that may not be made, with the words of who refuses', () => {
    const message =
      'pods "api-1" is forbidden: exceeded quota: team, requested: requests.cpu=2, used: requests.cpu=9, limited: requests.cpu=10';
    const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message, lastTransitionTime: minutesAgo(9) };
    const status = { replicas: 0, updatedReplicas: 0, conditions: [failure, progressing('NewReplicaSetCreated')] };
    expect(problemsOf([deploymentOf('api', 2, status)])).toMatchObject([
      { cause: 'replicas-missing', severity: 'broken', message, facts: { reason: 'FailedCreate', missing: 2, desired: 2, ready: 0 } },
    ]);
    const set = {
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'shop', generation: 1 },
      spec: { replicas: 3 },
      status: { observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1 },
    };
    expect(problemsOf([set, eventOf('Warning', 'FailedCreate', 'StatefulSet', 'db', 'create Pod db-1 failed: quota', 1)])).toMatchObject([
      { cause: 'replicas-missing', severity: 'attention', message: 'create Pod db-1 failed: quota', facts: { missing: 2 } },
    ]);
  });

  test('replicas that were there and are missing; a rollout under way, a pause or a new Deployment is none', () => {
    const status = { replicas: 3, updatedReplicas: 3, availableReplicas: 1, readyReplicas: 1 };
    expect(
      problemsOf([deploymentOf('api', 3, { ...status, conditions: [unavailable, progressing('NewReplicaSetAvailable')] })]),
    ).toMatchObject([{ cause: 'replicas-missing', affected: 2 }]);
    expect(
      problemsOf([deploymentOf('api', 3, { ...status, updatedReplicas: 2, conditions: [unavailable, progressing('ReplicaSetUpdated')] })]),
    ).toEqual([]);
    expect(problemsOf([deploymentOf('api', 3, { ...status, conditions: [unavailable, progressing('NewReplicaSetCreated')] })])).toEqual([]);
  });

  test('a DaemonSet without conditions is watched for a minute first', () => {
    const set = {
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'shop', generation: 1 },
      spec: {},
      status: { observedGeneration: 1, desiredNumberScheduled: 5, currentNumberScheduled: 5, numberReady: 4, updatedNumberScheduled: 5 },
    };
    const first = planProblems(factsOfObjects([set]));
    expect(first.problems).toEqual([]);
    expect(problemsOf([set], { found: new Map(first.found.map((id) => [id, now - 60_000])) })).toMatchObject([
      { cause: 'replicas-missing', affected: 1, total: 5 },
    ]);
  });
});

describe('jobs', () => {
  const cronJob = (status = {}) => ({
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'batch', uid: 'c', creationTimestamp: minutesAgo(90_000) },
    spec: { schedule: '0 3 * * *' },
    status,
  });
  test('a Job that failed, and a CronJob by how many runs in a row', () => {
    const runs = [
      jobOf('n1', 'complete', 5_000, 'nightly'),
      jobOf('n2', 'failed', 3_000, 'nightly'),
      jobOf('n3', 'failed', 1_500, 'nightly'),
      jobOf('n4', 'running', 3, 'nightly'),
    ];
    expect(problemsOf([cronJob(), ...runs, jobOf('import', 'failed', 10)])).toMatchObject([
      { cause: 'job-failed', object: { name: 'import' }, facts: { reason: 'BackoffLimitExceeded', failed: 7 } },
      { cause: 'cron-job-failing', facts: { runs: 2, lastJob: 'n3' }, since: now - 3_000 * 60_000 },
    ]);
  });

  test('an attempt of the next run is not said beside a CronJob that fails', () => {
    const failed = {
      phase: 'Failed',
      containerStatuses: [{ name: 'main', restartCount: 0, state: { terminated: { exitCode: 1, reason: 'Error' } } }],
    };
    const owner = { namespace: 'batch', labels: {}, ownerReferences: [{ kind: 'Job', name: 'n4', controller: true }] };
    const attempt = podOf('n4', 'x', failed, { metadata: owner });
    const causes = (runs: readonly object[]) =>
      problemsOf([cronJob(), ...runs, jobOf('n4', 'running', 3, 'nightly'), attempt]).map(({ cause }) => cause);
    expect(causes([jobOf('n3', 'failed', 1_500, 'nightly')])).toEqual(['cron-job-failing']);
    expect(causes([jobOf('n3', 'complete', 1_500, 'nightly')])).toEqual(['pod-failed']);
  });

  test('a run that went well makes good what was before, also when its Job is gone', () => {
    const runs = [jobOf('n1', 'failed', 3_000, 'nightly'), jobOf('n2', 'complete', 1_500, 'nightly')];
    expect(problemsOf([cronJob(), ...runs])).toEqual([]);
    expect(problemsOf([cronJob({ lastSuccessfulTime: minutesAgo(1_000) }), jobOf('n1', 'failed', 3_000, 'nightly')])).toEqual([]);
  });
});

describe('volumes', () => {
  const claim = (phase: string, spec: object, annotations = {}) => ({
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', uid: 'pvc', creationTimestamp: minutesAgo(30), annotations },
    spec: { resources: { requests: { storage: '10Gi' } }, ...spec },
    status: { phase },
  });
  const storage = (name: string, mode: string, usual = false) => ({
    kind: 'StorageClass',
    metadata: { name, uid: name, annotations: usual ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {} },
    provisioner: 'csi.example',
    volumeBindingMode: mode,
  });
  const fast = storage('fast', 'Immediate');
  const late = storage('late', 'WaitForFirstConsumer', true);

  test('lost, or waiting for what does not come', () => {
    expect(problemsOf([claim('Lost', { volumeName: 'pv-1' })])).toMatchObject([
      { cause: 'volume-lost', severity: 'broken', facts: { volume: 'pv-1' } },
    ]);
    const why = (spec: object, annotations = {}) =>
      problemsOf([fast, late, claim('Pending', spec, annotations)]).map(({ facts }) => facts.why);
    expect(why({ storageClassName: 'fast' })).toEqual(['provisioning']);
    expect(why({ storageClassName: 'nosuch' })).toEqual(['no-class']);
    expect(why({ storageClassName: '' })).toEqual(['no-volume']);
    expect(why({ storageClassName: 'late' }, { 'volume.kubernetes.io/selected-node': 'n1' })).toEqual(['provisioning']);
    expect(problemsOf([fast, claim('Pending', {})]).map(({ facts }) => facts.why)).toEqual(['no-default-class']);
  });

  test('one that waits for its first pod waits on purpose, and nothing is said while classes are not known', () => {
    expect(problemsOf([late, claim('Pending', { storageClassName: 'late' })])).toEqual([]);
    expect(problemsOf([late, claim('Pending', {})])).toEqual([]);
    const rows = rowsOfObjects([claim('Pending', { storageClassName: 'fast' })], ['storageclasses.storage.k8s.io']);
    expect(problemsOf([], { rows })).toEqual([]);
  });

  test('the words of the provisioner', () => {
    const message = 'failed to provision volume with StorageClass "fast": rpc error: code = ResourceExhausted desc = quota exceeded';
    const event = eventOf('Warning', 'ProvisioningFailed', 'PersistentVolumeClaim', 'data', message, 1);
    expect(problemsOf([fast, claim('Pending', { storageClassName: 'fast' }), event])).toMatchObject([
      { message, facts: { why: 'provisioning', size: '10Gi' } },
    ]);
  });
});

describe('policies', () => {
  const budget = (status: object) => ({
    kind: 'PodDisruptionBudget',
    metadata: { name: 'db', namespace: 'shop', generation: 1 },
    spec: { minAvailable: '100%' },
    status: { observedGeneration: 1, ...status },
  });
  test('a budget blocks when no pod may go although all are well', () => {
    expect(problemsOf([budget({ disruptionsAllowed: 0, expectedPods: 3, currentHealthy: 3, desiredHealthy: 3 })])).toMatchObject([
      { cause: 'budget-blocks', facts: { expected: 3, desired: 3, minAvailable: '100%' } },
    ]);
    expect(problemsOf([budget({ disruptionsAllowed: 0, expectedPods: 3, currentHealthy: 2, desiredHealthy: 3 })])).toEqual([]);
    expect(problemsOf([budget({ disruptionsAllowed: 0, expectedPods: 0, currentHealthy: 0, desiredHealthy: 0 })])).toEqual([]);
    expect(problemsOf([budget({ disruptionsAllowed: 1, expectedPods: 3, currentHealthy: 3, desiredHealthy: 2 })])).toEqual([]);
  });

  const autoscaler = (condition: object) => ({
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
    status: { conditions: [{ type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale' }, condition] },
  });
  test('an autoscaler that cannot read its metrics; not one that is off, nor one that has just begun', () => {
    const message =
      'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API';
    const blind = {
      type: 'ScalingActive',
      status: 'False',
      reason: 'FailedGetResourceMetric',
      message,
      lastTransitionTime: minutesAgo(30),
    };
    expect(problemsOf([autoscaler(blind)])).toMatchObject([
      { cause: 'autoscaler-blind', message, facts: { targetName: 'web', reason: 'FailedGetResourceMetric' } },
    ]);
    expect(problemsOf([autoscaler({ ...blind, lastTransitionTime: minutesAgo(2) })])).toEqual([]);
    expect(problemsOf([autoscaler({ ...blind, reason: 'ScalingDisabled' })])).toEqual([]);
  });

  test('a quota by its fullest line; one of 0 forbids on purpose', () => {
    const quota = {
      kind: 'ResourceQuota',
      metadata: { name: 'team', namespace: 'shop' },
      status: {
        hard: {
          'requests.cpu': '10',
          'requests.memory': '20Gi',
          pods: '10',
          'count/services.loadbalancers': '0',
          'requests.storage': '100Gi',
        },
        used: { 'requests.cpu': '9500m', 'requests.memory': '5Gi', pods: '9', 'count/services.loadbalancers': '0' },
      },
    };
    expect(problemsOf([quota])).toMatchObject([
      { cause: 'quota-nearly-full', facts: { resource: 'requests.cpu', used: '9500m', hard: '10', ratio: 0.95, more: 1 } },
    ]);
  });
});

describe('the API', () => {
  test('an APIService that is down, with its reason', () => {
    const message = 'endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"';
    const api = {
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: { group: 'metrics.k8s.io', version: 'v1beta1', service: { namespace: 'kube-system', name: 'metrics-server' } },
      status: {
        conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints', message, lastTransitionTime: minutesAgo(9) }],
      },
    };
    expect(problemsOf([api])).toMatchObject([
      {
        cause: 'api-service-down',
        severity: 'broken',
        message,
        facts: { service: 'kube-system/metrics-server', reason: 'MissingEndpoints' },
      },
    ]);
  });

  test('a webhook that stops requests and nobody answers for; nothing is said before somebody looked', () => {
    const webhook = (failurePolicy?: string) => ({
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'policy' },
      webhooks: [
        {
          name: 'check.policy.example',
          ...(failurePolicy === undefined ? {} : { failurePolicy }),
          clientConfig: { service: { namespace: 'policy', name: 'hook' } },
          rules: [{ apiGroups: ['apps'], resources: ['deployments'] }],
        },
      ],
    });
    const endpoints = (state: string) => ({ endpoints: new Map([['policy/hook', state]]) });
    expect(problemsOf([webhook()])).toEqual([]);
    expect(problemsOf([webhook()], endpoints('ready'))).toEqual([]);
    expect(problemsOf([webhook('Ignore')], endpoints('none'))).toEqual([]);
    expect(problemsOf([webhook()], endpoints('none'))).toMatchObject([
      {
        cause: 'webhook-without-endpoint',
        facts: { webhook: 'check.policy.example', service: 'policy/hook', why: 'no-endpoints', resources: 'deployments.apps' },
      },
    ]);
    expect(problemsOf([webhook('Fail')], endpoints('no-service'))).toMatchObject([{ facts: { why: 'no-service' } }]);
  });
});

describe('what ends', () => {
  const inDays = (days: number) => minutesAgo(-days * 24 * 60);
  const certificate = (status: object) => ({
    kind: 'Certificate',
    metadata: { name: 'shop-tls', namespace: 'shop' },
    spec: { secretName: 'shop-tls', dnsNames: ['a', 'b'] },
    status,
  });
  test('certificates that are not renewed when cert-manager would, and those that have ended; a short one that is renewed in time is well', () => {
    expect(problemsOf([certificate({ notAfter: inDays(6), renewalTime: inDays(-24), failedIssuanceAttempts: 2 })])).toMatchObject([
      { cause: 'certificate-expiring', severity: 'attention', facts: { why: 'not-renewed', failures: 2, hosts: 2, secret: 'shop-tls' } },
    ]);
    expect(problemsOf([certificate({ notAfter: inDays(-1), renewalTime: inDays(-30) })])).toMatchObject([
      { severity: 'broken', facts: { why: 'expired' } },
    ]);
    expect(problemsOf([certificate({ notAfter: inDays(0.5), renewalTime: inDays(0.1) })])).toEqual([]);
  });

  test('what we connect with; tokens are renewed by whoever made them', () => {
    const expiries = (what: string, days: number) => ({ expiries: [{ what, at: now + days * 86_400_000 }] });
    expect(problemsOf([], expiries('client-certificate', 6))).toMatchObject([{ cause: 'credential-expiring', severity: 'attention' }]);
    expect(problemsOf([], expiries('client-certificate', -1))).toMatchObject([{ severity: 'broken' }]);
    expect(problemsOf([], expiries('client-certificate', 60))).toEqual([]);
    expect(problemsOf([], expiries('token', 0.01))).toEqual([]);
  });
});

test('what nobody may look at is said, and is neither fine nor broken', () => {
  const error: ClusterError = {
    kind: 'status',
    code: 403,
    reason: 'Forbidden',
    message: 'pods is forbidden',
    causes: [],
    retryAfterSeconds: null,
  };
  const partial = {
    readable: ['shop'],
    missing: [
      { namespace: 'vault', error },
      { namespace: 'audit', error },
    ],
  };
  const sources = {
    pods: { state: 'live', lastByteAt: now, partial },
    'jobs.batch': { state: 'live', lastByteAt: now, partial },
    nodes: { state: 'forbidden', since: now - 1_000, error, retryAt: null },
    'certificates.cert-manager.io': {
      state: 'unreachable',
      since: now,
      error: { kind: 'unsupported', what: 'x', message: 'm' },
      retryAt: null,
      attempt: 1,
    },
  };
  expect(problemsOf([], { sources })).toMatchObject([
    { cause: 'not-looked-at', severity: 'unknown', facts: { resources: 'nodes', count: 0 } },
    { cause: 'not-looked-at', severity: 'unknown', facts: { resources: 'pods, jobs', namespaces: 'audit, vault', count: 2, of: 3 } },
  ]);
});
