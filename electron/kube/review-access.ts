import type { Connection } from './connection.ts';
import { type JsonObject, objectOf, textOf } from './json-fields.ts';
import { readJson } from './read-json.ts';
import type { Transport } from './transport.ts';

/** What may be done, or not: authorizationv1.ResourceAttributes. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Empty for none. */
  readonly subresource: string;
  /** Empty = all namespaces, or a resource that has none. */
  readonly namespace: string;
  /** Empty = all names. */
  readonly name: string;
}

/** What the authorizers say. */
export interface AccessReview {
  readonly allowed: boolean;
  /** Their reason; often empty. */
  readonly reason: string;
  /** What went wrong while they decided: a no may then be one for want of a better. Mostly empty. */
  readonly evaluationError: string;
}

/** Kinds of reviews (authorization.k8s.io/v1): a question or a list of rules, about whoever asks or about anybody. */
export type ReviewKind = 'SelfSubjectAccessReview' | 'SubjectAccessReview' | 'SelfSubjectRulesReview';

/** Asks whether we may (SelfSubjectAccessReview), as `kubectl auth can-i` does. Changes nothing. Rejects with RequestFailure. */
export async function reviewAccess(transport: Transport, question: AccessQuestion, signal: AbortSignal): Promise<AccessReview> {
  const { allowed, reason, evaluationError } = await postReview(
    transport,
    'SelfSubjectAccessReview',
    { resourceAttributes: question },
    signal,
  );
  return { allowed: allowed === true, reason: textOf(reason), evaluationError: textOf(evaluationError) };
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
