import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { memoryBytesOf, millicoresOf, nanocoresOf } from '../../../../../electron/features/overview/usage/usage-quantity.ts';
import { quantityMilli, quantityValue } from '../../../../../electron/kube/quantity.ts';

it.each([
  ['123456789n', 124],
  ['0', 0],
  ['1', 1000],
  ['250m', 250],
  ['1u', 1],
  ['12345678901n', 12346],
])('CPU of %s is %i thousandths, rounded up', (text, milli) => {
  const nanocores = nanocoresOf(text);
  expect(nanocores === null ? null : millicoresOf(nanocores)).toBe(milli);
});

test('is what Quantity says, however the number is written', () => {
  // Beyond a thousand cores billionths are no whole numbers any more, and nobody has that node.
  const suffix = fc.constantFrom('n', 'u', 'm', '', 'k', 'Ki', 'Mi', 'M', 'G', 'Gi');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), suffix, (number, unit) => {
      const text = `${number}${unit}`;
      expect(memoryBytesOf(text)).toBe(quantityValue(text));
      const nanocores = nanocoresOf(text);
      if ((quantityMilli(text) ?? 0) <= 1_000_000) expect(nanocores === null ? null : millicoresOf(nanocores)).toBe(quantityMilli(text));
    }),
  );
});

it('is nothing where it is no quantity', () => {
  expect(['', 'n', 'Ki', 'much', '-n', '1.n.2'].map(nanocoresOf)).toEqual([null, null, null, null, null, null]);
  expect(['', 'Ki', 'much'].map(memoryBytesOf)).toEqual([null, null, null]);
});
