import type { AccessAnswer, AccessQuestion } from '../../shared/access.ts';
import { isProtobuf } from './classify-failure.ts';
import type { Connection } from './connection.ts';
import { type JsonObject, objectOf, textOf } from './json-fields.ts';
import { type AccessReviewKind, type AccessReviewSpec, decodeAccessReview, encodeAccessReview } from './protobuf/access-review-message.ts';
import { ProtobufError } from './protobuf/protobuf-error.ts';
import { parseAnswer, readJson, readWhole } from './read-json.ts';
import { RequestFailure } from './request-failure.ts';
import type { KubeRequest, Transport } from './transport.ts';

const protobuf = 'application/vnd.kubernetes.protobuf';

/** What the authorizers say. `unknown` is never "no": one of them could not decide. */
export type AccessReview = Omit<AccessAnswer, 'error'>;

/** What a review is about: a question, or a namespace whose rules are listed. */
type ReviewKind = AccessReviewKind | 'SelfSubjectRulesReview';

/** Asks whether we may (SelfSubjectAccessReview), as `kubectl auth can-i` does. Changes nothing. Rejects with RequestFailure. */
export async function reviewAccess(
  transport: Transport,
  question: AccessQuestion & { readonly version: string },
  signal: AbortSignal,
): Promise<AccessReview> {
  return reviewOf(await postAccessReview(transport, 'SelfSubjectAccessReview', { resourceAttributes: question }, signal));
}

/**
 * What a review's status says. An authorizer that failed makes a refusal doubtful, because another might have allowed it, unless it was denied outright.
 * What is allowed stays allowed.
 */
export function reviewOf({ allowed, denied, reason, evaluationError }: JsonObject): AccessReview {
  const failed = textOf(evaluationError);
  const refused = allowed === false && (denied === true || failed === '');
  return { answer: allowed === true ? 'yes' : refused ? 'no' : 'unknown', reason: textOf(reason), evaluationError: failed };
}

/**
 * How servers are asked: one question is sent as protobuf to find out, those that come meanwhile as JSON, which every server takes. Proxies that read what they pass on,
 * and what only looks like an API server, may take nothing else.
 */
const encodings = new WeakMap<Transport, 'finding-out' | 'protobuf' | 'json'>();

/**
 * Has a question answered and returns the review's status. It is never stored: a POST that changes nothing. As protobuf where the server takes it, as the components
 * of Kubernetes ask each other: that costs it a sixth less. `as`: whom it acts as, when not as ourselves. Rejects with RequestFailure.
 */
export async function postAccessReview(
  transport: Transport,
  kind: AccessReviewKind,
  spec: AccessReviewSpec,
  signal: AbortSignal,
  as?: Connection['impersonation'],
): Promise<JsonObject> {
  const encoding = encodings.get(transport);
  if (encoding === 'json' || encoding === 'finding-out') return postReview(transport, kind, spec, signal, as);
  if (encoding === undefined) encodings.set(transport, 'finding-out');
  try {
    const body = encodeAccessReview(kind, spec);
    const request = { ...requestOf(kind, signal, as), accept: `${protobuf},application/json`, body, contentType: protobuf };
    const { contentType, bytes } = await readWhole(transport, request);
    const status = isProtobuf(contentType)
      ? decodeAccessReview(kind, bytes)
      : statusOf(parseAnswer(bytes.toString('utf8'), transport.host));
    encodings.set(transport, 'protobuf');
    return status;
  } catch (thrown) {
    if (isAboutEncoding(thrown)) {
      encodings.set(transport, 'json');
      return postReview(transport, kind, spec, signal, as);
    }
    // Says nothing about the encoding: the next question finds out.
    if (encodings.get(transport) === 'finding-out') encodings.delete(transport);
    throw thrown;
  }
}

/** Has a review made, asked and answered as JSON, and returns its status. Otherwise as `postAccessReview`. */
export async function postReview(
  transport: Transport,
  kind: ReviewKind,
  spec: object,
  signal: AbortSignal,
  as?: Connection['impersonation'],
): Promise<JsonObject> {
  const body = JSON.stringify({ kind, apiVersion: 'authorization.k8s.io/v1', spec });
  return statusOf(await readJson(transport, { ...requestOf(kind, signal, as), body }));
}

function requestOf(kind: ReviewKind, signal: AbortSignal, as: Connection['impersonation'] | undefined): KubeRequest {
  const request = { path: `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`, purpose: 'review', method: 'POST', signal } as const;
  return as === undefined ? request : { ...request, impersonation: as };
}

function statusOf(review: unknown): JsonObject {
  return objectOf(objectOf(review).status);
}

/** A body that was not understood (400), an answer that cannot be given so (406), a media type that is not taken (415), or bytes that are no review. */
function isAboutEncoding(thrown: unknown): boolean {
  if (thrown instanceof ProtobufError) return true;
  if (!(thrown instanceof RequestFailure) || thrown.error.kind !== 'status') return false;
  return thrown.error.code === 400 || thrown.error.code === 406 || thrown.error.code === 415;
}
