import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounts, countConcerned, countPods } from '../../../../renderer/features/drain/plan-counts.ts';
import { isInTheWay } from '../../../../renderer/features/drain/plan-outcome.ts';
import { nextInTheWay, type PlanRow, rowsOf, stopAfter } from '../../../../renderer/features/drain/plan-rows.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import { answered, barePod, daemonPod, nodePlan, planOf, podPlan } from './plan-objects.ts';

const prod = asContextId('file#prod');
const live = asContextId('file#live');
const blocked = answered('blocked', { answer: 'blocked', code: 429, budget: 'web', forever: false, message: '' });
const all = { onlyInTheWay: false, open: new Set<string>() };
const said = (rows: readonly PlanRow[]) =>
  rows.map((row) => (row.type === 'node' ? `# ${row.node.name}` : row.type === 'daemons' ? `${row.pods.length} daemons` : row.pod.name));

const plans = [
  {
    contextId: prod,
    plan: planOf([nodePlan('a', [podPlan('web'), daemonPod('agent'), blocked, daemonPod('proxy')]), nodePlan('b', [daemonPod('alone')])]),
  },
  { contextId: live, plan: planOf([nodePlan('c', [barePod('bare')])]) },
];

describe('rows of the plans', () => {
  it('are one list: each node, its pods worst first, its quiet DaemonSet pods as one line', () => {
    expect(said(rowsOf(plans, all))).toEqual(['# a', 'blocked', 'web', '2 daemons', '# b', 'alone', '# c', 'bare']);
  });

  it('show the pods of a line that is open, below it', () => {
    const fold = rowsOf(plans, all).find(({ type }) => type === 'daemons');
    expect(said(rowsOf(plans, { onlyInTheWay: false, open: new Set([fold?.key ?? '']) }))).toEqual(
      expect.arrayContaining(['2 daemons', 'agent', 'proxy']),
    );
  });

  it('are only what is in the way when that is asked for, without nodes that have nothing of it', () => {
    expect(said(rowsOf(plans, { ...all, onlyInTheWay: true }))).toEqual(['# a', 'blocked', '# c', 'bare']);
  });

  it('have keys of their own, also for pods of the same name in two clusters', () => {
    const twice = [prod, live].map((contextId) => ({ contextId, plan: planOf([nodePlan('a', [podPlan('web')])]) }));
    const keys = rowsOf(twice, all).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('hold every pod once, whatever the pods', () => {
    const kinds = [podPlan, barePod, daemonPod, (name: string) => answered(name, { answer: 'waits', budget: 'x' })];
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(kinds.length - 1), { maxLength: 12 }), { maxLength: 5 }), (nodes) => {
        const plan = planOf(
          nodes.map((pods, node) =>
            nodePlan(
              `n${node}`,
              pods.map((kind, pod) => kinds[kind]?.(`p${node}-${pod}`) ?? podPlan('x')),
            ),
          ),
        );
        const pods = rowsOf([{ contextId: prod, plan }], all).flatMap((row) =>
          row.type === 'pod' ? [row.pod] : row.type === 'daemons' ? row.pods : [],
        );
        expect(pods.map(({ uid }) => uid).sort()).toEqual(plan.nodes.flatMap((each) => each.pods.map(({ uid }) => uid)).sort());
      }),
    );
  });
});

describe('the cursor', () => {
  const rows = rowsOf(plans, all);
  it('passes over the heads of nodes and stays at the ends', () => {
    expect(said([rows[stopAfter(rows, -1, 1)]].flatMap((row) => row ?? []))).toEqual(['blocked']);
    expect(stopAfter(rows, 3, 1)).toBe(5);
    expect(stopAfter(rows, 5, -1)).toBe(3);
    expect(stopAfter(rows, 1, -1)).toBe(1);
    expect(stopAfter(rows, 1, 100)).toBe(7);
  });

  it('goes from what is in the way to the next, and from the last to the first', () => {
    expect(nextInTheWay(rows, -1)).toBe(1);
    expect(nextInTheWay(rows, 1)).toBe(7);
    expect(nextInTheWay(rows, 7)).toBe(1);
    expect(nextInTheWay(rowsOf([{ contextId: prod, plan: planOf([nodePlan('a', [podPlan('web')])]) }], all), -1)).toBe(-1);
    expect(nextInTheWay([], -1)).toBe(-1);
  });
});

describe('counts', () => {
  it('add up over nodes and clusters', () => {
    const counts = plans.map(({ plan }) => countPods(plan.nodes.flatMap(({ pods }) => pods)));
    const sum = addCounts(counts);
    expect(sum).toEqual(countPods(plans.flatMap(({ plan }) => plan.nodes.flatMap(({ pods }) => pods))));
    expect(sum).toMatchObject({ pods: 6, blocked: 1, refused: 1, goes: 1, stays: 3, inTheWay: 2 });
    const pods = plans.flatMap(({ plan }) => plan.nodes.flatMap((node) => node.pods));
    expect(pods.filter(isInTheWay)).toHaveLength(sum.inTheWay);
  });

  it('say for each switch how many pods it is about, and how many of them kubectl refuses now', () => {
    const scratch = podPlan('scratch', { notes: [{ note: 'loses-data', volumes: ['tmp'], inMemory: [] }] });
    // kubectl names only the first thing that is in the way: this one is about both switches.
    const both = { ...barePod('both'), notes: [...barePod('both').notes, ...scratch.notes] };
    const plan = planOf([nodePlan('a', [scratch, both, barePod('bare'), daemonPod('agent'), blocked])]);
    expect(countConcerned([plan], false)).toEqual({
      force: { pods: 2, refused: 2 },
      deleteEmptyDirData: { pods: 2, refused: 1 },
      ignoreDaemonSets: { pods: 1, refused: 0 },
      disableEviction: 1,
    });
    expect(countConcerned([plan], true).disableEviction).toBeNull();
  });
});
