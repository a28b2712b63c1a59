import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LastMinute } from '../../shared/last-minute.ts';

test('knows the longest and the mean of the last minute, and nothing of what came before', () => {
  const minute = new LastMinute();
  expect(minute.read(0)).toBeNull();
  minute.record(40, 1_000);
  minute.record(10, 1_100);
  minute.record(10, 30_000);
  expect(minute.read(30_500)).toEqual({ longest: 40, mean: 20 });
  expect(minute.read(62_000)).toEqual({ longest: 10, mean: 10 });
  expect(minute.read(200_000)).toBeNull();
});

test('agrees with a list of everything, whatever was recorded when', () => {
  const steps = fc.array(fc.record({ wait: fc.nat(90_000), value: fc.nat(5_000) }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(steps, (all) => {
      const minute = new LastMinute();
      const seen: { second: number; value: number }[] = [];
      let now = 0;
      for (const { wait, value } of all) {
        now += wait;
        minute.record(value, now);
        seen.push({ second: Math.floor(now / 1_000), value });
        const recent = seen.filter(({ second }) => second > Math.floor(now / 1_000) - 60).map((one) => one.value);
        const mean = recent.reduce((sum, one) => sum + one, 0) / recent.length;
        const read = minute.read(now);
        expect(read?.longest).toBe(Math.max(...recent));
        expect(read?.mean).toBeCloseTo(mean, 6);
      }
    }),
  );
});
