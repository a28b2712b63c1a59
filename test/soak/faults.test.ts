import fc from 'fast-check';
import { expect, it } from 'vitest';
import { staleAfterMs } from '../../shared/freshness.ts';
import { SeededRandom } from '../electron/kube/seeded-random.ts';
import { nextFault } from './faults.ts';

function planOf(seed: number) {
  const random = new SeededRandom(seed);
  return Array.from({ length: 60 }, (_, index) => nextFault(random, index));
}

it('the same seed gives the same faults, another seed others', () => {
  expect(planOf(7)).toEqual(planOf(7));
  expect(planOf(7)).not.toEqual(planOf(8));
});

it('six of sixty faults silence a network for longer than a table may call itself live', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const long = planOf(seed).filter((fault) => fault.lasts > staleAfterMs + 5_000);
      expect(long).toHaveLength(6);
      for (const { kind } of long) expect(['black hole', 'deaf', 'refused', 'frozen']).toContain(kind);
    }),
  );
});

it('every kind of fault has its turn', () => {
  expect(new Set([1, 2, 3, 4].flatMap(planOf).map((fault) => fault.kind)).size).toBe(11);
});
