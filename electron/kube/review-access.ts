import { objectOf, textOf } from './json-fields.ts';
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

/** Asks whether we may (SelfSubjectAccessReview), as `kubectl auth can-i` does. Changes nothing. Rejects with RequestFailure. */
export async function reviewAccess(transport: Transport, question: AccessQuestion, signal: AbortSignal): Promise<AccessReview> {
  const body = JSON.stringify({
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    spec: { resourceAttributes: question },
  });
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = objectOf(await readJson(transport, { path, purpose: 'call', method: 'POST', body, signal }));
  const { allowed, reason, evaluationError } = objectOf(status);
  return { allowed: allowed === true, reason: textOf(reason), evaluationError: textOf(evaluationError) };
}
