import type { AccessQuestion } from '../../../shared/access.ts';
import type { JsonObject } from '../json-fields.ts';
import { encodeObject, type FieldToWrite } from './encode-message.ts';
import { MessageDecoder } from './message-decoder.ts';
import { ProtobufError } from './protobuf-error.ts';
import { readUnknown } from './unknown-envelope.ts';

/** Reviews of one question (authorization.k8s.io/v1), about whoever asks or about anybody. */
export type AccessReviewKind = 'SelfSubjectAccessReview' | 'SubjectAccessReview';

/** The question of a review, and whom it is about where that is said. Empty fields are left out, as Go does. */
export interface AccessReviewSpec {
  readonly resourceAttributes: Partial<AccessQuestion & { readonly version: string }>;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

const apiVersion = 'authorization.k8s.io/v1';

/* Numbers of fields: k8s.io/api/authorization/v1/generated.proto. */
const attributeNumbers = { namespace: 1, verb: 2, group: 3, version: 4, resource: 5, subresource: 6, name: 7 } as const;
const reviewFields = {
  review: { 3: { name: 'status', type: 'status' } },
  status: {
    1: { name: 'allowed', type: 'bool' },
    2: { name: 'reason', type: 'string', omitZero: true },
    3: { name: 'evaluationError', type: 'string', omitZero: true },
    4: { name: 'denied', type: 'bool', omitZero: true },
  },
} as const;
const review = new MessageDecoder(reviewFields, 'review', {
  status: { allowed: true, reason: true, evaluationError: true, denied: true },
});

/** A review that asks, `k8s\0` and all. */
export function encodeAccessReview(kind: AccessReviewKind, spec: AccessReviewSpec): Buffer {
  const { resourceAttributes, user, groups = [], uid, extra = {} } = spec;
  const attributes: FieldToWrite[] = [];
  for (const name of ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'] as const)
    if (resourceAttributes[name]) attributes.push([attributeNumbers[name], resourceAttributes[name]]);
  const fields: FieldToWrite[] = [[1, attributes]];
  if (kind === 'SubjectAccessReview') {
    if (user) fields.push([3, user]);
    for (const group of groups) fields.push([4, group]);
    for (const [key, values] of Object.entries(extra))
      fields.push([
        5,
        [
          [1, key],
          [2, values.map((value): FieldToWrite => [1, value])],
        ],
      ]);
    if (uid) fields.push([6, uid]);
  }
  return encodeObject(apiVersion, kind, [[2, fields]]);
}

/** The status of a review that was answered, as the JSON of the API has it. Throws ProtobufError, also when it does not say whether. */
export function decodeAccessReview(kind: AccessReviewKind, bytes: Buffer): JsonObject {
  const envelope = readUnknown(bytes, 0, bytes.length);
  if (envelope.kind !== kind) throw new ProtobufError(`a ${envelope.kind.slice(0, 60)} instead of a ${kind}`);
  const { status } = review.decode(bytes, envelope.start, envelope.end) as { readonly status?: JsonObject };
  if (typeof status?.allowed !== 'boolean') throw new ProtobufError('a review that does not say whether it is allowed');
  return status;
}
