import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DrainPod } from '../../../../electron/features/nodes/drain-pod.ts';
import type { OwnerAnswer } from '../../../../electron/features/nodes/owner-answer.ts';
import { type BudgetsAnswer, type DrainFacts, planDrain } from '../../../../electron/features/nodes/plan-drain.ts';
import type { DrainNote, DrainOptions } from '../../../../shared/drain.ts';
import { budget, drainPod, onlyAgent, options, type PodTraits } from './drain-objects.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const healthy: OwnerAnswer = { state: 'found', replicas: 9, ready: 9, controller: null };

interface Circumstances {
  readonly budgets?: BudgetsAnswer;
  readonly owner?: OwnerAnswer;
}

function factsOf(
  nodes: Readonly<Record<string, readonly DrainPod[]>>,
  { budgets = { ok: true, budgets: [] }, owner = healthy }: Circumstances = {},
): DrainFacts {
  return {
    nodes: Object.entries(nodes).map(([name, pods]) => ({ name, unschedulable: false, zone: '', pool: '', pods })),
    daemonSets: onlyAgent,
    budgets: () => budgets,
    owners: () => owner,
  };
}

function plan(
  nodes: Readonly<Record<string, readonly DrainPod[]>>,
  changes: Partial<DrainOptions> = {},
  circumstances: Circumstances = {},
) {
  return planDrain(factsOf(nodes, circumstances), options(changes), now);
}

const web = drainPod({ name: 'web' });
const bare = drainPod({ name: 'bare', controller: null });
const other = drainPod({ name: 'other', controller: null });
const scratch = drainPod({
  name: 'scratch',
  emptyDirs: [
    { name: 'data', emptyDir: {} },
    { name: 'shm', emptyDir: { medium: 'Memory' } },
  ],
});
const agent = drainPod({ name: 'agent-x', controller: 'apps/v1 DaemonSet agent' });

test('one pod refuses its node, and the text is that of kubectl, groups of pods in brackets', () => {
  const { nodes, kubectl } = plan({ a: [web, bare, scratch, other], b: [web] });
  expect(nodes.map(({ name, refused }) => [name, refused])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(kubectl.stderr).toBe(
    'error: unable to drain node "a" due to error: [cannot delete Pods that declare no controller (use --force to override): shop/bare, shop/other, ' +
      'cannot delete Pods with local storage (use --delete-emptydir-data to override): shop/scratch], continuing command...\n' +
      'There are pending nodes to be drained:\n a\n' +
      'cannot delete Pods that declare no controller (use --force to override): shop/bare, shop/other\n' +
      'cannot delete Pods with local storage (use --delete-emptydir-data to override): shop/scratch\n',
  );
});

test('two refused nodes are said together at the end', () => {
  const { kubectl } = plan({ a: [bare, scratch], b: [web], c: [other] });
  expect(kubectl.stderr.split('\n').slice(2)).toEqual([
    'There are pending nodes to be drained:',
    ' a',
    ' c',
    '[cannot delete Pods that declare no controller (use --force to override): shop/bare, ' +
      'cannot delete Pods with local storage (use --delete-emptydir-data to override): shop/scratch]',
    'cannot delete Pods that declare no controller (use --force to override): shop/other',
    '',
  ]);
});

test('warnings are one line a node, and a refused node says none', () => {
  const { kubectl } = plan({ a: [bare, agent], b: [scratch, bare] }, { force: true, ignoreDaemonSets: true });
  expect(kubectl.stderr.split('\n')[0]).toBe(
    'Warning: deleting Pods that declare no controller: shop/bare; ignoring DaemonSet-managed Pods: shop/agent-x',
  );
  expect(kubectl.stderr.split('\n')[1]).toMatch(/^error: unable to drain node "b"/);
  expect(plan({ a: [web] }).kubectl.stderr).toBe('');
});

test('budgets are reckoned over all nodes, in their order, also past a pod that refuses', () => {
  const on = (name: string) => drainPod({ name });
  const { nodes, budgets } = plan(
    { a: [bare, on('p1')], b: [on('p2')], c: [on('p3')] },
    {},
    { budgets: { ok: true, budgets: [budget('web', { desired: 2, healthy: 4 })] } },
  );
  expect(nodes.flatMap(({ pods }) => pods.map(({ name, eviction }) => [name, eviction.answer]))).toEqual([
    ['bare', 'not-asked'],
    ['p1', 'goes'],
    ['p2', 'goes'],
    ['p3', 'waits'],
  ]);
  expect(budgets).toMatchObject([{ name: 'web', allowed: 2, goesNow: ['p1', 'p2'], waits: ['p3'] }]);
});

test('without evictions every pod goes past its budget', () => {
  const { nodes, budgets } = plan(
    { a: [web] },
    { disableEviction: true },
    { budgets: { ok: true, budgets: [budget('web', { desired: 9, healthy: 1 })] } },
  );
  expect(nodes[0]?.pods[0]?.eviction).toEqual({ answer: 'goes', because: 'deleted', budget: '' });
  expect(budgets).toEqual([]);
});

test('what could not be read is named once, and nothing depends on it silently', () => {
  const error = { kind: 'status', code: 403, reason: 'Forbidden', message: 'no', causes: [], retryAfterSeconds: null } as const;
  const { nodes, gaps, workloads } = plan(
    { a: [web, drainPod({ name: 'web-2' })] },
    {},
    { budgets: { ok: false, error }, owner: { state: 'unreadable', error } },
  );
  expect(nodes[0]?.pods.map(({ eviction }) => eviction.answer)).toEqual(['unknown', 'unknown']);
  expect(workloads).toMatchObject([{ outlook: 'unknown' }]);
  expect(gaps).toEqual([
    { what: 'budgets', namespace: 'shop', name: '', error },
    { what: 'workload', namespace: 'shop', name: 'ReplicaSet/web-1', error },
  ]);
});

test('grace is that of the options, else of the pod; what is asked for is in words', () => {
  expect(plan({ a: [web] }).nodes[0]?.pods[0]?.graceSeconds).toBe(30);
  const zero = plan({ a: [web], b: [] }, { gracePeriodSeconds: 0 });
  expect(zero.nodes[0]?.pods[0]?.graceSeconds).toBe(0);
  expect(zero.kubectl.words).toEqual(['drain', 'a', 'b', '--grace-period=0']);
});

const notesOf = (
  traits: PodTraits,
  changes: Partial<DrainOptions> = { force: true, ignoreDaemonSets: true },
  owner: OwnerAnswer = healthy,
) => plan({ a: [drainPod(traits)] }, changes, { owner }).nodes[0]?.pods[0]?.notes;

test.each<[string, readonly DrainNote[] | undefined, readonly DrainNote[]]>([
  ['a pod of a ReplicaSet', notesOf({}), []],
  ['a bare pod is gone for good', notesOf({ controller: null }), [{ note: 'nothing-restarts', why: 'no-controller' }]],
  ['also while it refuses', notesOf({ controller: null }, {}), [{ note: 'nothing-restarts', why: 'no-controller' }]],
  ['an orphan of a ReplicaSet as well', notesOf({}, {}, { state: 'gone' }), [{ note: 'nothing-restarts', why: 'controller-gone' }]],
  ['and of a DaemonSet', notesOf({ controller: 'apps/v1 DaemonSet lost' }), [{ note: 'nothing-restarts', why: 'controller-gone' }]],
  ['a finished one loses nothing', notesOf({ controller: null, phase: 'Succeeded', emptyDirs: [{ name: 'd', emptyDir: {} }] }), []],
  ['a Job starts over', notesOf({ controller: 'batch/v1 Job load' }), [{ note: 'starts-over', job: 'load' }]],
  ['a mirror pod stays', notesOf({ annotations: { 'kubernetes.io/config.mirror': 'x' }, controller: 'v1 Node a' }), [{ note: 'static' }]],
  [
    'a pod of a DaemonSet that stays says nothing',
    notesOf({ controller: 'apps/v1 DaemonSet agent', emptyDirs: [{ name: 'd', emptyDir: {} }] }),
    [],
  ],
  [
    'Karpenter is asked to leave it',
    notesOf({ annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }),
    [{ note: 'do-not-disrupt', annotation: 'karpenter.sh/do-not-disrupt', value: 'true' }],
  ],
  ['not any more', notesOf({ annotations: { 'karpenter.sh/do-not-disrupt': 'false' } }), []],
  [
    'cluster-autoscaler is',
    notesOf({ annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } }),
    [{ note: 'do-not-disrupt', annotation: 'cluster-autoscaler.kubernetes.io/safe-to-evict', value: 'false' }],
  ],
  ['the opposite', notesOf({ annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } }), []],
  [
    'finalizers hold a deletion that is overdue',
    notesOf({ finalizers: ['example.com/wait'], deletionTimestamp: '2026-11-25T11:00:00Z' }),
    [
      { note: 'terminating', dueAt: Date.parse('2026-11-25T11:00:00Z') },
      { note: 'finalizers', names: ['example.com/wait'] },
    ],
  ],
])('%s', (_, notes, expected) => {
  expect(notes).toEqual(expected);
});

test('emptyDir volumes that are lost are named, those in memory apart', () => {
  const pods = plan({ a: [scratch] }, { deleteEmptyDirData: true }).nodes[0]?.pods;
  expect(pods?.[0]?.notes).toEqual([{ note: 'loses-data', volumes: ['data'], inMemory: ['shm'] }]);
});

const anyPod = fc.record({
  controller: fc.constantFrom(null, 'apps/v1 ReplicaSet web-1', 'apps/v1 DaemonSet agent', 'apps/v1 DaemonSet gone', 'batch/v1 Job j'),
  phase: fc.constantFrom('Pending', 'Running', 'Succeeded'),
  ready: fc.boolean(),
  emptyDirs: fc.constantFrom([], [{ name: 'd', emptyDir: {} }]),
});
const anyNodes = fc
  .array(fc.array(anyPod, { maxLength: 8 }), { minLength: 1, maxLength: 4 })
  .map((nodes) =>
    Object.fromEntries(
      nodes.map((pods, node) => [`n${node}`, pods.map((traits, index) => drainPod({ ...traits, name: `p${node}-${index}` }))]),
    ),
  );
const anyOptions = fc.record({
  force: fc.boolean(),
  ignoreDaemonSets: fc.boolean(),
  deleteEmptyDirData: fc.boolean(),
  disableEviction: fc.boolean(),
});

test('each pod of each node is in the plan once, in its place, and only those removed are asked for', () => {
  fc.assert(
    fc.property(anyNodes, anyOptions, (nodes, some) => {
      const planned = plan(nodes, some, { budgets: { ok: true, budgets: [budget('web', { desired: 1, healthy: 3 })] } });
      expect(planned.nodes.map(({ pods }) => pods.map(({ name }) => name))).toEqual(
        Object.values(nodes).map((pods) => pods.map(({ name }) => name)),
      );
      for (const { pods, refused } of planned.nodes) {
        expect(refused).toBe(pods.some(({ verdict }) => verdict.status === 'error'));
        for (const { verdict, eviction } of pods) expect(eviction.answer === 'not-asked').toBe(!verdict.removes);
      }
    }),
  );
});

test('the text names every pod that refuses or is warned of, and no other', () => {
  fc.assert(
    fc.property(anyNodes, anyOptions, (nodes, some) => {
      const { nodes: planned, kubectl } = plan(nodes, some);
      for (const { pods, refused } of planned)
        for (const { name, verdict } of pods)
          expect(new RegExp(`shop/${name}\\b`).test(kubectl.stderr)).toBe(verdict.status === (refused ? 'error' : 'warning'));
    }),
  );
});
