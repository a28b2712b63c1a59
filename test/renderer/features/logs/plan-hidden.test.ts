import { expect, test } from 'vitest';
import { allShown, sourceKey, sourceNumbers, toggleHidden, toggleSolo } from '../../../../renderer/features/logs/plan-hidden.ts';
import { logSource } from './log-source.ts';

const [a, b, c] = ['a', 'b', 'c'].map((pod, number) => logSource({ number, pod }));
if (!a || !b || !c) throw new Error('three sources were made');
const sources = [a, b, c];

const hiding = (...hiddenSources: number[]) => ({ hiddenSources, onlySources: null });

test('one source alone hides the others, and those that join later', () => {
  const state = toggleSolo(allShown, sourceKey(b));
  const alone = { hiddenSources: [], onlySources: [1] };
  expect(sourceNumbers(state, sources)).toEqual(alone);
  expect(sourceNumbers(state, [...sources, logSource({ number: 3, pod: 'd' })])).toEqual(alone);
});

test('a source whose lines were read once more is alone with them', () => {
  const again = logSource({ number: 3, pod: 'b' });
  expect(sourceNumbers(toggleSolo(allShown, sourceKey(b)), [...sources, again]).onlySources).toEqual([1, 3]);
});

test('a hidden source that is shown alone is shown', () => {
  const state = toggleSolo(toggleHidden(allShown, sourceKey(a)), sourceKey(a));
  expect(sourceNumbers(state, sources)).toEqual({ hiddenSources: [], onlySources: [0] });
});

test('the same source again shows what was shown before', () => {
  const hidden = toggleHidden(allShown, sourceKey(a));
  const state = toggleSolo(toggleSolo(hidden, sourceKey(b)), sourceKey(b));
  expect(sourceNumbers(state, sources)).toEqual(hiding(0));
});

test('a view that is opened again with other numbers hides the same sources', () => {
  const state = toggleHidden(allShown, sourceKey(a));
  expect(sourceNumbers(state, [logSource({ number: 0, pod: 'c' }), logSource({ number: 1, pod: 'a' })])).toEqual(hiding(1));
});

test('a lone source that is not there hides nothing', () => {
  expect(sourceNumbers(toggleSolo(allShown, 'gone'), sources)).toEqual(hiding());
});

test('hiding the source that stands alone shows the others', () => {
  expect(sourceNumbers(toggleHidden(toggleSolo(allShown, sourceKey(a)), sourceKey(a)), sources)).toEqual(hiding(0));
});
