import { expect, test } from 'vitest';
import { asOf } from '../../../../../electron/features/overview/problems/as-of.ts';
import { planProblems } from '../../../../../electron/features/overview/problems/plan-problems.ts';
import { factsOfObjects, minutesAgo, now } from './facts-of-objects.ts';
import { podOf, waiting } from './objects.ts';

const error = { kind: 'unsupported', what: 'x', message: 'm' } as const;

test('time stops for a list that is not live', () => {
  expect(asOf({ state: 'live', lastByteAt: now - 50_000, partial: null }, now)).toBe(now);
  expect(asOf({ state: 'stale', since: now - 7_000, error, retryAt: null, attempt: 1 }, now)).toBe(now - 7_000);
  expect(asOf({ state: 'catching-up', since: now + 7_000 }, now)).toBe(now);
  expect(asOf(undefined, now)).toBe(now);
});

test('a pod that was being made when its cluster was lost is no problem half an hour later', () => {
  const making = podOf('api', 'a', waiting('ContainerCreating', ''), { metadata: { creationTimestamp: minutesAgo(31) } });
  const lost = asOf({ state: 'stale', since: now - 30 * 60_000, error, retryAt: null, attempt: 1 }, now);
  expect(planProblems(factsOfObjects([making], { now: lost })).problems).toEqual([]);
  expect(planProblems(factsOfObjects([making])).problems).toHaveLength(1);
});
