import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../../../electron/features/logs/view/histogram.ts';
import { logLevels } from '../../../../../shared/logs.ts';
import { testBaseMs } from './test-lines.ts';

const days = 86_400_000;
const span = fc.constantFrom(1_000, 60_000, days, 30 * days, 40 * 365 * days);
const lines = span.chain((most) => fc.array(fc.record({ ms: fc.nat(most), level: fc.nat(6), leaves: fc.boolean() }), { minLength: 1 }));

describe('the histogram', () => {
  it('counts every line in the bucket of its time, in at most 160 of them, or outside, whatever the order and whatever leaves again', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const histogram = new Histogram();
        for (const { ms, level } of all) histogram.add(testBaseMs + ms, level);
        for (const { ms, level, leaves } of all) if (leaves) histogram.remove(testBaseMs + ms, level);
        const kept = all.filter(({ leaves }) => !leaves);
        const told = histogram.take(testBaseMs + 50 * 365 * days);
        if (told === null) {
          expect(kept).toEqual([]);
          return;
        }
        const { from, bucketMs, counts, before, after } = told;
        expect(counts.length).toBeLessThanOrEqual(160);
        expect(from % bucketMs).toBe(0);
        const expected = counts.map(() => logLevels.map(() => 0));
        const outside = { before: 0, after: 0 };
        for (const { ms, level } of kept) {
          const index = Math.floor((testBaseMs + ms - from) / bucketMs);
          const row = expected[index];
          if (row === undefined) outside[index < 0 ? 'before' : 'after']++;
          else row[level] = (row[level] ?? 0) + 1;
        }
        expect(counts).toEqual(expected);
        expect(outside).toEqual({ before: before?.lines ?? 0, after: after?.lines ?? 0 });
      }),
    );
  });

  it('says nothing new until something is counted, and nothing of what has no stamp', () => {
    const histogram = new Histogram();
    histogram.add(0, 1);
    expect(histogram.changed).toBe(false);
    expect(histogram.take(testBaseMs)).toBeNull();
    histogram.add(testBaseMs, 1);
    expect(histogram.changed).toBe(true);
    histogram.take(testBaseMs);
    expect(histogram.changed).toBe(false);
  });

  const tenMinutes = (histogram: Histogram, count = 6_000) => {
    for (let line = 0; line < count; line++) histogram.add(testBaseMs - 600_000 + line * (600_000 / count), 3);
  };

  it.each([
    ['an hour', 3_600_000],
    ['three hundred years', 300 * 365 * days],
  ])('is of the others when the clock of a node is %s ahead, for a line or for many, and says how many it leaves out', (_name, ahead) => {
    for (const lines of [1, 2_000]) {
      const histogram = new Histogram();
      tenMinutes(histogram);
      for (let line = 0; line < lines; line++) histogram.add(testBaseMs + ahead + line * 100, 3);
      const told = histogram.take(testBaseMs);
      expect(told).toMatchObject({ bucketMs: 5_000, before: null, after: { lines } });
      expect(told?.counts).toHaveLength(120);
      expect(told?.counts.flat().reduce((sum, count) => sum + count)).toBe(6_000);
      expect(Math.abs((told?.after?.time ?? 0) - testBaseMs - ahead)).toBeLessThan(5_000);
    }
  });

  it('is of the clock that is ahead when most lines are from it', () => {
    const histogram = new Histogram();
    tenMinutes(histogram, 100);
    for (let line = 0; line < 1_000; line++) histogram.add(testBaseMs + 3_600_000 + line * 100, 3);
    expect(histogram.take(testBaseMs)).toMatchObject({ from: testBaseMs + 3_600_000, before: { lines: 100 }, after: null });
  });

  it('leaves out a few lines that are far older than all others, and never those that are being followed', () => {
    const old = new Histogram();
    tenMinutes(old);
    for (let line = 0; line < 5; line++) old.add(testBaseMs - 3 * days + line, 3);
    expect(old.take(testBaseMs)).toMatchObject({ bucketMs: 5_000, before: { lines: 5, time: testBaseMs - 3 * days }, after: null });
    const fresh = new Histogram();
    for (let line = 0; line < 6_000; line++) fresh.add(testBaseMs - 3 * days + line * 100, 3);
    fresh.add(testBaseMs, 3);
    const told = fresh.take(testBaseMs);
    expect(told).toMatchObject({ before: null, after: null });
    expect(told?.counts.at(-1)?.[3]).toBe(1);
  });

  it('says when lines are missing, also shortly before the first', () => {
    const histogram = new Histogram();
    tenMinutes(histogram);
    const at = (seconds: number) => testBaseMs - 600_000 + seconds * 1_000;
    const told = histogram.take(testBaseMs, [
      [at(-100_000), at(10)],
      [at(5), at(20)],
      [at(100), at(101)],
      [at(103), at(104)],
      [at(900), at(1_000)],
    ]);
    expect(told).toMatchObject({ from: at(-100), bucketMs: 5_000 });
    expect(told?.missing).toEqual([
      [at(-100), at(20)],
      [at(100), at(104)],
    ]);
  });
});
