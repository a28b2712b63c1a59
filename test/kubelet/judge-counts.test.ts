import { expect, test } from 'vitest';
import { countedLine, judgeCounts } from './judge-counts.ts';

const lines = (pod: string, run: string, ...numbers: number[]) => numbers.map((number) => ({ pod, run, number }));

test('a line that is missing, comes twice or out of order is found; a run that was never seen is missing whole', () => {
  const truth = new Map([
    ['a.1', 4],
    ['b.1', 2],
  ]);
  expect(judgeCounts([...lines('a', '1', 1, 2, 3, 4), ...lines('b', '1', 1, 2)], truth)).toMatchObject({
    repeated: 0,
    misplaced: 0,
    lines: 6,
  });
  const verdict = judgeCounts(lines('a', '1', 1, 4, 2, 2), truth);
  expect(Object.fromEntries(verdict.missing)).toEqual({ 'a.1': 1, 'b.1': 2 });
  expect(verdict).toMatchObject({ repeated: 1, misplaced: 2, runs: 1, judgedRuns: 2 });
});

test('a run that did not say its end is judged up to what came', () => {
  expect(Object.fromEntries(judgeCounts(lines('a', '1', 2, 5), new Map()).missing)).toEqual({ 'a.1': 3 });
});

test('half of a counted line is none', () => {
  expect(countedLine('steady pod-1 1700 12 000')).toEqual({ pod: 'pod-1', run: '1700', number: 12 });
  expect(countedLine('steady pod-1 17')).toBeNull();
  expect(countedLine('pod-1 1700 12 000')).toBeNull();
});
