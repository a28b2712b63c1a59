import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDuration, parseNodesAtOnce } from '../../../../renderer/features/drain/parse-option.ts';
import { isOldPlan } from '../../../../renderer/features/drain/plan-age.ts';
import { budgetLine, worstBudgetsFirst } from '../../../../renderer/features/drain/plan-budget-list.ts';
import { commandDifferences } from '../../../../renderer/features/drain/plan-command.ts';
import { noticeOf, shortContextId } from '../../../../renderer/features/drain/plan-context-notice.ts';
import { countDryRun, dryRunQuestions, dryRunWords } from '../../../../renderer/features/drain/plan-dry-run.ts';
import { moveNode, sortNodes } from '../../../../renderer/features/drain/plan-node-order.ts';
import { planPodColumns } from '../../../../renderer/features/drain/plan-pod-columns.ts';
import { lackingRights } from '../../../../renderer/features/drain/plan-rights.ts';
import { homelessPods, roomBars, roomWords } from '../../../../renderer/features/drain/plan-room-words.ts';
import { firstPace } from '../../../../renderer/state/drain-path.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import type { DrainRight, DryRunAnswer } from '../../../../shared/drain-access.ts';
import type { RoomResource } from '../../../../shared/drain-room.ts';
import { inEnglish } from './english.ts';
import { amplyRoomy, barePod, budgetOf, daemonPod, nodePlan, planOf, podPlan } from './plan-objects.ts';

describe('the order of nodes', () => {
  it('is changed one place at a time, and stays at the ends', () => {
    expect(moveNode(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(moveNode(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(moveNode(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
    expect(moveNode(['a', 'b'], 'x', 1)).toEqual(['a', 'b']);
  });

  it('goes zone by zone or pool by pool, by number within them, and what no label places comes last', () => {
    const plans = [
      nodePlan('n-10', [], { zone: 'b', pool: 'x' }),
      nodePlan('n-2', [], { zone: 'b', pool: 'y' }),
      nodePlan('n-1', [], { zone: '', pool: 'x' }),
      nodePlan('n-3', [], { zone: 'a', pool: '' }),
    ];
    const names = ['gone', ...plans.map(({ name }) => name)];
    expect(sortNodes(names, 'zone', plans)).toEqual(['n-3', 'n-2', 'n-10', 'gone', 'n-1']);
    expect(sortNodes(names, 'pool', plans)).toEqual(['n-1', 'n-10', 'n-2', 'gone', 'n-3']);
    expect(sortNodes(names, 'name', plans)).toEqual(['gone', 'n-1', 'n-2', 'n-3', 'n-10']);
  });

  it('loses no node, however it is sorted or moved', () => {
    const nodes = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(nodes, fc.nat(8), fc.constantFrom(1 as const, -1 as const), (names, at, by) => {
        const moved = moveNode(names, names[at] ?? 'none', by);
        expect([...sortNodes(moved, 'name', [])].sort()).toEqual([...names].sort());
      }),
    );
  });
});

describe('options that are typed', () => {
  it.each([
    ['', 0],
    ['90', 90],
    [' 10m ', 600],
    ['1h30m', 5400],
    ['1h0m5s', 3605],
    ['0s', 0],
  ])('the time %j is %i seconds', (text, seconds) => {
    expect(parseDuration(text, 0)).toEqual({ ok: true, value: seconds });
  });

  it.each(['-1', '1.5h', 'soon', '5s1m', '100ms', '1d'])('%j is no time', (text) => {
    expect(parseDuration(text, 0)).toEqual({ ok: false, problem: 'field.duration' });
  });

  it('a time that no flag takes is said to be too long', () => {
    expect(parseDuration('999999999h', 0)).toEqual({ ok: false, problem: 'field.seconds' });
  });

  it('a time is read as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 2_147_483_647 }), (seconds) => {
        expect(parseDuration(durationText(seconds, -1), -1)).toEqual({ ok: true, value: seconds });
      }),
    );
  });

  it('nodes at once are between one and as many as there are', () => {
    expect(parseNodesAtOnce('', 3)).toEqual({ ok: true, value: 1 });
    expect(parseNodesAtOnce('3', 3)).toEqual({ ok: true, value: 3 });
    for (const text of ['0', '4', 'x', '-1', '1.5']) expect(parseNodesAtOnce(text, 3)).toEqual({ ok: false, problem: 'field.nodes' });
  });
});

describe('the equal command', () => {
  it('is equal for one node, whatever the pace', () => {
    expect(commandDifferences({ nodesAtOnce: 3, waitUntilReady: true, stopOnFailure: true }, 1)).toEqual([]);
  });

  it('says what kubectl does otherwise with several', () => {
    expect(commandDifferences({ nodesAtOnce: 3, waitUntilReady: true, stopOnFailure: true }, 2)).toEqual([
      'one-after-other',
      'does-not-wait',
      'goes-on',
    ]);
    expect(commandDifferences({ ...firstPace, stopOnFailure: false }, 2)).toEqual([]);
  });
});

describe('budgets beside the table', () => {
  it('say their numbers and what the whole batch does to them', () => {
    const { health, numbers, batch } = budgetLine(budgetOf('web', { goesNow: ['a'], waits: ['b', 'c'] }));
    expect([health, inEnglish(numbers), ...batch.map(inEnglish)]).toEqual([
      'none',
      'needs 2, has 3 of 3, allows 1 now:',
      '1 goes',
      '2 wait',
    ]);
  });

  it('say when nobody counted them, which is not zero', () => {
    const { health, numbers } = budgetLine(budgetOf('web', { allowed: null }));
    expect([health, inEnglish(numbers)]).toEqual(['unknown', 'The server has not counted it since its last change:']);
    expect(inEnglish(budgetLine(budgetOf('web', { syncFailure: 'no scale' })).numbers)).toBe('Cannot be counted (no scale):');
  });

  it('come worst first, then by how many they hold back', () => {
    const budgets = [
      budgetOf('ok'),
      budgetOf('one', { waits: ['a'] }),
      budgetOf('two', { waits: ['a', 'b'] }),
      budgetOf('unknown', { allowed: null }),
      budgetOf('blocked', { blocked: ['a'] }),
    ];
    expect(worstBudgetsFirst(budgets.map((budget) => ({ budget }))).map(({ budget }) => budget.name)).toEqual([
      'blocked',
      'unknown',
      'two',
      'one',
      'ok',
    ]);
  });
});

describe('room for what moves', () => {
  const resource = (name: string, needed: number, free: number, short = false): RoomResource => ({
    name,
    needed,
    free,
    allocatable: 2 * free,
    mostFreeOnOne: free,
    short,
  });
  const movingPod = { uid: 'u', fits: 'probably', node: 'n', reasons: [], message: '' } as const;
  const said = (changes: Partial<typeof amplyRoomy>) => {
    const { health, words } = roomWords({ ...amplyRoomy, ...changes }, 'en');
    return [health, inEnglish(words)];
  };

  it('is never more than probable, and says how little is left', () => {
    expect(said({ pods: [movingPod], resources: [resource('cpu', 1000, 7500)] })).toEqual(['ok', 'probably fits']);
    expect(said({ pods: [movingPod], resources: [resource('cpu', 7100, 7500)] })).toEqual([
      'attention',
      'probably fits, with 0.4 cores to spare',
    ]);
    expect(said({})).toEqual(['ok', 'nothing moves']);
  });

  it('says how many find none, and of how many nobody knows', () => {
    expect(said({ fits: 'no', pods: [{ ...movingPod, fits: 'no' }, movingPod] })).toEqual(['attention', '1 pod finds no room']);
    expect(said({ fits: 'unknown', pods: [{ ...movingPod, fits: 'unknown' }] })).toEqual(['unknown', 'not known of 1 pod']);
    expect(said({ fits: 'unknown' })).toEqual(['unknown', 'not known']);
  });

  it('tells each reason once, that of most pods first', () => {
    const homeless = (uid: string, message: string) => ({ ...movingPod, uid, fits: 'no' as const, message });
    const pods = [homeless('a', 'cpu'), movingPod, homeless('b', 'taint'), homeless('c', 'taint')];
    expect(homelessPods({ pods })).toEqual([
      { message: 'taint', first: 'b', count: 2 },
      { message: 'cpu', first: 'a', count: 1 },
    ]);
  });

  it('has a bar for CPU and memory, and for what else is short, each in one unit', () => {
    const gibi = 1024 ** 3;
    const bars = roomBars(
      {
        ...amplyRoomy,
        resources: [
          resource('cpu', 7100, 7500),
          resource('memory', 21 * gibi, 46 * gibi),
          resource('pods', 3, 90),
          resource('nvidia.com/gpu', 2, 1, true),
        ],
      },
      'en',
    );
    expect(bars.map(({ name, words }) => `${name}: ${inEnglish(words)}`)).toEqual([
      'cpu: needs 7.1 of 7.5 free',
      'memory: needs 21 of 46Gi free',
      'nvidia.com/gpu: needs 2 of 1 free',
    ]);
    expect(bars.map(({ tight }) => tight)).toEqual([true, false, true]);
    for (const { taken, needed } of bars) expect(taken + needed).toBeLessThanOrEqual(1);
  });
});

describe('rights that are missing', () => {
  const right = (resource: string, changes: Partial<DrainRight>): DrainRight => ({
    verb: 'list',
    group: '',
    resource,
    subresource: '',
    namespace: '',
    name: '',
    need: 'run',
    answer: 'denied',
    reason: '',
    ...changes,
  });
  const lack = (rights: readonly DrainRight[]) =>
    lackingRights({ answer: 'denied', gap: null, rights }).map(({ need, answer, rights: lines }) => [
      `${need} ${answer}`,
      ...lines.map(({ text, namespaces }) => (namespaces.length === 0 ? text : `${text} in ${namespaces.join(', ')}`)),
    ]);

  it('come before those that nobody knows of, and what stops the drain before what tells more', () => {
    expect(
      lack([
        right('nodes', { verb: 'get', name: 'n-1', answer: 'allowed' }),
        right('poddisruptionbudgets', { group: 'policy', need: 'better' }),
        right('daemonsets', { verb: 'get', group: 'apps', name: 'agent', namespace: 'kube-system', answer: 'unknown' }),
        right('pods', { verb: 'create', subresource: 'eviction' }),
      ]),
    ).toEqual([
      ['run denied', 'create pods/eviction'],
      ['run unknown', 'get daemonsets.apps agent in kube-system'],
      ['better denied', 'list poddisruptionbudgets.policy'],
    ]);
  });

  it('are one line for all their places, and for verbs that lack the same', () => {
    const places = ['batch', 'shop'];
    expect(
      lack([
        ...places.map((namespace) => right('pods', { verb: 'create', subresource: 'eviction', namespace })),
        ...places.map((namespace) => right('pods', { verb: 'watch', namespace })),
        ...places.map((namespace) => right('pods', { verb: 'get', namespace })),
        right('nodes', { verb: 'patch', name: 'a' }),
        right('nodes', { verb: 'patch', name: 'b' }),
      ]),
    ).toEqual([['run denied', 'create pods/eviction in batch, shop', 'watch, get pods in batch, shop', 'patch nodes a b']]);
  });

  it('are apart where the reasons are', () => {
    expect(lack([right('nodes', { reason: 'x' }), right('pods', { reason: 'y' })])).toHaveLength(2);
  });
});

describe('a context whose plan is not whole', () => {
  const plan = planOf([]);
  const context = { broken: null };
  const forbidden = { kind: 'status', code: 403, reason: 'Forbidden', message: '', causes: [], retryAfterSeconds: null } as const;
  it.each([
    [{ context: null, connected: false, plan: null, error: null }, 'missing', 'unknown', false],
    [{ context: { broken: forbidden }, connected: false, plan: null, error: null }, 'broken', 'broken', false],
    [{ context, connected: false, plan: null, error: null }, 'off', 'off', false],
    [{ context, connected: true, plan: null, error: null }, 'reading', 'progressing', false],
    [{ context, connected: true, plan: null, error: forbidden }, 'failed', 'forbidden', false],
    [{ context, connected: true, plan, error: { ...forbidden, code: 500 } }, 'failed', 'broken', true],
  ] as const)('%o is said as it is', (state, type, shape, old) => {
    expect(noticeOf(state)).toMatchObject({ type, shape, old });
  });

  it('and nothing is said of one that is', () => {
    expect(noticeOf({ context, connected: true, plan, error: null })).toBeNull();
  });
});

it('a context that no kubeconfig has is called by the name in its id, with hidden characters written out', () => {
  expect(shortContextId(asContextId('/home/ada/.kube/config#pr\u202eod'))).toBe('pr<U+202E>od');
});

it('a plan is old after a minute', () => {
  expect([isOldPlan(0, 60_000), isOldPlan(0, 60_001)]).toEqual([false, true]);
});

it('columns always fill the table, and names keep room at any width', () => {
  fc.assert(
    fc.property(fc.integer({ min: 420, max: 3000 }), (width) => {
      const columns = planPodColumns(width);
      expect(Object.values(columns).reduce((sum, each) => sum + each, 0)).toBe(width);
      expect(columns.pod).toBeGreaterThanOrEqual(120);
    }),
  );
});

describe('a dry run of a plan', () => {
  it('asks about the pods that the drain would ask for, a thousand at a time, each cluster by itself', () => {
    const many = Array.from({ length: 1_200 }, (_, index) => podPlan(`p-${index}`));
    const questions = dryRunQuestions([
      { contextId: asContextId('a'), plan: planOf([nodePlan('n', [daemonPod('agent'), barePod('bare'), podPlan('x')])]) },
      { contextId: asContextId('b'), plan: planOf([nodePlan('n', many.slice(0, 700)), nodePlan('m', many.slice(700))]) },
      { contextId: asContextId('c'), plan: planOf([nodePlan('n', [daemonPod('agent')])]) },
    ]);
    expect(questions.map(({ contextId, pods }) => [contextId, pods.length])).toEqual([
      ['a', 1],
      ['b', 1_000],
      ['b', 200],
    ]);
  });

  it('is counted by answer, and has the words of the server where it refuses', () => {
    const error = { kind: 'internal', message: 'x' } as const;
    const answers: readonly DryRunAnswer[] = [
      { answer: 'goes' },
      { answer: 'goes' },
      { answer: 'refused', code: 429, budget: 'web', message: 'needs 2' },
      { answer: 'gone' },
      { answer: 'unknown', error },
    ];
    expect(countDryRun(answers.map((outcome) => ({ outcome, takenAt: 0 })))).toEqual({ all: 5, goes: 2, refused: 1, gone: 1, unknown: 1 });
    expect(answers.slice(1).map((answer) => [dryRunWords(answer).health, inEnglish(dryRunWords(answer).words)])).toEqual([
      ['ok', 'The server would let it go.'],
      ['broken', 'Refused: needs 2'],
      ['none', 'It is gone already.'],
      ['unknown', 'Not known.'],
    ]);
  });
});
