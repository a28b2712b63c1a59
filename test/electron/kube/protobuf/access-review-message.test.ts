import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAccessReview, encodeAccessReview } from '../../../../electron/kube/protobuf/access-review-message.ts';
import { MessageDecoder } from '../../../../electron/kube/protobuf/message-decoder.ts';
import { ProtobufError } from '../../../../electron/kube/protobuf/protobuf-error.ts';
import { readUnknown } from '../../../../electron/kube/protobuf/unknown-envelope.ts';

/* Written with the numbers of k8s.io/api/authorization/v1/generated.proto, once here and once in what is tested. */
const text = (name: string) => ({ name, type: 'string' });
const tables = {
  review: { 2: { name: 'spec', type: 'spec' } },
  spec: {
    1: { name: 'resourceAttributes', type: 'attributes' },
    3: text('user'),
    4: { ...text('groups'), repeated: true },
    5: { name: 'extra', type: 'entry', repeated: true },
    6: text('uid'),
  },
  attributes: {
    1: text('namespace'),
    2: text('verb'),
    3: text('group'),
    4: text('version'),
    5: text('resource'),
    6: text('subresource'),
    7: text('name'),
  },
  entry: { 1: text('key'), 2: { name: 'value', type: 'values' } },
  values: { 1: { ...text('items'), repeated: true } },
};
const attributes = { namespace: true, verb: true, group: true, version: true, resource: true, subresource: true, name: true } as const;
const asked = new MessageDecoder(tables, 'review', {
  spec: { resourceAttributes: attributes, user: true, groups: true, extra: { key: true, value: { items: true } }, uid: true },
});

const word = fc.string({ unit: 'grapheme', maxLength: 300 });
const said = word.filter((value) => value !== '');
const question = fc.record({ namespace: word, verb: said, group: word, version: word, resource: said, subresource: word, name: word });
const subject = fc.record({ user: said, groups: fc.array(said), uid: said, extra: fc.dictionary(said, fc.array(said, { minLength: 1 })) });
const withoutEmpty = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

test('what a review asks is read from its bytes as it was put, and empty fields are left out', () => {
  fc.assert(
    fc.property(question, subject, (resourceAttributes, { extra, groups, ...who }) => {
      const bytes = encodeAccessReview('SubjectAccessReview', { resourceAttributes, extra, groups, ...who });
      const { kind, apiVersion, start, end } = readUnknown(bytes, 0, bytes.length);
      expect({ kind, apiVersion }).toEqual({ kind: 'SubjectAccessReview', apiVersion: 'authorization.k8s.io/v1' });
      const entries = Object.entries(extra).map(([key, items]) => ({ key, value: { items } }));
      expect(asked.decode(bytes, start, end)).toEqual({
        spec: {
          resourceAttributes: withoutEmpty(resourceAttributes),
          ...who,
          ...(groups.length === 0 ? {} : { groups }),
          ...(entries.length === 0 ? {} : { extra: entries }),
        },
      });
    }),
  );
});

test('a review about whoever asks names nobody', () => {
  const resourceAttributes = { verb: 'get', resource: 'pods' };
  const bytes = encodeAccessReview('SelfSubjectAccessReview', { resourceAttributes, user: 'jane', groups: ['dev'], uid: '1' });
  const { start, end } = readUnknown(bytes, 0, bytes.length);
  expect(asked.decode(bytes, start, end)).toEqual({ spec: { resourceAttributes } });
});

/** The answer of an API server (v1.36) to `get res0/status` in `team`, but for its managedFields. */
const allowed =
  'azhzAAoyChdhdXRob3JpemF0aW9uLms4cy5pby92MRIXU2VsZlN1YmplY3RBY2Nlc3NSZXZpZXcSPwoQCgASABoAIgAqADIAOABCABIhCh8KBHRlYW0SA2dldBoAIgAqBHJlczAyBnN0YXR1czoAGggIARIAGgAgABoAIgA=';

test('an answer of an API server says what its JSON says', () => {
  expect(decodeAccessReview('SelfSubjectAccessReview', Buffer.from(allowed, 'base64'))).toEqual({ allowed: true });
});

test('bytes that do not say whether are no answer, wherever they are cut or changed: nothing becomes a no', () => {
  const bytes = Buffer.from(allowed, 'base64');
  expect(() => decodeAccessReview('SubjectAccessReview', bytes)).toThrow(ProtobufError);
  for (let length = 0; length < bytes.length - 4; length++)
    expect(() => decodeAccessReview('SelfSubjectAccessReview', bytes.subarray(0, length)), String(length)).toThrow(ProtobufError);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(bytes);
      changed[at] = byte;
      try {
        expect(decodeAccessReview('SelfSubjectAccessReview', changed)).toHaveProperty('allowed');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ProtobufError);
      }
    }),
  );
});
