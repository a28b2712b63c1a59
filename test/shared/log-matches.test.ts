import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchRanges, mostRanges } from '../../shared/log-matches.ts';
import { planPattern } from '../../shared/plan-pattern.ts';

/** The regular expression of a pattern as `matchRanges` takes it. */
function globally(text: string, regex: boolean): RegExp {
  const planned = planPattern({ text, regex, matchCase: false }, 'g');
  if (!planned.ok) throw new Error(planned.error);
  return planned.regex;
}

test('ranges are where slices of the text are what was looked for', () => {
  expect(matchRanges('error: Error', [globally('ERROR', false)])).toEqual([
    [0, 5],
    [7, 12],
  ]);
  expect(matchRanges('a1b22', [globally('\\d+', true)])).toEqual([
    [1, 2],
    [3, 5],
  ]);
  expect(matchRanges('abc', [globally('x', false)])).toEqual([]);
});

test('ranges of several patterns are one ascending list without overlaps', () => {
  expect(matchRanges('abcdef', [globally('cd', false), globally('bc', false), globally('f', false)])).toEqual([
    [1, 4],
    [5, 6],
  ]);
});

test('empty matches are no ranges, and end', () => {
  expect(matchRanges('aXbX', [globally('x*', true)])).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(matchRanges('👍👍', [globally('', true)])).toEqual([]);
});

test('a pattern that matches everywhere gives no more ranges than are shown', () => {
  expect(matchRanges('a '.repeat(2_000), [globally('a', false)])).toHaveLength(mostRanges);
});

test('whatever the text, ranges of a literal are all its places', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '(', 'é', '👍', '\\'), maxLength: 60 });
  fc.assert(
    fc.property(
      letters,
      fc.string({ unit: fc.constantFrom('a', 'b', '.', '(', '👍', '\\'), minLength: 1, maxLength: 3 }),
      (text, literal) => {
        const marked = new Set<number>();
        for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + literal.length)) {
          for (let index = at; index < at + literal.length; index++) marked.add(index);
        }
        const ranges = matchRanges(text, [globally(literal, false)]);
        expect(ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index))).toEqual([...marked]);
        for (let index = 1; index < ranges.length; index++) expect(ranges[index]?.[0]).toBeGreaterThan(ranges[index - 1]?.[1] ?? 0);
      },
    ),
  );
});
