import fc from 'fast-check';
import { messageFields } from '../../../../electron/kube/protobuf/messages.ts';

const text = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Running', 'True', 'Ready', '\ufffd', ''))
  .map((each) => each.toWellFormed());
const seconds = fc.integer({ min: -62_135_596_799, max: 253_402_300_799 });

/** Objects as the API's JSON has them, with every field that the tables know, by chance there or not. */
export function arbitraryObject(message: string): fc.Arbitrary<Record<string, unknown>> {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const { name, type, repeated, omitZero } of Object.values(messageFields[message] ?? {})) {
    const one = arbitraryValue(type);
    // What omitempty leaves out is never there with a zero value.
    const value = omitZero === true ? one.filter((each) => each !== '' && each !== 0 && each !== false) : one;
    members[name] = repeated === true ? fc.array(value, { minLength: 1, maxLength: 3 }) : value;
  }
  return fc.record(members, { requiredKeys: [] }).map((object) => ({ ...object }));
}

function arbitraryValue(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'int':
      return fc.oneof(fc.integer(), fc.maxSafeInteger());
    case 'bool':
      return fc.boolean();
    case 'string':
      return text;
    case 'map':
    case 'quantities':
      return fc
        .uniqueArray(fc.tuple(text, text), { minLength: 1, maxLength: 3, selector: ([key]) => key })
        .map((entries) => Object.fromEntries(entries));
    case 'time':
      return seconds.map((each) => new Date(each * 1000).toISOString().replace('.000Z', 'Z'));
    case 'microTime':
      return fc
        .tuple(seconds, fc.integer({ min: 0, max: 999_999 }))
        .map(([each, micros]) => new Date(each * 1000).toISOString().replace('.000Z', `.${String(micros).padStart(6, '0')}Z`));
    default:
      return arbitraryObject(type);
  }
}
