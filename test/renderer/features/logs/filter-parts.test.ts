import { expect, test } from 'vitest';
import { filterOf, hasParts, noParts, withoutPattern, withPattern } from '../../../../renderer/features/logs/filter-parts.ts';
import { allShown, sourceKey, toggleSolo } from '../../../../renderer/features/logs/plan-hidden.ts';
import { logFilterSchema } from '../../../../shared/logs.ts';
import { logSource } from './log-source.ts';

const pattern = (text: string, matchCase = false) => ({ text, regex: false, matchCase });

test('parts become a filter that the contract takes', () => {
  const source = logSource({ number: 7 });
  const parts = {
    ...withPattern(withPattern(noParts, 'include', pattern('a')), 'exclude', pattern('b')),
    levels: 'warn' as const,
    sources: { solo: null, hidden: new Set([sourceKey(source)]) },
    context: 3,
  };
  const filter = filterOf(parts, [logSource({ number: 1 }), source]);
  expect(logFilterSchema.parse(filter)).toEqual({
    include: [pattern('a')],
    exclude: [pattern('b')],
    levels: ['warn', 'error', 'fatal'],
    hiddenSources: [7],
    onlySources: null,
    context: 3,
  });
});

test('one source of more than a filter can name is shown alone', () => {
  const sources = Array.from({ length: 20_000 }, (_, number) => logSource({ number, pod: `pod-${number}` }));
  const [first] = sources;
  if (first === undefined) throw new Error('sources were made');
  const filter = filterOf({ ...noParts, sources: toggleSolo(allShown, sourceKey(first)) }, sources);
  expect(logFilterSchema.parse(filter)).toEqual({ ...filter, hiddenSources: [], onlySources: [0] });
});

test('the same pattern is not added twice, one of another case is another', () => {
  const once = withPattern(withPattern(noParts, 'include', pattern('a')), 'include', pattern('a'));
  expect(once.include).toHaveLength(1);
  expect(withPattern(once, 'include', pattern('a', true)).include).toHaveLength(2);
});

test('of more patterns than a filter may have the oldest gives way', () => {
  let parts = noParts;
  for (let index = 0; index < 25; index++) parts = withPattern(parts, 'exclude', pattern(`p${index}`));
  expect(parts.exclude.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, index) => `p${index + 5}`));
});

test('one pattern is taken away and the others stay', () => {
  const parts = withPattern(withPattern(noParts, 'include', pattern('a')), 'include', pattern('b'));
  expect(withoutPattern(parts, 'include', pattern('a')).include).toEqual([pattern('b')]);
});

test('context lines alone hide nothing', () => {
  expect(hasParts({ ...noParts, context: 5 })).toBe(false);
  expect(hasParts({ ...noParts, levels: 'error' })).toBe(true);
});
