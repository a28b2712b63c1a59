import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesPattern } from '../../shared/match-pattern.ts';

/** The same by a regular expression, which is right and may take for ever. */
function byExpression(pattern: string, text: string): boolean {
  const source = [...pattern]
    .map((letter) => (letter === '*' ? '.*' : letter === '?' ? '.' : letter.replace(/[\\^$.|+()[\]{}]/, '\\$&')))
    .join('');
  return pattern === '' || new RegExp(`^${source}$`, 'isu').test(text);
}

test('a pattern fits what a shell would say it fits, without regard to case', () => {
  const letters = fc.constantFrom('a', 'B', 'b', '-', '.', '(', 'é');
  const texts = fc.array(letters, { maxLength: 12 }).map((each) => each.join(''));
  const patterns = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 }).map((each) => each.join(''));
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(matchesPattern(pattern, text)).toBe(byExpression(pattern, text));
    }),
    { numRuns: 5_000 },
  );
});

test('no pattern takes long', () => {
  // By a regular expression this would outlive the test's time limit by far.
  expect(matchesPattern('*a'.repeat(250), 'a'.repeat(240))).toBe(false);
  expect(matchesPattern('*a'.repeat(200), 'a'.repeat(240))).toBe(true);
});
