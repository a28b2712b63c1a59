import { afterAll, expect, test } from 'vitest';
import { Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { ViewLines } from '../../../../../electron/features/logs/view/view-lines.ts';
import type { LogMark } from '../../../../../shared/logs.ts';
import { until } from '../../../kube/test-context.ts';
import { batchOf, testBaseMs } from './test-lines.ts';

const scanner = new Scanner();

afterAll(() => scanner.close());

const open = (lines = 10_000) => new ViewLines({ bytes: 1_000_000, lines }, null, testBaseMs, scanner, () => undefined);
const second = 1_000_000;
/** A line of each of these seconds. */
const linesAt = (...seconds: readonly number[]) => batchOf(seconds.map((at) => ({ micros: at * second, text: `at ${at}` })));
const at = (seconds: number) => testBaseMs + seconds * 1_000;

test('from a mark of missing lines to the next line of its source lines are missing, whatever others say meanwhile', () => {
  const lines = open();
  const say = (source: number, seconds: number, why: 'rotated' | 'deleted') => {
    const mark: LogMark = { mark: 'dropped', count: null, why, again: false };
    lines.mark(source, { micros: at(seconds) * 1_000, nanos: 0 }, mark);
  };
  lines.append(0, linesAt(1, 10));
  lines.append(1, linesAt(2, 12));
  say(0, 10, 'rotated');
  lines.append(1, linesAt(15, 20));
  lines.append(0, linesAt(25, 30));
  // Nothing comes after it: whether anything is missing nobody knows.
  say(1, 20, 'deleted');
  lines.settle();
  expect(lines.takeHistogram().missing).toEqual([[at(10), at(25)]]);
});

test('lines that were dropped to keep within the budget are missing from the first of them to the last', async () => {
  const lines = open(100);
  for (let from = 0; from < 1_000; from += 10) {
    lines.append(0, linesAt(...Array.from({ length: 10 }, (_, index) => from + index)));
    lines.settle();
  }
  await until('dropped', () => lines.store.lost.count > 500);
  lines.settle();
  const dropped = lines.store.lost.count;
  const { from, bucketMs, counts, missing } = lines.takeHistogram();
  const [first] = missing;
  expect(missing).toHaveLength(1);
  // Some of it is in sight, before the first bar.
  expect(first?.[0]).toBe(from);
  expect(from).toBeLessThan(at(dropped) - 5 * bucketMs);
  expect(Math.abs((first?.[1] ?? 0) - at(dropped - 1))).toBeLessThanOrEqual(bucketMs);
  expect(counts.flat().reduce((sum, count) => sum + count)).toBe(1_000 - dropped);
});
