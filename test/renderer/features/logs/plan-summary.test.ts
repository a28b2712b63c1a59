import { expect, test } from 'vitest';
import { countParts, hidesLines, startKey } from '../../../../renderer/features/logs/plan-summary.ts';
import { logFilterSchema, logStartSchema } from '../../../../shared/logs.ts';

test('all lines are counted once', () => {
  expect(countParts({ visible: 20, total: 20, dropped: 0 }, false)).toEqual([{ key: 'summary.lines', values: { count: 20 } }]);
});

test('lines the budget cost are counted', () => {
  expect(countParts({ visible: 24_429, total: 24_429, dropped: 214 }, false)).toEqual([
    { key: 'summary.kept', values: { count: 24_429, received: 24_643 } },
  ]);
});

test('a filter says how many of all it shows, also when it shows none', () => {
  expect(countParts({ visible: 0, total: 20, dropped: 1 }, true)).toEqual([
    { key: 'summary.shown', values: { shown: 0, count: 20 } },
    { key: 'summary.kept', values: { count: 20, received: 21 } },
  ]);
});

test.each([
  [{}, false],
  [{ context: 3 }, false],
  [{ include: [{ text: 'a', regex: false, matchCase: false }] }, true],
  [{ exclude: [{ text: 'a', regex: false, matchCase: false }] }, true],
  [{ levels: ['error' as const] }, true],
  [{ hiddenSources: [0] }, true],
  [{ onlySources: [0] }, true],
])('a filter of %j hides lines: %s', (filter, expected) => {
  expect(hidesLines(logFilterSchema.parse(filter))).toBe(expected);
});

test('runs before the present one are said before anything else', () => {
  const start = logStartSchema.parse({ since: { type: 'all' }, tailLines: null, previous: true });
  expect([startKey(start), startKey({ ...start, previous: false })]).toEqual(['previous', 'all']);
});
