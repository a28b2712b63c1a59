import type { AccessAnswer, AccessIdentity, AccessQuestion, askableMethods } from '../../../shared/access.ts';
import type { Connection } from '../../kube/connection.ts';
import { arrayOf, type JsonObject, textOf } from '../../kube/json-fields.ts';
import type { AccessReviewSpec } from '../../kube/protobuf/access-review-message.ts';
import { clusterErrorOf } from '../../kube/request-failure.ts';
import { postAccessReview, postReview, reviewOf } from '../../kube/review-access.ts';
import type { Transport } from '../../kube/transport.ts';
import { impersonationOf } from './impersonation-of.ts';

/** How a subject's rights are asked: by a review of its own kind, as whom. */
export type AskableMethod = (typeof askableMethods)[number];

/** Times that a question is put before it counts as unanswered. */
const mostTries = 4;

/**
 * Asks the server one question, as `kubectl auth can-i` does (pkg/cmd/auth/cani.go): without a version, because RBAC knows none. A server that is busy and says until when is asked again (the
 * transport keeps quiet until then): a review changes nothing. Never rejects: a question that failed is `unknown`, with the reason.
 */
export async function askAccess(
  transport: Transport,
  method: AskableMethod,
  identity: AccessIdentity,
  question: AccessQuestion,
  signal: AbortSignal,
): Promise<AccessAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      const status = await review(transport, method, identity, { resourceAttributes: question }, signal);
      return { ...reviewOf(status), error: null };
    } catch (thrown) {
      const error = clusterErrorOf(thrown);
      const busy = error.kind === 'status' && error.retryAfterSeconds !== null;
      if (busy && tries < mostTries && !signal.aborted) continue;
      return { answer: 'unknown', reason: '', evaluationError: '', error };
    }
  }
}

/** Rules that the server lists for whoever asks, in one namespace. */
export interface RulesAnswer {
  readonly rules: readonly unknown[];
  /** True unless the server vouches that there are no other rights. */
  readonly incomplete: boolean;
}

/** A SelfSubjectRulesReview. Rejects with RequestFailure. */
export async function askRules(
  transport: Transport,
  method: Exclude<AskableMethod, 'review'>,
  identity: AccessIdentity,
  namespace: string,
  signal: AbortSignal,
): Promise<RulesAnswer> {
  const status = await postReview(transport, 'SelfSubjectRulesReview', { namespace }, signal, actingAs(method, identity));
  const { resourceRules, incomplete, evaluationError } = status;
  return { rules: arrayOf(resourceRules), incomplete: incomplete !== false || textOf(evaluationError) !== '' };
}

function review(
  transport: Transport,
  method: AskableMethod,
  identity: AccessIdentity,
  spec: AccessReviewSpec,
  signal: AbortSignal,
): Promise<JsonObject> {
  if (method !== 'review') return postAccessReview(transport, 'SelfSubjectAccessReview', spec, signal, actingAs(method, identity));
  const { user, groups, uid, extra } = identity;
  return postAccessReview(transport, 'SubjectAccessReview', { ...spec, user: user ?? '', groups, uid, extra }, signal);
}

function actingAs(method: Exclude<AskableMethod, 'review'>, identity: AccessIdentity): Connection['impersonation'] | undefined {
  return method === 'self' ? undefined : impersonationOf(identity);
}
