import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schedulerFacts } from '../../../../../electron/features/overview/problems/rules/scheduler-facts.ts';

/* Messages of kube-scheduler 1.36: FitError.Error of pkg/scheduler/framework/types.go with the reasons of its plugins. */
const vectors: readonly (readonly [message: string, facts: object])[] = [
  [
    '0/4 nodes are available: 1 Insufficient memory, 1 Too many pods, 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
    { nodes: 4, insufficientMemory: 1, tooManyPods: 1, taints: 1, insufficientCpu: 3 },
  ],
  [
    '0/3 nodes are available: 3 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    { nodes: 3, insufficientMemory: 3 },
  ],
  [
    '0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient nvidia.com/gpu.',
    { nodes: 3, insufficientCpu: 1, insufficientOther: 2, resource: 'nvidia.com/gpu' },
  ],
  ['0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found', { nodes: 3, volumes: 3 }],
  [
    '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    { nodes: 3, volumes: 3 },
  ],
  [
    "0/4 nodes are available: 3 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s).",
    { nodes: 4, nodeAffinity: 3, taints: 1 },
  ],
  [
    "0/4 nodes are available: 2 node(s) didn't match pod anti-affinity rules, 2 node(s) didn't match pod topology spread constraints.",
    { nodes: 4, podAffinity: 2, spread: 2 },
  ],
  ['0/2 nodes are available: 1 node(s) had volume node affinity conflict, 1 node(s) exceed max volume count.', { nodes: 2, volumes: 2 }],
  ["0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.", { nodes: 2, ports: 2 }],
  ['0/2 nodes are available: 2 Too many pods.', { nodes: 2, tooManyPods: 2 }],
  ['0/1 nodes are available: 1 a reason of a plugin of somebody.', { nodes: 1, other: 1 }],
  ['no nodes available to schedule pods', {}],
  ['', {}],
];

test.each(vectors)('%s', (message, facts) => {
  expect(schedulerFacts(message)).toEqual(facts);
});

test('whatever is said, counts are whole numbers', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `0/7 nodes are available: ${text}`),
      ),
      (message) => {
        for (const value of Object.values(schedulerFacts(message)))
          expect(typeof value === 'string' || Number.isSafeInteger(value) || value > 0).toBe(true);
      },
    ),
  );
});
