import { expect, test } from 'vitest';
import { allShown, hiddenNumbers, sourceKey, toggleHidden, toggleSolo } from '../../../../renderer/features/logs/plan-hidden.ts';
import { logSource } from './log-source.ts';

const [a, b, c] = ['a', 'b', 'c'].map((pod, number) => logSource({ number, pod }));
if (!a || !b || !c) throw new Error('three sources were made');
const sources = [a, b, c];

test('one source alone hides the others, and those that join later', () => {
  const state = toggleSolo(allShown, sourceKey(b));
  expect(hiddenNumbers(state, sources)).toEqual([0, 2]);
  expect(hiddenNumbers(state, [...sources, logSource({ number: 3, pod: 'd' })])).toEqual([0, 2, 3]);
});

test('the same source again shows what was shown before', () => {
  const hidden = toggleHidden(allShown, sourceKey(a));
  const state = toggleSolo(toggleSolo(hidden, sourceKey(b)), sourceKey(b));
  expect(hiddenNumbers(state, sources)).toEqual([0]);
});

test('a view that is opened again with other numbers hides the same sources', () => {
  const state = toggleHidden(allShown, sourceKey(a));
  expect(hiddenNumbers(state, [logSource({ number: 0, pod: 'c' }), logSource({ number: 1, pod: 'a' })])).toEqual([1]);
});

test('a lone source that is not there hides nothing', () => {
  expect(hiddenNumbers(toggleSolo(allShown, 'gone'), sources)).toEqual([]);
});

test('hiding the source that stands alone shows the others', () => {
  expect(hiddenNumbers(toggleHidden(toggleSolo(allShown, sourceKey(a)), sourceKey(a)), sources)).toEqual([0]);
});
