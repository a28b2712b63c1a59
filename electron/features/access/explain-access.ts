import type { AccessExplanation } from '../../../shared/contract.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { objectOf } from '../../kube/json-fields.ts';
import { readJson } from '../../kube/read-json.ts';
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
    ...verbs.map((verb) => mayI(transport, args, verb, signal)),
  ]);
  return {
    user: user ?? '',
    groups,
    allowedVerbs: verbs.filter((_verb, index) => answers[index] === true),
    deniedVerbs: verbs.filter((_verb, index) => answers[index] === false),
  };
}

async function mayI(transport: Transport, args: ExplainAccessArguments, verb: string, signal: AbortSignal): Promise<boolean> {
  const { group, version, resource } = args.resource;
  const spec = { resourceAttributes: { namespace: args.namespace, verb, group, version, resource } };
  const review = await post(transport, 'authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', { spec }, signal);
  return objectOf(objectOf(review).status).allowed === true;
}

function post(transport: Transport, group: string, kind: string, resource: string, rest: object, signal: AbortSignal): Promise<unknown> {
  const body = JSON.stringify({ kind, apiVersion: `${group}/v1`, ...rest });
  return readJson(transport, { path: `/apis/${group}/v1/${resource}`, purpose: 'call', method: 'POST', body, signal });
}
