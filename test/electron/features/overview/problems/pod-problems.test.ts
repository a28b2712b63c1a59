import { describe, expect, test } from 'vitest';
import { planProblems } from '../../../../../electron/features/overview/problems/plan-problems.ts';
import { factsOfObjects, minutesAgo, now } from './facts-of-objects.ts';
import {
  deploymentOf,
  eventOf,
  imagePull,
  jobOf,
  nodeOf,
  oomKilled,
  podOf,
  ready,
  running,
  silent,
  unscheduled,
  waiting,
} from './objects.ts';

const problemsOf = (objects: readonly object[], more = {}) => planProblems(factsOfObjects(objects, more)).problems;

describe('a crash loop', () => {
  test('says how it ended last, the limit it was killed for, and how many pods of the Deployment', () => {
    const pods = [
      podOf('payments', 'a', oomKilled),
      podOf('payments', 'b', oomKilled),
      podOf('payments', 'c', running),
      podOf('payments', 'd', running),
    ];
    expect(problemsOf(pods)).toMatchObject([
      {
        id: 'crash-loop/Deployment/shop/payments',
        cause: 'crash-loop',
        severity: 'broken',
        affected: 2,
        total: 4,
        object: { group: 'apps', resource: 'deployments', kind: 'Deployment', namespace: 'shop', name: 'payments' },
        facts: { container: 'main', reason: 'OOMKilled', exitCode: 137, limit: '512Mi', restarts: 17 },
        // It crashed every few minutes since it was made.
        since: Date.parse(minutesAgo(60)),
      },
    ]);
    const old = { metadata: { creationTimestamp: minutesAgo(10_000) } };
    expect(problemsOf([podOf('payments', 'a', oomKilled, old)])).toMatchObject([{ since: Date.parse(minutesAgo(19)) }]);
  });

  test('is the same trouble while its container runs for a moment, or has just ended', () => {
    const ended = {
      ...oomKilled,
      containerStatuses: [{ ...oomKilled.containerStatuses[0], state: { terminated: { exitCode: 1, reason: 'Error' } } }],
    };
    const up = {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ ...oomKilled.containerStatuses[0], ready: true, started: true, state: { running: {} } }],
    };
    const ids = [oomKilled, ended, up].map((status) => problemsOf([podOf('payments', 'a', status)]).map(({ id }) => id));
    expect(new Set(ids.map(String))).toEqual(new Set(['crash-loop/Deployment/shop/payments']));
  });

  test('is over when the container has run for ten minutes', () => {
    const up = {
      ...running,
      containerStatuses: [
        { ...running.containerStatuses[0], restartCount: 17, lastState: { terminated: { finishedAt: minutesAgo(11), exitCode: 1 } } },
      ],
    };
    expect(problemsOf([podOf('payments', 'a', up)])).toEqual([]);
  });

  test('of a pod that restarted a few times in its long life is none', () => {
    const up = {
      ...running,
      containerStatuses: [
        { ...running.containerStatuses[0], restartCount: 4, lastState: { terminated: { finishedAt: minutesAgo(5), exitCode: 1 } } },
      ],
    };
    const old = podOf('payments', 'a', up, { metadata: { creationTimestamp: minutesAgo(30_000) } });
    expect(problemsOf([old])).toEqual([]);
    expect(problemsOf([old], { crashing: new Set(['uid-payments-a']) })).toMatchObject([{ cause: 'crash-loop' }]);
  });

  test('in an init container says so', () => {
    const status = {
      phase: 'Pending',
      initContainerStatuses: [
        {
          name: 'migrate',
          restartCount: 3,
          ready: false,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: {
            terminated: { exitCode: 2, reason: 'Error', message: 'relation "users" does not exist', finishedAt: minutesAgo(1) },
          },
        },
      ],
      containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } }],
    };
    const pod = podOf('api', 'a', status, {
      spec: { initContainers: [{ name: 'migrate', image: 'm:1' }], containers: [{ name: 'main' }] },
    });
    expect(problemsOf([pod])).toMatchObject([
      { cause: 'crash-loop', facts: { container: 'migrate', init: 1, exitCode: 2 }, message: 'relation "users" does not exist' },
    ]);
  });
});

describe('an image that cannot be pulled', () => {
  const words: readonly (readonly [why: string, message: string])[] = [
    [
      'not-found',
      'Back-off pulling image "registry.example/shop/main:2.41.0-rc3": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/shop/main:2.41.0-rc3": failed to resolve reference "registry.example/shop/main:2.41.0-rc3": registry.example/shop/main:2.41.0-rc3: not found',
    ],
    [
      'denied',
      'failed to pull and unpack image "docker.io/library/nosuch:1": failed to resolve reference "docker.io/library/nosuch:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ],
    ['denied', 'failed to authorize: failed to fetch oauth token: unexpected status from GET request: 401 Unauthorized'],
    ['rate-limited', 'toomanyrequests: You have reached your unauthenticated pull rate limit.'],
    ['unreachable', 'failed to do request: Head "https://registry.example/v2/": dial tcp: lookup registry.example: no such host'],
    [
      'unreachable',
      'failed to do request: Head "https://r/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
  ];
  test.each(words)('is %s', (why, message) => {
    const pods = [podOf('catalog', 'a', imagePull(message)), podOf('catalog', 'b', running)];
    expect(problemsOf(pods)).toMatchObject([
      {
        cause: 'image-pull',
        severity: 'attention',
        affected: 1,
        total: 2,
        message,
        facts: { why, image: 'registry.example/shop/main:1.4' },
      },
    ]);
  });

  test('breaks a workload that has no other pod, and is said with the rollout that it stalls', () => {
    const stalled = deploymentOf('catalog', 6, {
      replicas: 7,
      updatedReplicas: 4,
      availableReplicas: 5,
      conditions: [
        {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: 'ReplicaSet "catalog-5d9c7b4f6d" has timed out progressing.',
          lastTransitionTime: minutesAgo(42),
        },
      ],
    });
    expect(problemsOf([podOf('catalog', 'a', imagePull('x: not found')), stalled])).toMatchObject([
      { cause: 'image-pull', severity: 'broken', facts: { stalledAt: 4, stalledOf: 6 } },
    ]);
  });
});

describe('a container that cannot be configured', () => {
  test.each([
    ['secret "db-password" not found', { missingKind: 'Secret', missingName: 'db-password' }],
    ['configmap "settings" not found', { missingKind: 'ConfigMap', missingName: 'settings' }],
    ["couldn't find key token in Secret shop/db-password", { missingKind: 'Secret', missingName: 'db-password', missingKey: 'token' }],
    ["couldn't find key a in ConfigMap shop/settings", { missingKind: 'ConfigMap', missingName: 'settings', missingKey: 'a' }],
  ])('names what is missing: %s', (message, facts) => {
    expect(problemsOf([podOf('api', 'a', waiting('CreateContainerConfigError', message))])).toMatchObject([
      { cause: 'container-config', message, facts: { reason: 'CreateContainerConfigError', ...facts } },
    ]);
  });
});

describe('a pod without a node', () => {
  const message =
    '0/5 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: 0/5 nodes are available: 2 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.';
  const want = { spec: { nodeName: undefined, containers: [{ name: 'main', resources: { requests: { cpu: '4', memory: '1Gi' } } }] } };

  test('says of how many nodes what is true, and the largest gap', () => {
    const largestFit = { cpu: 2600, memory: 5e9, node: 'n3' };
    expect(problemsOf([podOf('indexer', 'a', unscheduled(message), want)], { largestFit })).toMatchObject([
      {
        cause: 'unschedulable',
        since: Date.parse(minutesAgo(11)),
        facts: {
          nodes: 5,
          taints: 1,
          taint: 'node-role.kubernetes.io/control-plane',
          cordoned: 1,
          insufficientCpu: 3,
          cpu: 4000,
          largestCpu: 2600,
          largestNode: 'n3',
        },
      },
    ]);
  });

  test('is no problem in its first minute, nor between gates', () => {
    const young = { ...want, metadata: { creationTimestamp: minutesAgo(0.5) } };
    expect(problemsOf([podOf('indexer', 'a', unscheduled(message, 0.5), young)])).toEqual([]);
  });
});

test('pods on a node that is silent are the trouble of the node', () => {
  const lost = { ...running, conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: minutesAgo(10) }] };
  expect(problemsOf([nodeOf('n1', [silent]), podOf('api', 'a', lost), podOf('api', 'b', lost)])).toMatchObject([
    { cause: 'node-not-ready', severity: 'broken', affected: 2, message: 'Kubelet stopped posting node status.' },
  ]);
  expect(problemsOf([nodeOf('n1', [ready]), podOf('api', 'a', lost), podOf('api', 'b', lost)])).toMatchObject([
    { cause: 'not-ready', affected: 2 },
  ]);
});

test('a pod that is made for long says what its last warning says', () => {
  const making = waiting('ContainerCreating', '');
  const pod = podOf('api', 'a', making);
  const message = 'MountVolume.SetUp failed for volume "tls" : secret "api-tls" not found';
  expect(problemsOf([pod, eventOf('Warning', 'FailedMount', 'Pod', pod.metadata.name, message, 2)])).toMatchObject([
    { cause: 'not-ready', facts: { reason: 'ContainerCreating' }, message },
  ]);
  expect(problemsOf([podOf('api', 'a', making, { metadata: { creationTimestamp: minutesAgo(4) } })])).toEqual([]);
});

test('an evicted pod says what ran short; it was replaced, so that it needs attention only', () => {
  const evicted = {
    phase: 'Failed',
    reason: 'Evicted',
    message: 'The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi. ',
  };
  expect(problemsOf([podOf('api', 'a', evicted)])).toMatchObject([
    { cause: 'pod-failed', severity: 'attention', facts: { reason: 'Evicted', resource: 'ephemeral-storage' } },
  ]);
  expect(problemsOf([podOf('api', 'a', evicted, { metadata: { ownerReferences: [] } })])).toMatchObject([
    { severity: 'broken', object: { kind: 'Pod' } },
  ]);
});

test('a pod that should be gone for two minutes is stuck; one in its grace is not', () => {
  const leaving = (minutes: number) =>
    podOf('api', 'a', running, { metadata: { deletionTimestamp: minutesAgo(minutes), finalizers: ['example.com/wait'] } });
  expect(problemsOf([leaving(1)])).toEqual([]);
  expect(problemsOf([leaving(3)])).toMatchObject([
    { cause: 'pod-stuck-terminating', facts: { finalizers: 'example.com/wait', node: 'n1' }, since: now - 180_000 },
  ]);
});

test('pods of a Job that is over are said of the Job, those of a run of a CronJob are folded into the CronJob', () => {
  const failed = {
    phase: 'Failed',
    containerStatuses: [{ name: 'main', restartCount: 0, state: { terminated: { exitCode: 1, reason: 'Error' } } }],
  };
  const ofJob = (job: string, status: object) =>
    podOf(job, 'x', status, {
      metadata: { namespace: 'batch', labels: {}, ownerReferences: [{ kind: 'Job', name: job, controller: true }] },
    });
  expect(problemsOf([jobOf('import', 'failed', 5), ofJob('import', failed)])).toMatchObject([{ cause: 'job-failed' }]);
  expect(problemsOf([jobOf('import', 'running', 5), ofJob('import', failed)])).toMatchObject([
    { cause: 'pod-failed', object: { kind: 'Job' } },
  ]);
  expect(problemsOf([jobOf('nightly-1', 'running', 5, 'nightly'), ofJob('nightly-1', oomKilled)])).toMatchObject([
    { cause: 'crash-loop', object: { kind: 'CronJob', name: 'nightly', namespace: 'batch' }, total: null },
  ]);
});

test('static pods stand for themselves', () => {
  const mirror = { metadata: { labels: {}, ownerReferences: [{ kind: 'Node', name: 'n1', controller: true }] } };
  const pods = [podOf('kube-proxy', 'n1', oomKilled, mirror), podOf('etcd', 'n1', oomKilled, mirror)];
  expect(problemsOf(pods).map(({ object }) => object.kind)).toEqual(['Pod', 'Pod']);
});
