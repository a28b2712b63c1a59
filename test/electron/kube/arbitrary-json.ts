import fc from 'fast-check';
import type { Members } from '../../../electron/kube/json-members.ts';

/** Text that tries to look like structure. */
export const nastyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('}]},"spec":', '}],"x', '"managedFields":[', '\\', '\\"', '{"', ']', '},{"metadata":{', 'é🚢', '],"a'),
);

const key = fc
  .oneof(fc.constantFrom('managedFields', 'env', 'metadata', 'items', 'a', 'managedField', 'envFrom', ''), nastyText)
  .filter((name) => name !== '__proto__');

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue(),
    nastyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    tie('object'),
    fc.array(tie('any'), { maxLength: 4 }),
  ),
  object: fc.dictionary(key, tie('any'), { maxKeys: 5, noNullPrototype: true }),
}));

/** Objects of any JSON, with some names (`metadata`, `env`, `managedFields`, …) more often than others. */
export const arbitraryObject = value.object as fc.Arbitrary<Record<string, unknown>>;

/** What is kept of a value, said once more and plainly. */
export function kept(value: unknown, members: boolean | Members): unknown {
  if (members === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => kept(entry, members));
  if (members === false) return {};
  const entries = Object.entries(value).flatMap(([key, member]) => {
    const inside = Object.hasOwn(members, key) && key !== '*' && key !== '' ? members[key] : members['*'] === true;
    return inside === undefined || inside === false ? [] : [[key, kept(member, inside)]];
  });
  return Object.fromEntries(entries);
}
