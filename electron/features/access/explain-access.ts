import type { AccessExplanation } from '../../../shared/contract.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { reviewAccess } from '../../kube/review-access.ts';
import type { Transport } from '../../kube/transport.ts';
import { whoAmI } from '../../kube/who-am-i.ts';

/** Verbs that are asked for, in the order they are shown. */
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;

/** Arguments of `access.explain` after the gate's parser. An empty namespace asks about all namespaces. */
export interface ExplainAccessArguments {
  readonly resource: ResourceRef;
  readonly namespace: string;
}

/**
 * Asks the server who the user is (SelfSubjectReview, since 1.28) and what they may do with a resource (one
 * SelfSubjectAccessReview a verb, as `kubectl auth can-i`). Nothing is guessed: a review that fails rejects with RequestFailure.
 */
export async function explainAccess(transport: Transport, args: ExplainAccessArguments, signal: AbortSignal): Promise<AccessExplanation> {
  const [{ user, groups }, ...answers] = await Promise.all([
    whoAmI(transport, signal),
    ...verbs.map((verb) =>
      reviewAccess(transport, { ...args.resource, subresource: '', namespace: args.namespace, name: '', verb }, signal),
    ),
  ]);
  return {
    user: user ?? '',
    groups,
    allowedVerbs: verbs.filter((_verb, index) => answers[index]?.answer === 'yes'),
    deniedVerbs: verbs.filter((_verb, index) => answers[index]?.answer === 'no'),
  };
}
