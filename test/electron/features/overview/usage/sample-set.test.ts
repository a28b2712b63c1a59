import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sample } from '../../../../../electron/features/overview/usage/read-samples.ts';
import { SampleSet } from '../../../../../electron/features/overview/usage/sample-set.ts';

function sample(name: string, nanocores: number): Sample {
  return { namespace: 'shop', name, at: 0, windowMs: 15_000, nanocores, bytes: nanocores * 2, containers: [] };
}

const round = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 5_000_000 }), { maxKeys: 5 });
const read = fc.boolean();

test('a reader that takes the columns now and then knows the numbers of the newest round, by name', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(round, read), { minLength: 1, maxLength: 20 }), (rounds) => {
      const set = new SampleSet();
      const names: (string | null)[] = [];
      let since = -1;
      for (const [numbers, reads] of rounds) {
        set.replace(Object.entries(numbers).map(([name, nanocores]) => sample(name, nanocores)));
        if (!reads) continue;
        const columns = set.columns(since);
        since = set.round;
        for (const [place, name] of columns.places) names[place] = name;
        const known = new Map<string, readonly [number | undefined, number | undefined]>();
        names.forEach((name, place) => {
          if (name !== null && name !== undefined) known.set(name, [columns.cpu[place], columns.memory[place]]);
          else expect(columns.cpu[place] ?? -1).toBe(-1);
        });
        const expected = Object.entries(numbers).map(
          ([name, nanocores]) => [`shop/${name}`, [Math.ceil(nanocores / 1_000_000), nanocores * 2]] as const,
        );
        expect(known).toEqual(new Map(expected));
      }
    }),
  );
});

test('whatever the order, and listed twice or not, each object has its newest sample in its own place', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(names, { minLength: 1, maxLength: 12 }), (rounds) => {
      const set = new SampleSet();
      rounds.forEach((round, index) => {
        set.replace(round.map((name, at) => sample(name, index * 100 + at)));
        const expected = new Map(round.map((name, at) => [`shop/${name}`, index * 100 + at]));
        expect(new Map([...set.samples()].map(([key, { nanocores }]) => [key, nanocores]))).toEqual(expected);
        const known = set.columns(-1);
        expect(new Set(known.places.map(([, name]) => name))).toEqual(new Set(expected.keys()));
        expect(new Set(known.places.map(([place]) => place)).size).toBe(expected.size);
        for (const [place, name] of known.places) expect(known.memory[place]).toBe((expected.get(name ?? '') ?? 0) * 2);
      });
    }),
  );
});

test('an object keeps its place while it has samples', () => {
  const set = new SampleSet();
  set.replace([sample('a', 1), sample('b', 1)]);
  set.replace([sample('b', 2), sample('c', 2)]);
  // A place that is given back is given again in the round after.
  expect(set.columns(1).places).toEqual([
    [0, null],
    [2, 'shop/c'],
  ]);
  set.replace([sample('b', 2), sample('d', 2)]);
  expect(set.columns(2).places).toEqual([
    [0, 'shop/d'],
    [2, null],
  ]);
});

test('the total is of the newest round, and there is none without samples', () => {
  const set = new SampleSet();
  expect(set.total).toBeNull();
  set.replace([sample('a', 1), sample('b', 2)]);
  set.replace([sample('b', 5)]);
  expect(set.total).toEqual({ nanocores: 5, bytes: 10 });
});
