import { expect, it } from 'vitest';
import { formatCpu, formatMemory, percentOf } from '../../shared/format-usage.ts';

// What the built kubectl 1.36.3 prints for these numbers.
it('prints CPU and memory as kubectl top does', () => {
  expect([0, 124, 1500, 3001].map(formatCpu)).toEqual(['0m', '124m', '1500m', '3001m']);
  expect([0, 1_048_575, 1_048_576, 2_097_150, 522_190_848].map(formatMemory)).toEqual(['0Mi', '0Mi', '1Mi', '1Mi', '498Mi']);
});

it('cuts shares off, and makes none where there is no base', () => {
  expect([percentOf(999, 1000), percentOf(1001, 1000), percentOf(5, 0), percentOf(5, null)]).toEqual([99, 100, 0, null]);
});
