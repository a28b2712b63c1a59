import { expect, test } from 'vitest';
import { clockWords } from '../../renderer/ui/clock-words.ts';

test('clocks that differ by more than 30 s are told, which way and how far; a second of jitter does not show', () => {
  expect(clockWords(null)).toBeNull();
  expect(clockWords(30_000)).toBeNull();
  expect(clockWords(-29_000)).toBeNull();
  expect(clockWords(45_000)).toEqual({ key: 'clock.behind', by: '45 s' });
  expect(clockWords(-45_000)).toEqual({ key: 'clock.ahead', by: '45 s' });
  for (const jitter of [-1_500, 0, 1_500]) expect(clockWords(3 * 3_600_000 + jitter)).toEqual({ key: 'clock.behind', by: '3h00m' });
});
