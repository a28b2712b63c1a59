import { expect, it, test } from 'vitest';
import type { ControllerRef } from '../../../../electron/features/nodes/drain-pod.ts';
import { type OwnerAnswer, ownerAnswerOf } from '../../../../electron/features/nodes/owner-answer.ts';
import { type LeavingPod, planWorkloads } from '../../../../electron/features/nodes/plan-workloads.ts';
import type { EvictionOutlook } from '../../../../shared/drain.ts';
import { drainPod, type PodTraits } from './drain-objects.ts';

const goes: EvictionOutlook = { answer: 'goes', because: 'no-budget', budget: '' };
const waits: EvictionOutlook = { answer: 'waits', budget: 'web' };
const unknown: EvictionOutlook = { answer: 'unknown', budget: '', message: '' };

const leaving = (node: string, outlook: EvictionOutlook = goes, traits: PodTraits = {}): LeavingPod => ({
  node,
  pod: drainPod(traits),
  outlook,
});
const found = (ready: number, replicas = ready, controller: ControllerRef | null = null): OwnerAnswer => ({
  state: 'found',
  ready,
  replicas,
  controller,
});

it.each<[string, readonly LeavingPod[], OwnerAnswer, object]>([
  ['a single replica is down while it moves', [leaving('a')], found(1), { outlook: 'down', replicas: 1, leaving: 1 }],
  ['one of two on a chosen node: it stays up', [leaving('a')], found(2), { outlook: 'stays', leaving: 1 }],
  ['both on one node: down', [leaving('a'), leaving('a')], found(2), { outlook: 'down' }],
  ['on two nodes: down only if both are drained together', [leaving('a'), leaving('b')], found(2), { outlook: 'together', leaving: 2 }],
  ['a budget that holds one back keeps it up', [leaving('a'), leaving('a', waits)], found(2), { outlook: 'stays', leaving: 1 }],
  ['budgets that are unknown leave it unknown', [leaving('a'), leaving('a', unknown)], found(2), { outlook: 'unknown' }],
  ['but not when enough others are Ready', [leaving('a', unknown)], found(3), { outlook: 'stays' }],
  ['a pod that is not Ready takes nothing away', [leaving('a', goes, { ready: false })], found(1, 2), { outlook: 'stays', leaving: 0 }],
  ['one without a Ready pod is down already', [leaving('a', goes, { ready: false })], found(0, 2), { outlook: 'down', ready: 0 }],
  [
    'a pod that is being deleted counts no more',
    [leaving('a', goes, { deletionTimestamp: '2026-11-25T12:00:00Z' })],
    found(1),
    { outlook: 'stays' },
  ],
  [
    'one that may not be read is unknown, with null for what it has',
    [leaving('a')],
    { state: 'unreadable', error: { kind: 'internal', message: 'x' } },
    { outlook: 'unknown', replicas: null, ready: null },
  ],
])('%s', (_, pods, answer, workload) => {
  expect(planWorkloads(pods, () => answer)).toMatchObject([{ kind: 'ReplicaSet', namespace: 'shop', name: 'web-1', ...workload }]);
});

test('pods of ReplicaSets are those of their Deployment: a rollout keeps it up', () => {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd' };
  const owners = (_namespace: string, { kind }: ControllerRef) => (kind === 'Deployment' ? found(2) : found(1, 1, deployment));
  const pods = [
    leaving('a', goes, { controller: 'apps/v1 ReplicaSet web-1' }),
    leaving('b', goes, { name: 'x', controller: 'apps/v1 ReplicaSet web-2' }),
  ];
  expect(planWorkloads(pods.slice(0, 1), owners)).toMatchObject([{ kind: 'Deployment', name: 'web', outlook: 'stays', leaving: 1 }]);
  expect(planWorkloads(pods, owners)).toMatchObject([{ kind: 'Deployment', name: 'web', outlook: 'together', leaving: 2 }]);
  expect(planWorkloads(pods, owners)[0]?.pods).toEqual(['uid-web-1-a', 'uid-x']);
});

test('a ReplicaSet of a controller that is not ours to read stands for itself', () => {
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web', uid: 'r' };
  const owners = (_namespace: string, { kind }: ControllerRef): OwnerAnswer =>
    kind === 'Rollout' ? { state: 'not-asked' } : found(1, 1, rollout);
  expect(planWorkloads([leaving('a')], owners)).toMatchObject([{ kind: 'ReplicaSet', name: 'web-1', outlook: 'down' }]);
});

test('a workload of the same name that is not the controller of the pod is none of it', () => {
  const ref = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'old' };
  expect(ownerAnswerOf({ metadata: { uid: 'new' }, spec: { replicas: 3 } }, ref)).toEqual({ state: 'gone' });
  expect(ownerAnswerOf({ metadata: { uid: 'old' }, spec: {} }, ref)).toMatchObject({ state: 'found', replicas: 1, ready: 0 });
});

test('the worst come first', () => {
  const pods = ['calm', 'lost', 'single'].map((name) => leaving('a', goes, { name, controller: `apps/v1 StatefulSet ${name}` }));
  const answers: Readonly<Record<string, OwnerAnswer>> = {
    calm: found(9),
    lost: { state: 'unreadable', error: { kind: 'internal', message: 'x' } },
    single: found(1),
  };
  const planned = planWorkloads(pods, (_namespace, { name }) => answers[name] ?? { state: 'gone' });
  expect(planned.map(({ name }) => name)).toEqual(['single', 'lost', 'calm']);
});
