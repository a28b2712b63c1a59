import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkDraft, draftOf, moved, nextKey } from '../../../../renderer/features/guardrails/draft-guardrails.ts';
import { protectionSchema, writeVerbs } from '../../../../shared/protection.ts';

const rule = { key: 0, contexts: '', namespaces: '', kinds: '', verbs: [], effect: 'confirm', most: '', reason: '' } as const;
const withRule = (fields: object) => checkDraft({ grades: [], rules: [{ ...rule, verbs: [], ...fields }] });

test('guardrails that are edited and not changed are saved as they were', () => {
  const pattern = fc.stringMatching(/^[a-z*?.-]{1,20}$/);
  const protections = fc.record({
    grades: fc.array(fc.record({ pattern, grade: fc.constantFrom('open', 'confirm', 'protected', 'read-only') }), { maxLength: 5 }),
    rules: fc.array(
      fc.record({
        contexts: pattern,
        namespaces: pattern,
        kinds: pattern,
        verbs: fc.subarray([...writeVerbs]),
        effect: fc.constantFrom('allow', 'confirm', 'type-name', 'deny'),
        most: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
        reason: fc.stringMatching(/^[a-z]{0,20}$/),
      }),
      { maxLength: 5 },
    ),
  });
  fc.assert(
    fc.property(protections, (given) => {
      const protection = protectionSchema.parse(given);
      expect(checkDraft(draftOf(protection)).protection).toEqual(protection);
    }),
  );
});

describe('a draft of guardrails', () => {
  it('is not saved with a grade that names no context: nobody means all of them by nothing', () => {
    const { problems, protection } = checkDraft({ grades: [{ key: 3, pattern: ' ', grade: 'open' }], rules: [] });
    expect(protection).toBeNull();
    expect([...problems]).toEqual([['grades.3.pattern', 'empty']]);
  });

  it.each(['-1', '1.5', 'ten', '1e3', '1000001', '12345678'])('says that %s is no number of objects', (most) => {
    expect(withRule({ most }).problems.get('rules.0.most')).toBe('not-a-number');
  });

  it.each([
    ['', null],
    [' 5 ', 5],
    ['0', 0],
    ['1000000', 1_000_000],
  ])('reads "%s" as a number of objects', (most, wanted) => {
    expect(withRule({ most }).protection?.rules[0]?.most).toBe(wanted);
  });

  it('wants one pattern in a field, since kinds and namespaces hold no commas', () => {
    expect(withRule({ kinds: 'pods, nodes' }).problems.get('rules.0.kinds')).toBe('several');
    expect(withRule({ namespaces: 'shop payments' }).problems.get('rules.0.namespaces')).toBe('several');
    expect(withRule({ contexts: 'my cluster' }).problems.size).toBe(0);
  });

  it('holds no text that the settings would refuse', () => {
    const { problems, protection } = withRule({ reason: 'x'.repeat(501) });
    expect(problems.get('rules.0.reason')).toBe('too-long');
    expect(protection).toBeNull();
  });
});

describe('the order of lines', () => {
  it('changes by one place, and not beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('gives a new line a key of its own', () => {
    expect(nextKey([])).toBe(0);
    expect(nextKey([{ key: 4 }, { key: 1 }])).toBe(5);
  });
});
