import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planTiers, type TierSource } from '../../../electron/kube/plan-tiers.ts';

const budget = { bytes: 100, hotMs: 1_000, leastHotMs: 50, small: 10 };
const source = (id: string, lookedAt: number | null, bytes: number, canRest = true): TierSource => ({ id, lookedAt, bytes, canRest });

test('what a page reads stays hot, whatever it takes and however long ago it was opened', () => {
  expect(planTiers([source('a', null, 10_000)], 1e9, budget)).toEqual([]);
});

test('a large source goes cold when nobody has looked for a while, though there is room', () => {
  expect(planTiers([source('a', 0, 50)], 999, budget)).toEqual([]);
  expect(planTiers([source('a', 0, 50)], 1_000, budget)).toEqual(['a']);
});

test('a small source stays live for its counts as long as there is room', () => {
  expect(planTiers([source('a', 0, 9)], 1e9, budget)).toEqual([]);
  const many = Array.from({ length: 12 }, (_, at) => source(`s${at}`, at, 9));
  expect(planTiers(many, 1e9, budget)).toEqual(['s0']);
});

test('without room those looked at longest ago go first, and only as many as it takes', () => {
  const sources = [source('new', 300, 60), source('old', 100, 60), source('middle', 200, 60)];
  expect(planTiers(sources, 400, budget)).toEqual(['old', 'middle']);
});

test('going back to a table within a moment finds it live, however little room there is', () => {
  expect(planTiers([source('a', 0, 10_000)], 49, budget)).toEqual([]);
});

test('a plan never takes what is read or cannot rest, names nothing twice, and ends within the budget where it can', () => {
  const one = fc.record({
    lookedAt: fc.option(fc.nat(2_000)),
    bytes: fc.nat(80),
    canRest: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), fc.integer({ min: 2_000, max: 5_000 }), (all, now) => {
      const sources = all.map((each, at) => ({ id: String(at), ...each }));
      const plan = planTiers(sources, now, budget);
      expect(new Set(plan).size).toBe(plan.length);
      const cold = sources.filter(({ id }) => plan.includes(id));
      expect(cold.every(({ lookedAt, canRest }) => lookedAt !== null && canRest)).toBe(true);
      const stay = sources.filter(({ id, lookedAt }) => lookedAt !== null && !plan.includes(id));
      const bytes = stay.reduce((sum, each) => sum + each.bytes, 0);
      // Over the budget only by what cannot go.
      if (bytes > budget.bytes)
        expect(stay.every(({ canRest, lookedAt }) => !canRest || now - (lookedAt ?? 0) < budget.leastHotMs)).toBe(true);
    }),
  );
});
