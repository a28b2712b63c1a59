import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemKinds } from '../../../../../electron/features/overview/problems/problem-kinds.ts';
import { JsonListScanner } from '../../../../../electron/kube/json-list-scanner.ts';
import type { KubeObject } from '../../../../../electron/kube/projection.ts';
import { rowDecoderOf } from '../../../../../electron/kube/row-decoder.ts';
import { minutesAgo } from './facts-of-objects.ts';

/* A projection that names the members it reads must name all of them: else a fact is absent after a list and there after a watch. */

const projections = problemKinds.flatMap(({ key, query: { ref, projection } }) =>
  projection === undefined ? [] : [{ key, ref, projection }],
);

/** What a list gives of an object. */
function listed(object: unknown, { ref, projection }: (typeof projections)[number]): unknown {
  const { members } = rowDecoderOf({ ...ref, version: 'json' }, () => projection);
  const items: unknown[] = [];
  const scanner = new JsonListScanner('items', members, { onHead: () => undefined, onItem: (item) => items.push(item) });
  scanner.push(Buffer.from(`{"kind":"List","metadata":{},"items":[${JSON.stringify(object)}]}`));
  scanner.end();
  return items[0];
}

const conditions = ['Progressing', 'Available', 'ReplicaFailure', 'Failed', 'Complete', 'DisruptionAllowed', 'ScalingActive', 'Ready'].map(
  (type) => ({
    type,
    status: 'True',
    reason: `${type}Reason`,
    message: `${type} message`,
    lastTransitionTime: minutesAgo(5),
  }),
);
const template = { spec: { containers: [{ name: 'a', image: 'a:1', command: ['/a'], args: ['--flag=1', 'x'] }] } };
const amounts = { cpu: '1', memory: '1Gi', storage: '10Gi' };
/** Every member that any of the projections reads, with something in it. */
const full = {
  metadata: {
    name: 'a',
    namespace: 'b',
    uid: 'c',
    generation: 3,
    creationTimestamp: minutesAgo(60),
    deletionTimestamp: minutesAgo(1),
    labels: { app: 'a' },
    annotations: {
      'deployment.kubernetes.io/revision': '7',
      'volume.kubernetes.io/selected-node': 'n',
      'storageclass.kubernetes.io/is-default-class': 'true',
    },
    ownerReferences: [{ kind: 'Deployment', name: 'o', uid: 'u', controller: true }],
  },
  spec: {
    ...{
      replicas: 3,
      paused: true,
      template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
      suspend: true,
      schedule: '* * * * *',
    },
    ...{
      storageClassName: 's',
      volumeName: 'v',
      resources: { requests: amounts },
      minAvailable: '50%',
      maxUnavailable: 1,
      minReplicas: 2,
      maxReplicas: 9,
    },
    ...{
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 't' },
      group: 'g',
      version: 'v1',
      service: { namespace: 'n', name: 's' },
    },
    limits: [{ type: 'Container', min: amounts, max: amounts, default: amounts, defaultRequest: amounts }],
    ...{ secretName: 's', dnsNames: ['a', 'b'] },
  },
  status: {
    ...{
      replicas: 2,
      readyReplicas: 1,
      updatedReplicas: 2,
      availableReplicas: 1,
      observedGeneration: 2,
      conditions,
      currentRevision: 'a',
      updateRevision: 'b',
    },
    ...{ desiredNumberScheduled: 3, currentNumberScheduled: 2, numberReady: 1, updatedNumberScheduled: 2, numberAvailable: 1 },
    ...{ active: 1, succeeded: 2, failed: 3, lastScheduleTime: minutesAgo(9), lastSuccessfulTime: minutesAgo(8), phase: 'Pending' },
    ...{
      disruptionsAllowed: 1,
      expectedPods: 2,
      currentHealthy: 3,
      desiredHealthy: 4,
      currentReplicas: 5,
      desiredReplicas: 6,
      hard: amounts,
      used: amounts,
    },
    ...{ notAfter: minutesAgo(-9), renewalTime: minutesAgo(3), failedIssuanceAttempts: 2 },
  },
  ...{ revision: 4, data: { spec: { template } }, provisioner: 'p', volumeBindingMode: 'WaitForFirstConsumer' },
  webhooks: [
    {
      name: 'w',
      failurePolicy: 'Fail',
      clientConfig: { service: { namespace: 'n', name: 's', port: 8443 } },
      rules: [{ apiGroups: ['apps'], resources: ['deployments'] }],
    },
  ],
  ...{
    type: 'Warning',
    reason: 'r',
    message: 'm',
    count: 3,
    firstTimestamp: minutesAgo(9),
    lastTimestamp: minutesAgo(8),
    eventTime: minutesAgo(7),
  },
  ...{ involvedObject: { kind: 'Pod', namespace: 'n', name: 'p' }, source: { component: 'c' }, reportingComponent: 'r' },
  series: { count: 4, lastObservedTime: minutesAgo(2) },
};

test.each(projections.map((one) => [one.key, one] as const))('what a list gives of %s is enough', (_, one) => {
  const whole = one.projection.project(full);
  expect(one.projection.project(listed(full, one) as KubeObject)).toEqual(whole);
  fc.assert(
    fc.property(
      fc.subarray(Object.keys(full)),
      fc.subarray(Object.keys(full.status)),
      fc.subarray(Object.keys(full.spec)),
      (top, status, spec) => {
        const pick = (object: object, names: readonly string[]) =>
          Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
        const some = { ...pick(full, top), metadata: full.metadata, status: pick(full.status, status), spec: pick(full.spec, spec) };
        expect(one.projection.project(listed(some, one) as KubeObject)).toEqual(one.projection.project(some));
      },
    ),
    { numRuns: 20 },
  );
});
