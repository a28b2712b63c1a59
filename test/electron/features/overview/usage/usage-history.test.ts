import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sample } from '../../../../../electron/features/overview/usage/read-samples.ts';
import { sampleKey } from '../../../../../electron/features/overview/usage/sample-set.ts';
import { averageOf, longRing, UsageHistory } from '../../../../../electron/features/overview/usage/usage-history.ts';

const kibi = 1024;

/** As a set of samples hands them over. */
const keyed = (samples: readonly Sample[]) => samples.map((each) => [sampleKey(each), each] as const);

function sample(name: string, milli: number, containers: readonly [string, number][] = []): Sample {
  const parts = containers.map(([each, cpu]) => ({ name: each, nanocores: cpu * 1_000_000, bytes: cpu * kibi }));
  return { namespace: 'shop', name, at: 0, windowMs: 15_000, nanocores: milli * 1_000_000, bytes: milli * kibi, containers: parts };
}

const numbers = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9_999 }));

test('a history has every number of the last rounds, and a gap where a round brought none', () => {
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 300 }), (rounds) => {
      const history = new UsageHistory(() => '');
      rounds.forEach((round, index) => {
        history.record(keyed(Object.entries(round).map(([name, milli]) => sample(name, milli))), (index + 1) * 15_000);
      });
      const kept = rounds.slice(-longRing);
      const { times, histories } = history.recent(['shop/a', 'shop/b', 'shop/nobody'], longRing);
      expect(times).toEqual(kept.map((_, index) => (rounds.length - kept.length + index + 1) * 15_000));
      expect(histories[2]).toBeNull();
      ['a', 'b'].forEach((name, index) => {
        const expected = kept.map((round) => round[name] ?? null);
        if (expected.every((each) => each === null)) return;
        expect(histories[index]?.cpu).toEqual(expected);
        expect(histories[index]?.memory).toEqual(expected.map((each) => (each === null ? null : each * kibi)));
      });
    }),
    { numRuns: 50 },
  );
});

test('a sum is of those that were there; where one of them has a gap there is none', () => {
  const history = new UsageHistory(({ name }) => (name === 'other' ? 'Deployment/shop/other' : 'Deployment/shop/web'));
  const rounds = [
    [sample('a', 1), sample('other', 50)],
    [sample('a', 2), sample('b', 10)],
    [sample('b', 20)],
    [sample('a', 4), sample('b', 30)],
    [sample('b', 40)],
  ];
  rounds.forEach((round, index) => {
    history.record(keyed(round), index + 1);
  });
  const sum = history.sum((_key, group) => group === 'Deployment/shop/web');
  // a is gone for good in the last round, and only missing in the third.
  expect(sum?.cpu).toEqual([1, 12, null, 34, 40]);
  expect(history.sum(() => false)).toBeNull();
});

test('the same samples once more are no new round', () => {
  const history = new UsageHistory(() => '');
  history.record(keyed([sample('a', 1)]), 1_000);
  history.record(keyed([sample('a', 1)]), 1_000);
  history.record(keyed([sample('a', 2)]), 500);
  expect(history.of('shop/a')).toEqual({ times: [1_000], cpu: [1], memory: [kibi] });
});

test('containers have a history of their own where there are several, and are in no sum', () => {
  const history = new UsageHistory(() => 'w');
  const two: [string, number][] = [
    ['app', 3],
    ['sidecar', 4],
  ];
  history.record(keyed([sample('a', 7, two), sample('b', 5, [['app', 5]])]), 1);
  expect(history.of('shop/a', 'sidecar')?.cpu).toEqual([4]);
  expect(history.of('shop/b', 'app')?.cpu).toEqual([5]);
  expect(history.sum(() => true)?.cpu).toEqual([12]);
});

test('a container that waits has no history of the one beside it, and that one goes on alone', () => {
  const history = new UsageHistory(() => 'w');
  const both: [string, number][] = [
    ['gateway', 3],
    ['agent', 4],
  ];
  // The gateway crashed before the first round.
  history.record(keyed([sample('a', 4, [['agent', 4]])]), 1);
  expect(history.of('shop/a', 'gateway')).toBeNull();
  expect(history.of('shop/a', 'agent')?.cpu).toEqual([4]);
  history.record(keyed([sample('a', 7, both)]), 2);
  history.record(keyed([sample('a', 5, [['agent', 5]])]), 3);
  expect(history.of('shop/a', 'gateway')?.cpu).toEqual([3, null]);
  expect(history.of('shop/a', 'agent')?.cpu).toEqual([4, 5]);
  expect(history.of('shop/a')?.cpu).toEqual([4, 7, 5]);
});

test('fifty thousand pods stay within forty megabytes, and those that are gone for an hour are forgotten', () => {
  const history = new UsageHistory(() => '');
  history.record(keyed(Array.from({ length: 50_000 }, (_, index) => sample(`pod-${index}`, index))), 1);
  expect(history.objects).toBe(50_000);
  expect(history.bytes).toBeLessThan(40e6);
  for (let round = 2; round <= longRing + 1; round++) history.record(keyed([sample('pod-0', 1)]), round);
  expect(history.objects).toBe(1);
});

test('an average is over the rounds that have a number', () => {
  expect(averageOf({ times: [1, 2, 3], cpu: [null, 10, 20], memory: [null, 100, 300] })).toEqual({ cpu: 15, memory: 200, since: 2 });
  expect(averageOf({ times: [1], cpu: [null], memory: [null] })).toBeNull();
});
