import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../../../electron/features/logs/view/histogram.ts';
import { logLevels } from '../../../../../shared/logs.ts';
import { testBaseMs } from './test-lines.ts';

const span = fc.constantFrom(1_000, 60_000, 86_400_000, 30 * 86_400_000, 40 * 365 * 86_400_000);
const lines = span.chain((most) => fc.array(fc.record({ ms: fc.nat(most), level: fc.nat(6), leaves: fc.boolean() }), { minLength: 1 }));

describe('the histogram', () => {
  it('counts every line in the bucket of its time, in at most 160 of them, whatever the order and whatever leaves again', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const histogram = new Histogram();
        for (const { ms, level } of all) histogram.add(testBaseMs + ms, level);
        for (const { ms, level, leaves } of all) if (leaves) histogram.remove(testBaseMs + ms, level);
        const kept = all.filter(({ leaves }) => !leaves);
        const told = histogram.take();
        if (told === null) {
          expect(kept).toEqual([]);
          return;
        }
        expect(told.counts.length).toBeLessThanOrEqual(160);
        expect(told.from % told.bucketMs).toBe(0);
        const expected = told.counts.map(() => logLevels.map(() => 0));
        for (const { ms, level } of kept) {
          const row = expected[Math.floor((testBaseMs + ms - told.from) / told.bucketMs)];
          if (row === undefined) throw new Error(`no bucket for ${ms}`);
          row[level] = (row[level] ?? 0) + 1;
        }
        expect(told.counts).toEqual(expected);
      }),
    );
  });

  it('says nothing new until something is counted, and nothing of what has no stamp', () => {
    const histogram = new Histogram();
    histogram.add(0, 1);
    expect(histogram.changed).toBe(false);
    expect(histogram.take()).toBeNull();
    histogram.add(testBaseMs, 1);
    expect(histogram.changed).toBe(true);
    histogram.take();
    expect(histogram.changed).toBe(false);
  });
});
