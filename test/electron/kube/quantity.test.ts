import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { quantityMilli, quantityValue } from '../../../electron/kube/quantity.ts';

/* Vectors of apimachinery pkg/api/resource/quantity_test.go. */
it.each<[string, number | null, number | null]>([
  ['0', 0, 0],
  ['1', 1, 1000],
  ['100m', 1, 100],
  ['0.1', 1, 100],
  ['1.1', 2, 1100],
  ['250u', 1, 1],
  ['1n', 1, 1],
  ['1k', 1000, 1_000_000],
  ['1Ki', 1024, 1_024_000],
  ['1.5Gi', 1_610_612_736, 1_610_612_736_000],
  ['12e6', 12_000_000, 12_000_000_000],
  ['12E-3', 1, 12],
  ['1E', 1e18, 1e21],
  ['.5', 1, 500],
  ['5.', 5, 5000],
  ['-1.5', -2, -1500],
  ['', null, null],
  ['.', null, null],
  ['1Mib', null, null],
  ['1 Gi', null, null],
  ['0x10', null, null],
])('%s is %s, and %s thousandths', (text, value, milli) => {
  expect([quantityValue(text), quantityMilli(text)]).toEqual([value, milli]);
});

test('no fraction is lost or made up: what is written is what is counted, rounded up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.constantFrom(0, 1, 2, 3, 4, 5, 6), (digits, places) => {
      const padded = String(digits).padStart(places + 1, '0');
      const text = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
      const [exact, scale] = [BigInt(digits), 10n ** BigInt(places)];
      const up = (over: bigint) => Number((exact * over + scale - 1n) / scale);
      expect([quantityValue(text), quantityMilli(text)]).toEqual([up(1n), up(1000n)]);
    }),
  );
});
