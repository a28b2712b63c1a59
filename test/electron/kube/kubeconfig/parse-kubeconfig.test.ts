import { describe, expect, test } from 'vitest';
import { checkContext } from '../../../../electron/kube/kubeconfig/check-context.ts';
import { mergeKubeconfigs } from '../../../../electron/kube/kubeconfig/merge-kubeconfigs.ts';
import { parseKubeconfig } from '../../../../electron/kube/kubeconfig/parse-kubeconfig.ts';
import { corpus, kubeconfig } from './corpus.ts';

const noFault = () => null;

describe('the corpus of odd kubeconfigs', () => {
  test.each(corpus.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const parsed = parseKubeconfig(entry.text, '/k/config');
    if (entry.refused === undefined) expect(parsed.refused).toBeNull();
    else expect(parsed.refused?.message).toMatch(entry.refused);
    const context = mergeKubeconfigs([parsed]).find((merged) => merged.context.name === 'x');
    const check = context === undefined ? null : checkContext(context, noFault);
    if (entry.broken === null) expect(check?.broken).toBeNull();
    else if (entry.broken !== undefined) expect(check?.broken?.message).toMatch(entry.broken);
    if (entry.warning !== undefined)
      expect(
        [...parsed.warnings.map((warning) => warning.message), ...(check?.warnings ?? []).map((warning) => warning.message)].join('\n'),
      ).toMatch(entry.warning);
    if (entry.line !== undefined) expect(parsed.refused?.place?.line ?? check?.broken?.line).toBe(entry.line);
  });
});

test('an empty file is no error and says so', () => {
  expect(parseKubeconfig('# nothing\n', 'f')).toMatchObject({ empty: true, refused: null });
});

test('hidden characters in a name are flagged and written out', () => {
  const parsed = parseKubeconfig(kubeconfig().replace('name: x', 'name: "prod\\u202egol\\e[31m\\a"'), 'f');
  const [context] = mergeKubeconfigs([parsed]);
  if (context === undefined) throw new Error('no context');
  expect(checkContext(context, noFault).warnings).toEqual([
    { kind: 'hidden-characters', message: 'the context name holds hidden characters: prod<U+202E>gol<U+001B>[31m<U+0007>' },
  ]);
});

test('names never reach a prototype', () => {
  const parsed = parseKubeconfig(
    kubeconfig({ cluster: 'server: https://c\n    extensions: [{name: __proto__, extension: {__proto__: {polluted: 1}}}]' }),
    'f',
  );
  expect(parsed.clusters.get('c')?.extensions.has('__proto__')).toBe(true);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a merge bomb is refused, not expanded', () => {
  const lines = ['a0: &a0 {k: v}'];
  for (let level = 1; level < 30; level++) lines.push(`a${level}: &a${level} {<<: [${`*a${level - 1}, `.repeat(9)}*a${level - 1}]}`);
  expect(parseKubeconfig(lines.join('\n'), 'f').refused?.message).toMatch(/too large/);
});

test('an extension of nested aliases is cut off', () => {
  const lines = ['- &a0 [x]'];
  for (let level = 1; level < 30; level++) lines.push(`- &a${level} [${`*a${level - 1}, `.repeat(9)}*a${level - 1}]`);
  const text = kubeconfig({
    cluster: `server: https://c\n    extensions:\n    - name: e\n      extension:\n${lines.map((line) => `        ${line}`).join('\n')}`,
  });
  expect(parseKubeconfig(text, 'f').warnings.map((warning) => warning.message)).toContain(
    'an extension is too large to be read and is ignored',
  );
});
