import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { DisruptionBudget } from '../../../../electron/features/nodes/disruption-budget.ts';
import type { DrainPod } from '../../../../electron/features/nodes/drain-pod.ts';
import { planEvictions } from '../../../../electron/features/nodes/plan-evictions.ts';
import type { EvictionOutlook } from '../../../../shared/drain.ts';
import { budget, drainPod, type PodTraits } from './drain-objects.ts';

const plan = (pods: readonly DrainPod[], budgets: readonly DisruptionBudget[] | 'unknown') => planEvictions(pods, () => budgets);
const webPods = (count: number, traits: PodTraits = {}) =>
  Array.from({ length: count }, (_, index) => drainPod({ ...traits, name: `web-${index}` }));
const answersOf = (pods: readonly DrainPod[], budgets: readonly DisruptionBudget[] | 'unknown') => {
  const { outlooks } = plan(pods, budgets);
  return pods.map((pod) => outlooks.get(pod)?.answer);
};

test('five pods under a budget of one: one goes, four wait for it, and the budget says who', () => {
  const pods = webPods(5);
  const { outlooks, budgets } = plan(pods, [budget('web', { desired: 4, healthy: 5 })]);
  expect(pods.map((pod) => outlooks.get(pod)?.answer)).toEqual(['goes', 'waits', 'waits', 'waits', 'waits']);
  expect(budgets).toMatchObject([
    { name: 'web', allowed: 1, goesNow: ['web-0'], waits: ['web-1', 'web-2', 'web-3', 'web-4'], blocked: [] },
  ]);
});

test('a budget that allows none blocks all of them, with the text that the server gives and kubectl hides', () => {
  const pods = webPods(2);
  const { outlooks, budgets } = plan(pods, [budget('web', { desired: 2, healthy: 2, expected: 3 })]);
  const message = 'The disruption budget web needs 2 healthy pods and has 2 currently';
  const blocked: EvictionOutlook = { answer: 'blocked', code: 429, budget: 'web', forever: false, message };
  expect(pods.map((pod) => outlooks.get(pod))).toEqual([blocked, blocked]);
  expect(budgets).toMatchObject([{ allowed: 0, blocked: ['web-0', 'web-1'] }]);
});

it.each<[string, DisruptionBudget, PodTraits, Partial<EvictionOutlook>]>([
  [
    'needs as many as it will ever have: waiting is for ever',
    budget('web', { desired: 3, healthy: 3 }),
    {},
    { answer: 'blocked', forever: true },
  ],
  [
    'a sync that failed blocks, and its numbers say nothing of for ever',
    budget(
      'web',
      { desired: 0, healthy: 0 },
      {
        status: {
          conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'found no controllers for pod "x"' }],
        },
      },
    ),
    {},
    {
      answer: 'blocked',
      forever: false,
      message: 'The disruption budget web does not allow evicting pods currently because it failed sync: found no controllers for pod "x"',
    },
  ],
  [
    'a condition explains a refusal that the numbers do not',
    budget(
      'web',
      { desired: 1, healthy: 2, expected: 4 },
      { status: { disruptionsAllowed: 0, conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'Other', message: 'why' }] } },
    ),
    {},
    { answer: 'blocked', message: 'The disruption budget web does not allow evicting pods currently (Other): why' },
  ],
  [
    'nothing explains it',
    budget('web', { desired: 1, healthy: 2, expected: 4 }, { status: { disruptionsAllowed: 0 } }),
    {},
    { answer: 'blocked', message: 'The disruption budget web does not allow evicting pods currently' },
  ],
  [
    'a negative allowance is a 403',
    budget('web', { desired: 1, healthy: 2 }, { status: { disruptionsAllowed: -1 } }),
    {},
    { answer: 'blocked', code: 403 },
  ],
  [
    'too many evictions that the controller has not seen are a 403',
    budget(
      'web',
      { desired: 1, healthy: 3000 },
      { status: { disruptedPods: Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`p${index}`, ''])) } },
    ),
    {},
    { answer: 'blocked', code: 403 },
  ],
  [
    'a change the server has not taken up: unknown, whatever the numbers',
    budget('web', { desired: 1, healthy: 9 }, { generation: 2 }),
    {},
    { answer: 'unknown', budget: 'web' },
  ],
  [
    'unready under a budget that holds: goes without it',
    budget('web', { desired: 2, healthy: 2 }),
    { ready: false },
    { answer: 'goes', because: 'unready' },
  ],
  [
    'unready under a budget that does not hold: blocked',
    budget('web', { desired: 2, healthy: 1 }),
    { ready: false },
    { answer: 'blocked' },
  ],
  [
    'unready, a budget that needs none: counted like others',
    budget('web', { desired: 0, healthy: 3 }),
    { ready: false },
    { answer: 'goes', because: 'budget' },
  ],
  [
    'unready under AlwaysAllow',
    budget('web', { desired: 2, healthy: 0 }, { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
    { ready: false },
    { answer: 'goes', because: 'unready' },
  ],
  [
    'AlwaysAllow goes before a stale status',
    budget('web', { desired: 2, healthy: 0 }, { generation: 2, spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
    { ready: false },
    { answer: 'goes' },
  ],
  [
    'ready under AlwaysAllow: the budget counts',
    budget('web', { desired: 2, healthy: 2 }, { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
    {},
    { answer: 'blocked' },
  ],
  [
    'Pending: no budget is asked',
    budget('web', { desired: 2, healthy: 2 }),
    { phase: 'Pending', ready: false },
    { answer: 'goes', because: 'finished' },
  ],
  [
    'finished: none either',
    budget('web', { desired: 2, healthy: 2 }),
    { phase: 'Failed', ready: false },
    { answer: 'goes', because: 'finished' },
  ],
  [
    'being deleted: none either',
    budget('web', { desired: 2, healthy: 2 }),
    { deletionTimestamp: '2026-11-25T12:00:00Z' },
    { answer: 'goes', because: 'finished' },
  ],
  [
    'an empty selector is everything',
    budget('all', { desired: 2, healthy: 2 }, { spec: { selector: {} } }),
    { labels: {} },
    { answer: 'blocked', budget: 'all' },
  ],
  [
    'no selector is nothing',
    budget('none', { desired: 2, healthy: 2 }, { spec: { selector: null } }),
    {},
    { answer: 'goes', because: 'no-budget' },
  ],
])('%s', (_, one, traits, outlook) => {
  const pod = drainPod(traits);
  expect(plan([pod], [one]).outlooks.get(pod)).toMatchObject(outlook);
});

test('a budget that was never counted, because its sync fails, is blocked and not unknown, with the reason beside the words of the server', () => {
  const conditions = [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'found no controllers for pod "x"' }];
  const pod = drainPod();
  const never = budget('web', { desired: 0, healthy: 0 }, { status: { observedGeneration: 0, conditions } });
  const { outlooks, budgets } = plan([pod], [never]);
  const message = 'The disruption budget web is still being processed by the server.';
  expect(outlooks.get(pod)).toEqual({ answer: 'blocked', code: 429, budget: 'web', forever: false, message });
  expect(budgets).toMatchObject([{ allowed: 0, syncFailure: 'found no controllers for pod "x"', blocked: ['web-1-a'] }]);
});

test('two budgets on a pod: the API refuses it for ever with 500, and takes nothing from either', () => {
  const both = drainPod({ name: 'both', labels: { app: 'web', tier: 'front' } });
  const one = drainPod({ name: 'one' });
  const budgets = [
    budget('web', { desired: 1, healthy: 2 }),
    budget('front', { desired: 0, healthy: 9 }, { spec: { selector: { matchLabels: { tier: 'front' } } } }),
  ];
  const { outlooks, budgets: planned } = plan([both, one], budgets);
  expect(outlooks.get(both)).toMatchObject({ answer: 'two-budgets', code: 500, budgets: ['web', 'front'] });
  expect(outlooks.get(one)).toMatchObject({ answer: 'goes', because: 'budget' });
  expect(planned).toMatchObject([
    { name: 'web', goesNow: ['one'], blocked: ['both'] },
    { name: 'front', blocked: ['both'] },
  ]);
});

test('budgets that could not be read are unknown, but for pods that no budget is asked for', () => {
  const pods = [drainPod({ name: 'a' }), drainPod({ name: 'b', phase: 'Succeeded' })];
  expect(answersOf(pods, 'unknown')).toEqual(['unknown', 'goes']);
});

const anyPod = fc.record({
  app: fc.constantFrom('web', 'api', 'both', 'none'),
  ready: fc.boolean(),
  phase: fc.constantFrom('Pending', 'Running', 'Running', 'Running', 'Failed'),
});
const anyPods = fc
  .array(anyPod, { maxLength: 30 })
  .map((list) => list.map(({ app, ...traits }, index) => drainPod({ ...traits, name: `p${index}`, labels: { app } })));
const over = (...apps: string[]) => ({ selector: { matchExpressions: [{ key: 'app', operator: 'In', values: apps }] } });
const anyBudget = (name: string) =>
  fc
    .record({
      desired: fc.integer({ min: 0, max: 6 }),
      healthy: fc.integer({ min: 0, max: 12 }),
      policy: fc.constantFrom('IfHealthyBudget', 'AlwaysAllow'),
      generation: fc.constantFrom(1, 1, 1, 2),
    })
    .map(({ policy, generation, ...numbers }) =>
      budget(name, numbers, { generation, spec: { ...over(name, 'both'), unhealthyPodEvictionPolicy: policy } }),
    );
const anyBudgets = fc.tuple(anyBudget('web'), anyBudget('api'));

test('no budget lets more pods go by itself than it allows, and gives all it has before anyone waits', () => {
  fc.assert(
    fc.property(anyPods, anyBudgets, (pods, budgets) => {
      const { outlooks } = plan(pods, budgets);
      for (const { name, disruptionsAllowed } of budgets) {
        const own = [...outlooks.values()].filter((outlook) => 'budget' in outlook && outlook.budget === name);
        const taken = own.filter((outlook) => outlook.answer === 'goes' && outlook.because === 'budget').length;
        expect(taken).toBeLessThanOrEqual(disruptionsAllowed);
        if (own.some(({ answer }) => answer === 'waits')) expect(taken).toBe(disruptionsAllowed);
      }
    }),
  );
});

test('a pod waits only if it would go were it alone, and every other answer is that of the pod alone', () => {
  fc.assert(
    fc.property(anyPods, anyBudgets, (pods, budgets) => {
      const { outlooks } = plan(pods, budgets);
      for (const pod of pods) {
        const alone = plan([pod], budgets).outlooks.get(pod);
        const outlook = outlooks.get(pod);
        if (outlook?.answer === 'waits') expect(alone).toMatchObject({ answer: 'goes', because: 'budget', budget: outlook.budget });
        else expect(outlook).toEqual(alone);
      }
    }),
  );
});

test('how many go does not depend on the order', () => {
  fc.assert(
    fc.property(anyPods, anyBudgets, fc.infiniteStream(fc.integer()), (pods, budgets, keys) => {
      const key = new Map(pods.map((pod) => [pod, keys.next().value ?? 0]));
      const shuffled = [...pods].sort((a, b) => (key.get(a) ?? 0) - (key.get(b) ?? 0));
      const count = (order: readonly DrainPod[]) => answersOf(order, budgets).filter((answer) => answer === 'goes').length;
      expect(count(shuffled)).toBe(count(pods));
    }),
  );
});

test('each budget names each of its pods once', () => {
  fc.assert(
    fc.property(anyPods, anyBudgets, (pods, budgets) => {
      const { outlooks, budgets: planned } = plan(pods, budgets);
      for (const { name, goesNow, waits, blocked } of planned) {
        const named = [...goesNow, ...waits, ...blocked];
        expect(new Set(named).size).toBe(named.length);
        const asked = pods.filter((pod) => {
          const outlook = outlooks.get(pod);
          if (outlook?.answer === 'two-budgets') return outlook.budgets.includes(name);
          return outlook !== undefined && 'budget' in outlook && outlook.budget === name && outlook.answer !== 'unknown';
        });
        expect([...named].sort()).toEqual(asked.map((pod) => pod.name).sort());
      }
    }),
  );
});
