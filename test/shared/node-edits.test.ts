import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goQuote, labelKeyFaults, labelValueFaults } from '../../shared/label-syntax.ts';
import {
  labelChangesFault,
  labelChangesSchema,
  labelWord,
  parseLabelWords,
  parseTaintWords,
  taintChangesFault,
  taintChangesSchema,
  taintEffects,
  taintWord,
} from '../../shared/node-edits.ts';
import { cordonWords, labelWords, taintWords } from '../../shared/node-words.ts';

/* Sentences are those of kubectl 1.36; `npm run fidelity` asks kubectl itself. */

const nameRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

test.each<[string, readonly string[]]>([
  ['a', []],
  ['example.com/My_Name.1', []],
  ['', ['name part must be non-empty', `name part ${nameRule}`]],
  ['-a', [`name part ${nameRule}`]],
  ['/a', ['prefix part must be non-empty']],
  ['a/b/c', [`a valid label key ${nameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]],
  ['x'.repeat(64), ['name part must be no more than 63 bytes']],
  ['é'.repeat(32), ['name part must be no more than 63 bytes', `name part ${nameRule}`]],
])('what is wrong with the key %j', (key, faults) => {
  expect(labelKeyFaults(key)).toEqual(faults);
});

test('a prefix is a subdomain in lower case of at most 253 bytes', () => {
  expect(labelKeyFaults('Example.com/a')).toEqual([expect.stringMatching(/^prefix part a lowercase RFC 1123 subdomain must/)]);
  expect(labelKeyFaults(`${'a'.repeat(254)}/a`)).toEqual(['prefix part must be no more than 253 bytes']);
});

test('a value may be empty, and no longer than 63 bytes', () => {
  expect([labelValueFaults(''), labelValueFaults('a'.repeat(63))]).toEqual([[], []]);
  expect(labelValueFaults(`${'a'.repeat(63)}-`)).toEqual([
    'must be no more than 63 bytes',
    expect.stringMatching(/^a valid label must be an empty string or consist of/),
  ]);
});

test('text is quoted as Go does', () => {
  expect(goQuote('a"b\\c\td\u0001é\u200b😀\u{e0001}')).toBe('"a\\"b\\\\c\\td\\x01é\\u200b😀\\U000e0001"');
});

test.each<[readonly string[], string]>([
  [['a'], 'invalid taint spec: a'],
  [['a=b'], expect.stringMatching(/^invalid taint spec: a=b, name part must consist of/) as unknown as string],
  [['a=b:Never'], 'invalid taint effect: Never, unsupported taint effect'],
  [['a=b=c:NoSchedule'], 'invalid taint spec: a=b=c:NoSchedule'],
  [['a:b:NoSchedule'], 'invalid taint spec: a:b:NoSchedule'],
  [['a=1:NoSchedule', 'a=2:NoSchedule'], 'duplicated taints with the same key and effect: {a 2 NoSchedule <nil>}'],
  [['a=1:NoSchedule', 'a-'], 'can not both modify and remove the following taint(s) in the same command: a='],
  [['a:NoSchedule', 'a:NoSchedule-'], 'can not both modify and remove the following taint(s) in the same command: a=NoSchedule'],
])('kubectl taint refuses %j', (words, message) => {
  expect(parseTaintWords(words)).toEqual({ ok: false, error: message });
});

test.each<[readonly string[], string]>([
  [['a'], 'unknown label spec: a'],
  [['a=b=c'], 'invalid label spec: a=b=c'],
  [['a=b', 'a-'], 'can not both modify and remove a label in the same command'],
])('kubectl label refuses %j', (words, message) => {
  expect(parseLabelWords(words)).toEqual({ ok: false, error: message });
});

test('a key that no API server takes is refused in its words', () => {
  expect(labelChangesFault([{ type: 'set', key: 'a b', value: '' }])).toBe(`metadata.labels: Invalid value: "a b": name part ${nameRule}`);
});

const letters = fc.string({ unit: fc.constantFrom('a', 'B', '1', '-', '_', '.', '/', ':', '=', ' ', 'é'), maxLength: 8 });
const taintChange = fc.oneof(
  fc.record({ type: fc.constant('set' as const), key: letters, value: letters, effect: fc.constantFrom(...taintEffects) }),
  fc.record({ type: fc.constant('remove' as const), key: letters, effect: fc.constantFrom(...taintEffects, '' as const) }),
);
const labelChange = fc.oneof(
  fc.record({ type: fc.constant('set' as const), key: letters, value: letters }),
  fc.record({ type: fc.constant('remove' as const), key: letters }),
);

test('changes without a fault are what kubectl reads from their words, and keys and values of theirs that Kubernetes takes', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(taintChange, { minLength: 1, maxLength: 3 }), (changes) => {
      if (taintChangesFault(taintChangesSchema.parse(changes)) !== null) return;
      accepted++;
      expect(parseTaintWords(changes.map(taintWord))).toEqual({ ok: true, value: changes });
      for (const change of changes) {
        expect(labelKeyFaults(change.key)).toEqual([]);
        if (change.type === 'set') expect(labelValueFaults(change.value)).toEqual([]);
      }
    }),
    { numRuns: 3000 },
  );
  fc.assert(
    fc.property(fc.array(labelChange, { minLength: 1, maxLength: 3 }), (changes) => {
      if (labelChangesFault(labelChangesSchema.parse(changes)) !== null) return;
      accepted++;
      expect(parseLabelWords(changes.map(labelWord))).toEqual({ ok: true, value: changes });
      for (const change of changes) if (change.type === 'set') expect(labelKeyFaults(change.key)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('the equal command names nodes and changes', () => {
  expect(cordonWords(['a', 'b'], false)).toEqual(['uncordon', 'a', 'b']);
  expect(
    taintWords(
      ['a'],
      [
        { type: 'set', key: 'k', value: '', effect: 'NoExecute' },
        { type: 'remove', key: 'old', effect: '' },
      ],
      true,
    ),
  ).toEqual([...['taint', 'nodes', 'a', 'k:NoExecute', 'old-', '--overwrite']]);
  expect(labelWords(['a'], [{ type: 'set', key: 'disk', value: 'ssd' }], false)).toEqual(['label', 'nodes', 'a', 'disk=ssd']);
});
