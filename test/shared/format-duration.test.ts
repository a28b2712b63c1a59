import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../shared/format-duration.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

describe('formatDuration', () => {
  it.each<[number, string]>([
    [-2 * second, '<invalid>'],
    [-1.999 * second, '0s'],
    [-1 * second, '0s'],
    [0, '0s'],
    [999, '0s'],
    [second, '1s'],
    [70 * second, '70s'],
    [119.999 * second, '119s'],
    [120 * second, '2m'],
    [190 * second, '3m10s'],
    [9 * minute + 59.9 * second, '9m59s'],
    [10 * minute + second, '10m'],
    [70 * minute, '70m'],
    [3 * hour - second, '179m'],
    [3 * hour, '3h'],
    [3 * hour + minute, '3h1m'],
    [7 * hour + 59 * minute, '7h59m'],
    [8 * hour + 59 * minute, '8h'],
    [47 * hour, '47h'],
    [48 * hour, '2d'],
    [49 * hour, '2d1h'],
    [8 * day - second, '7d23h'],
    [8 * day + 2 * hour, '8d'],
    [367 * day, '367d'],
    [2 * year - second, '729d'],
    [2 * year, '2y'],
    [2 * year + day, '2y1d'],
    [8 * year - day, '7y364d'],
    [8 * year + 300 * day, '8y'],
    [Number.NaN, '<invalid>'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('never says more than has passed, and loses less than its smallest unit allows', () => {
    const units: Record<string, number> = { s: second, m: minute, h: hour, d: day, y: year };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * year }), (milliseconds) => {
        const parts = [...formatDuration(milliseconds).matchAll(/(\d+)([smhdy])/g)];
        let said = 0;
        for (const [, count, unit] of parts) said += Number(count) * (units[unit ?? ''] ?? Number.NaN);
        expect(parts.length).toBeGreaterThan(0);
        expect(said).toBeLessThanOrEqual(milliseconds);
        // Two to three significant figures: never off by more than an eighth (8 h to 9 h, 8 d to 9 d, 8 y to 9 y are the worst).
        expect(milliseconds - said).toBeLessThan(Math.max(second, milliseconds / 8));
      }),
    );
  });

  it('does not change within a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 365 * 86_400 }), fc.integer({ min: 0, max: 999 }), (seconds, rest) => {
        expect(formatDuration(seconds * second + rest)).toBe(formatDuration(seconds * second));
      }),
    );
  });
});
