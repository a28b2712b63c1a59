import { describe, expect, it } from 'vitest';
import { budgetWords, indexBudgets } from '../../../../renderer/features/drain/plan-budget-words.ts';
import { podWords } from '../../../../renderer/features/drain/plan-pod-words.ts';
import type { DrainBudget, DrainPodPlan, DrainWorkload, EvictionOutlook } from '../../../../shared/drain.ts';
import { inEnglish } from './english.ts';
import { answered, barePod, budgetOf, daemonPod, podPlan, workloadOf } from './plan-objects.ts';

const budget = (pod: DrainPodPlan, budgets: readonly DrainBudget[] = []) => {
  const { words, tone } = budgetWords(pod, indexBudgets({ budgets }));
  return `${inEnglish(words)} (${tone})`;
};
const refusal = (changes: Partial<EvictionOutlook & { answer: 'blocked' }> = {}): EvictionOutlook => ({
  answer: 'blocked',
  code: 429,
  budget: 'web',
  forever: false,
  message: 'server says',
  ...changes,
});

describe('what a budget says, in words', () => {
  const full = budgetOf('web', { currentHealthy: 2, allowed: 0 });
  it.each<[string, DrainPodPlan, readonly DrainBudget[], string]>([
    ['no budget', podPlan('a'), [], 'no budget (faint)'],
    ['one that holds', answered('a', { answer: 'goes', because: 'budget', budget: 'web' }), [budgetOf('web')], 'needs 2, has 3 (plain)'],
    ['one that must wait', answered('a', { answer: 'waits', budget: 'web' }), [budgetOf('web')], 'needs 2, has 3 (plain)'],
    ['one that is full', answered('a', refusal()), [full], 'needs 2, has 2, blocked (broken)'],
    [
      'one that needs all its pods',
      answered('a', refusal({ forever: true })),
      [budgetOf('web', { desiredHealthy: 3, allowed: 0 })],
      'needs all 3, blocked (broken)',
    ],
    [
      'one with more than it needs that allows none',
      answered('a', refusal()),
      [budgetOf('web', { allowed: 0 })],
      'needs 2, has 3, allows 0 (broken)',
    ],
    [
      'one that cannot be counted',
      answered('a', refusal()),
      [budgetOf('web', { syncFailure: 'no scale' })],
      'cannot count its pods (broken)',
    ],
    ['one in no state for it', answered('a', refusal({ code: 403 })), [budgetOf('web')], 'refused by the server (broken)'],
    [
      'a pod that is not Ready',
      answered('a', { answer: 'goes', because: 'unready', budget: 'web' }),
      [budgetOf('web')],
      'needs 2, has 3 without it (plain)',
    ],
    ['a finished pod', answered('a', { answer: 'goes', because: 'finished', budget: '' }), [], 'none applies (faint)'],
    ['deletion', answered('a', { answer: 'goes', because: 'deleted', budget: '' }), [], 'passed over (attention)'],
    [
      'two budgets',
      answered('a', { answer: 'two-budgets', code: 500, budgets: ['x', 'y'], message: '' }),
      [],
      '2 budgets, blocked (broken)',
    ],
    [
      'budgets that could not be read',
      answered('a', { answer: 'unknown', budget: '', message: '' }),
      [],
      'unknown, not readable (unknown)',
    ],
    ['one that is being counted', answered('a', { answer: 'unknown', budget: 'web', message: '' }), [], 'unknown, being counted (unknown)'],
    ['a refused pod was not looked at: that is not "no budget"', barePod('a'), [], 'not looked at (faint)'],
    ['a pod that stays', daemonPod('a'), [], '— (faint)'],
  ])('%s', (_, pod, budgets, text) => {
    expect(budget(pod, budgets)).toBe(text);
  });

  it('looks for the budget in the namespace of the pod', () => {
    const pod = answered('a', { answer: 'goes', because: 'budget', budget: 'web' });
    const elsewhere = budgetOf('web', { namespace: 'other', desiredHealthy: 9 });
    expect(budget(pod, [elsewhere, budgetOf('web')])).toBe('needs 2, has 3 (plain)');
  });
});

describe('what is worth knowing of a pod', () => {
  const know = (
    pod: DrainPodPlan,
    around: { budgets?: readonly DrainBudget[]; workload?: DrainWorkload; ownGrace?: boolean; inRow?: boolean } = {},
  ) =>
    podWords(pod, {
      budgets: indexBudgets({ budgets: around.budgets ?? [] }),
      workload: around.workload,
      ownGrace: around.ownGrace ?? true,
      inRow: around.inRow ?? true,
    }).map(({ words }) => inEnglish(words));

  it.each<[string, DrainPodPlan, Parameters<typeof know>[1], readonly string[]]>([
    ['nothing of a pod that just goes', podPlan('a'), {}, []],
    ['a bare pod', barePod('a'), {}, ['Bare pod, not recreated']],
    [
      'whom a pod waits for',
      answered('b', { answer: 'waits', budget: 'web' }),
      { budgets: [budgetOf('web', { goesNow: ['a'] })] },
      ['After a'],
    ],
    [
      'in short where the two names begin alike',
      answered('search-7d9c5b8f6d-bbbbb', { answer: 'waits', budget: 'web' }),
      { budgets: [budgetOf('web', { goesNow: ['search-7d9c5b8f6d-aaaaa'] })] },
      ['After …-aaaaa'],
    ],
    [
      'cut where a row has no room for it',
      answered('b', { answer: 'waits', budget: 'web' }),
      { budgets: [budgetOf('web', { goesNow: ['checkout-reconciliation-worker-x8wkd'] })] },
      ['After checkout-re…-x8wkd'],
    ],
    [
      'and whole below the table',
      answered('b', { answer: 'waits', budget: 'web' }),
      { budgets: [budgetOf('web', { goesNow: ['checkout-reconciliation-worker-x8wkd'] })], inRow: false },
      ['After checkout-reconciliation-worker-x8wkd'],
    ],
    [
      'and how many more',
      answered('c', { answer: 'waits', budget: 'web' }),
      { budgets: [budgetOf('web', { goesNow: ['a', 'b', 'z'] })] },
      ['After a and 2 more'],
    ],
    [
      'that it waits for the controller where no pod goes before it',
      answered('c', { answer: 'waits', budget: 'web' }),
      { budgets: [budgetOf('web')] },
      ['When its budget is counted anew'],
    ],
    [
      'why a budget is full',
      answered('a', refusal()),
      { budgets: [budgetOf('web', { expectedPods: 4, currentHealthy: 2 })] },
      ['2 of 4 pods not healthy'],
    ],
    ['a budget that never lets one go', answered('a', refusal({ forever: true })), { budgets: [budgetOf('web')] }, ['Never lets one go']],
    [
      'the server’s words where there are no others',
      answered('a', refusal({ code: 403 })),
      { budgets: [budgetOf('web')] },
      ['server says'],
    ],
    [
      'emptyDir data that is lost, that in memory marked',
      podPlan('a', { notes: [{ note: 'loses-data', volumes: ['x', 'y'], inMemory: ['shm'] }] }),
      {},
      ['Loses emptyDir: x, y, shm (Memory)'],
    ],
    [
      'or that is why kubectl refuses',
      podPlan('a', {
        verdict: { status: 'error', removes: false, message: 'Pods with local storage (use --delete-emptydir-data to override)' },
        eviction: { answer: 'not-asked' },
        notes: [{ note: 'loses-data', volumes: ['x'], inMemory: [] }],
      }),
      {},
      ['Has emptyDir: x'],
    ],
    [
      'a DaemonSet pod that kubectl refuses',
      {
        ...daemonPod('a'),
        verdict: { status: 'error', removes: false, message: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' },
      },
      {},
      ['Its DaemonSet would put it back'],
    ],
    [
      'kubectl’s reason where it is not one we know',
      { ...daemonPod('a'), verdict: { status: 'error', removes: false, message: 'daemonsets.apps "x" is forbidden' } },
      {},
      ['daemonsets.apps "x" is forbidden'],
    ],
    ['a workload of one replica', podPlan('a'), { workload: workloadOf('web') }, ['Only replica, goes down']],
    ['a workload that loses all', podPlan('a'), { workload: workloadOf('web', { replicas: 2, ready: 2 }) }, ['All replicas, goes down']],
    ['one that is down already', podPlan('a'), { workload: workloadOf('web', { replicas: 2, ready: 0 }) }, ['web has no Ready pod now']],
    ['not of a workload that stays up', podPlan('a'), { workload: workloadOf('web', { outlook: 'stays' }) }, []],
    ['a long grace', podPlan('a', { graceSeconds: 90 }), {}, ['Grace 90 s']],
    ['but not where the option replaces it', podPlan('a', { graceSeconds: 90 }), { ownGrace: false }, []],
    ['a finished pod', podPlan('a', { phase: 'Succeeded' }), {}, ['Finished (Succeeded)']],
  ])('%s', (_, pod, around, texts) => {
    expect(know(pod, around)).toEqual(texts);
  });

  it('each note has words', () => {
    const pod = podPlan('a', {
      notes: [
        { note: 'static' },
        { note: 'nothing-restarts', why: 'controller-gone' },
        { note: 'starts-over', job: 'nightly' },
        { note: 'do-not-disrupt', annotation: 'karpenter.sh/do-not-disrupt', value: 'true' },
        { note: 'terminating', dueAt: 0 },
        { note: 'finalizers', names: ['a/b', 'c/d'] },
      ],
    });
    expect(know(pod)).toEqual([
      'Static pod, belongs to the node',
      'Its controller is gone, not recreated',
      'Job nightly starts over',
      'Asks not to be disrupted',
      'Being deleted already',
      'Held by finalizers: a/b, c/d',
    ]);
  });
});
