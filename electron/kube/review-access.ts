import type { AccessAnswer, AccessQuestion } from '../../shared/access.ts';
import type { Connection } from './connection.ts';
import { type JsonObject, objectOf, textOf } from './json-fields.ts';
import { readJson } from './read-json.ts';
import type { Transport } from './transport.ts';

/** What the authorizers say. `unknown` is never "no": one of them could not decide. */
export type AccessReview = Omit<AccessAnswer, 'error'>;

/** Kinds of reviews (authorization.k8s.io/v1): a question or a list of rules, about whoever asks or about anybody. */
export type ReviewKind = 'SelfSubjectAccessReview' | 'SubjectAccessReview' | 'SelfSubjectRulesReview';

/** Asks whether we may (SelfSubjectAccessReview), as `kubectl auth can-i` does. Changes nothing. Rejects with RequestFailure. */
export async function reviewAccess(
  transport: Transport,
  question: AccessQuestion & { readonly version: string },
  signal: AbortSignal,
): Promise<AccessReview> {
  return reviewOf(await postReview(transport, 'SelfSubjectAccessReview', { resourceAttributes: question }, signal));
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

/** Has a review made and returns its status. It is never stored: a POST that changes nothing. `as`: whom it acts as, when not as ourselves. Rejects with RequestFailure. */
export async function postReview(
  transport: Transport,
  kind: ReviewKind,
  spec: object,
  signal: AbortSignal,
  as?: Connection['impersonation'],
): Promise<JsonObject> {
  const body = JSON.stringify({ kind, apiVersion: 'authorization.k8s.io/v1', spec });
  const path = `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`;
  const request = { path, purpose: 'call', method: 'POST', body, signal } as const;
  return objectOf(objectOf(await readJson(transport, as === undefined ? request : { ...request, impersonation: as })).status);
}
