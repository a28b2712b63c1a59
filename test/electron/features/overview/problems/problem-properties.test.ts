import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planChanges } from '../../../../../electron/features/overview/problems/changes/plan-changes.ts';
import { planProblems } from '../../../../../electron/features/overview/problems/plan-problems.ts';
import { podDetails } from '../../../../../electron/features/overview/problems/pod-details.ts';
import { problemKinds } from '../../../../../electron/features/overview/problems/problem-kinds.ts';
import type { KubeObject } from '../../../../../electron/kube/projection.ts';
import { compareProblems, mostFolded, type Problem, problemCauses } from '../../../../../shared/problem.ts';
import { factsOfObjects, minutesAgo, now } from './facts-of-objects.ts';
import { imagePull, oomKilled, podOf, running, unscheduled, waiting } from './objects.ts';

const kinds = [
  'Pod',
  'Node',
  'Event',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ControllerRevision',
  'Job',
  'CronJob',
  'PersistentVolumeClaim',
  'StorageClass',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ResourceQuota',
  'LimitRange',
  'APIService',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'Certificate',
];
/** Members that the projections read, so that arbitrary JSON reaches their inner branches. */
const names = [
  'metadata',
  'spec',
  'status',
  'name',
  'namespace',
  'conditions',
  'type',
  'reason',
  'message',
  'lastTransitionTime',
  'ownerReferences',
  'controller',
  'kind',
  'annotations',
  'template',
  'containers',
  'image',
  'args',
  'replicas',
  'readyReplicas',
  'updatedReplicas',
  'observedGeneration',
  'hard',
  'used',
  'limits',
  'default',
  'min',
  'webhooks',
  'clientConfig',
  'service',
  'rules',
  'resources',
  'involvedObject',
  'lastTimestamp',
  'series',
  'phase',
  'containerStatuses',
  'state',
  'waiting',
  'terminated',
  'lastState',
  'notAfter',
  'renewalTime',
  'scaleTargetRef',
  'deletionTimestamp',
  'creationTimestamp',
  'taints',
  'data',
  'managedFields',
];
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    1,
    -1,
    'True',
    'False',
    'Ready',
    'Progressing',
    'ProgressDeadlineExceeded',
    'Failed',
    'Pending',
    'Lost',
    'Deployment',
    'cpu',
    '10',
    '9500m',
    minutesAgo(10),
    minutesAgo(600),
    'CrashLoopBackOff',
    '__proto__',
  ),
  fc.string(),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, leaf, fc.array(tie('json'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 8 }),
}));
const object = fc.record({
  kind: fc.constantFrom(...kinds),
  metadata: json,
  spec: json,
  status: json,
  webhooks: json,
  involvedObject: fc.constant({}),
  type: json,
  reason: json,
  message: json,
});

test('whatever a server sends, there is a plan, its problems are plain data, and each has an id of its own', () => {
  fc.assert(
    fc.property(fc.array(object, { maxLength: 12 }), (objects) => {
      const facts = factsOfObjects(objects);
      const { problems } = planProblems(facts);
      expect(JSON.parse(JSON.stringify(problems))).toEqual(problems);
      for (const { cause, affected, total } of problems) {
        expect(problemCauses).toContain(cause);
        expect(total === null || affected <= total).toBe(true);
      }
      planChanges(facts);
    }),
  );
});

test('projections and details are total', () => {
  fc.assert(
    fc.property(json, (value) => {
      podDetails(value);
      for (const { query } of problemKinds) query.projection?.project(value as KubeObject);
    }),
  );
});

const status = fc.constantFrom(
  running,
  oomKilled,
  imagePull('x: not found'),
  waiting('CreateContainerConfigError', 'm'),
  unscheduled('0/1 nodes are available: 1 Too many pods.'),
);
const pods = fc.array(fc.record({ app: fc.constantFrom('a', 'b', 'c'), status }), { maxLength: 120 });

test('folding keeps counts: every pod with trouble is in one problem, and totals are those of the workload', () => {
  fc.assert(
    fc.property(pods, (made) => {
      const objects = made.map((pod, index) => podOf(pod.app, String(index), pod.status));
      const { problems } = planProblems(factsOfObjects(objects));
      expect(problems.reduce((sum, { affected }) => sum + affected, 0)).toBe(made.filter((pod) => pod.status !== running).length);
      for (const problem of problems) {
        expect(problem.total).toBe(made.filter(({ app }) => app === problem.object.name).length);
        expect(problem.pods.length).toBe(Math.min(problem.affected, mostFolded));
      }
      expect(new Set(problems.map(({ id }) => id)).size).toBe(problems.length);
    }),
  );
});

test('the order of pods changes nothing', () => {
  fc.assert(
    fc.property(
      pods.chain((made) =>
        fc.tuple(
          fc.constant(made),
          fc.shuffledSubarray(
            made.map((_, index) => index),
            { minLength: made.length },
          ),
        ),
      ),
      ([made, order]) => {
        const objects = made.map((pod, index) => podOf(pod.app, String(index), pod.status));
        const again = order.flatMap((index) => objects[index] ?? []);
        expect(planProblems(factsOfObjects(again)).problems).toEqual(planProblems(factsOfObjects(objects)).problems);
      },
    ),
  );
});

const problem = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  severity: fc.constantFrom('broken', 'attention', 'unknown'),
  affected: fc.nat(3),
  since: fc.option(fc.constantFrom(now, now - 1), { nil: null }),
  expected: fc.constantFrom(null, 'drain'),
}) as unknown as fc.Arbitrary<Problem>;

test('ranking is a total order', () => {
  fc.assert(
    fc.property(problem, problem, problem, (a, b, c) => {
      const sign = (x: Problem, y: Problem) => Math.sign(compareProblems(x, y));
      expect(sign(a, b) + sign(b, a)).toBe(0);
      if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      expect(compareProblems(a, a)).toBe(0);
    }),
  );
});
