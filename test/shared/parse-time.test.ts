import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTime } from '../../shared/parse-time.ts';

test('times of an API are what Date.parse makes of them, to the second and finer', () => {
  const times = fc.date({ min: new Date('0002-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
  fc.assert(
    fc.property(times, (time) => {
      const micro = time.toISOString();
      const seconds = micro.replace(/\.\d+Z$/, 'Z');
      expect(parseTime(micro)).toBe(Date.parse(micro));
      expect(parseTime(seconds)).toBe(Date.parse(seconds));
    }),
    {
      numRuns: 2_000,
      examples: [[new Date('2028-02-29T12:00:00Z')], [new Date('2000-02-28T23:59:59Z')], [new Date('2100-03-01T00:00:00Z')]],
    },
  );
});

test('a text that only looks like a time is none, or the one that Date.parse sees in it', () => {
  const digit = fc.constantFrom('0', '1', '3', '6', '9', ' ', '-', 'x');
  const texts = fc.array(digit, { minLength: 14, maxLength: 14 }).map((d) => {
    const [a, b, c, e, f, g, h, i, j, k, l, m, n, o] = d;
    return `${a}${b}${c}${e}-${f}${g}-${h}${i}T${j}${k}:${l}${m}:${n}${o}Z`;
  });
  fc.assert(
    fc.property(texts, (text) => {
      const expected = Date.parse(text);
      expect(parseTime(text)).toBe(Number.isNaN(expected) ? null : expected);
    }),
    { numRuns: 5_000, examples: [['2026-02-30T10:00:00Z'], ['2026-11-25T24:00:00Z'], ['2026-13-01T00:00:00Z']] },
  );
});

test('what Go calls zero has no time: absent, null, empty and the year 1', () => {
  for (const value of [undefined, null, '', '0001-01-01T00:00:00Z', 7]) expect(parseTime(value)).toBeNull();
});
