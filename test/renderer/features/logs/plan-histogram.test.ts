import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMissingIn, niceTop, planVolume, timeTicks } from '../../../../renderer/features/logs/plan-histogram.ts';

const nothingElse = { before: null, after: null, missing: [] };

test('levels become error (with fatal), warn and other (with none)', () => {
  const volume = planVolume({ from: 60_000, bucketMs: 1_000, counts: [[1, 2, 3, 4, 5, 6, 7]], ...nothingElse }, 100);
  expect(volume.bars).toEqual([{ from: 60_000, error: 13, warn: 5, other: 10 }]);
  expect(volume.totals).toEqual({ error: 13, warn: 5, other: 10 });
});

test('the axis is in lines a second, however long a span is', () => {
  expect(planVolume({ from: 0, bucketMs: 4_000, counts: [[160]], ...nothingElse }, 100).top).toBe(40);
});

test('without lines there is an axis and nothing on it', () => {
  expect(planVolume(null, 100)).toMatchObject({ bars: [], top: 2, totals: { error: 0, warn: 0, other: 0 } });
});

test('no line is lost or counted twice when spans are joined, and there are no more bars than asked for', () => {
  const levels = fc.array(fc.nat(1_000), { minLength: 7, maxLength: 7 });
  const histograms = fc.record({
    from: fc.nat(2_000_000_000_000),
    bucketMs: fc.integer({ min: 100, max: 60_000 }),
    counts: fc.array(levels, { maxLength: 300 }),
    before: fc.constant(null),
    after: fc.constant(null),
    missing: fc.constant([]),
  });
  fc.assert(
    fc.property(histograms, fc.integer({ min: 2, max: 200 }), (histogram, most) => {
      const { bars, totals, spanMs } = planVolume(histogram, most);
      const sum = (lists: readonly (readonly number[])[]) => lists.flat().reduce((a, b) => a + b, 0);
      expect(bars.length).toBeLessThanOrEqual(most);
      expect(sum(bars.map(({ error, warn, other }) => [error, warn, other]))).toBe(sum(histogram.counts));
      expect(totals.error + totals.warn + totals.other).toBe(sum(histogram.counts));
      for (const [index, bar] of bars.entries()) if (index > 0) expect(bar.from - (bars[index - 1]?.from ?? 0)).toBe(spanMs);
    }),
  );
});

test('bars that are whole stay as they are when time goes on', () => {
  const counts = Array.from({ length: 64 }, (_, index) => [index]);
  const before = planVolume({ from: 3_000, bucketMs: 1_000, counts, ...nothingElse }, 40);
  const after = planVolume({ from: 3_000, bucketMs: 1_000, counts: [...counts, [7]], ...nothingElse }, 40);
  expect(after.bars.slice(0, before.bars.length - 1)).toEqual(before.bars.slice(0, -1));
});

test('the top of the axis is round, even, and no lower than the tallest bar', () => {
  expect([0, 1, 3, 5, 12, 41, 79, 81, 100, 101].map(niceTop)).toEqual([2, 2, 4, 6, 12, 50, 80, 100, 100, 120]);
  fc.assert(fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => niceTop(value) >= value && niceTop(value) % 2 === 0));
});

test('time labels are round and leave room for the one at the end', () => {
  const from = new Date(2026, 10, 25, 13, 52, 49).getTime();
  const ticks = timeTicks(from, from + 600_000, 6);
  expect(ticks.map(({ at }) => new Date(at).getMinutes())).toEqual([54, 56, 58, 0]);
  for (const { at, share } of ticks) {
    expect(at % 60_000).toBe(0);
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThan(0.9);
  }
});

test('an empty span has no labels', () => {
  expect(timeTicks(5, 5, 6)).toEqual([]);
});

test('where lines are missing is told as shares of the axis, and of the bars that it touches', () => {
  const counts = Array.from({ length: 10 }, () => [1]);
  const volume = planVolume({ ...nothingElse, from: 10_000, bucketMs: 1_000, counts, missing: [[12_500, 14_000]] }, 100);
  expect(volume.missing).toEqual([{ from: 0.25, to: 0.4 }]);
  expect(volume.bars.map((_, index) => isMissingIn(volume, index))).toEqual(counts.map((_, index) => index >= 2 && index <= 4));
});
