import type { ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import { isRecord, listAt, textAt } from './kube-object.ts';
import { userOfBindings } from './rules-of-subject.ts';
import { badRequest } from './status-error.ts';
import type { User } from './users.ts';
import { isAllowed, rulesInNamespace } from './users.ts';

/** The reviews every authenticated user may ask about itself. */
export const SELF_REVIEWS: ReadonlySet<string> = new Set(['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews']);

/** The review about anybody, for those who may create it. */
export const SUBJECT_REVIEW = 'subjectaccessreviews';

/**
 * Answers SelfSubjectAccessReview, SelfSubjectRulesReview and SelfSubjectReview from the same rules that guard requests, and SubjectAccessReview from the
 * cluster's roles and bindings.
 */
export async function handleReview(exchange: Exchange, state: ClusterState, resource: string, user: User): Promise<void> {
  const text = await exchange.body();
  let review: unknown;
  try {
    review = JSON.parse(text === '' ? '{}' : text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${String(error)}`);
  }
  if (!isRecord(review)) throw badRequest('the object provided is unrecognized');
  const spec = review.spec;
  const status = (): unknown => {
    if (resource === 'selfsubjectreviews') return { userInfo: { username: user.name, groups: user.groups } };
    if (resource === 'selfsubjectrulesreviews')
      return {
        resourceRules: rulesInNamespace(user, textAt(spec, 'namespace')),
        nonResourceRules: [
          {
            verbs: ['get'],
            nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/readyz', '/version', '/version/'],
          },
        ],
        incomplete: false,
      };
    const attribute = (name: string): string => textAt(spec, 'resourceAttributes', name);
    const wanted = {
      verb: attribute('verb'),
      group: attribute('group'),
      resource: attribute('resource'),
      subresource: attribute('subresource'),
      namespace: attribute('namespace'),
      name: attribute('name'),
    };
    const asked = resource === SUBJECT_REVIEW ? userOfBindings(state, textAt(spec, 'user'), textsAt(spec, 'groups')) : user;
    // Non-resource URLs here are discovery and health, which every user may read.
    const allowed =
      isRecord(spec) && 'nonResourceAttributes' in spec
        ? textAt(spec, 'nonResourceAttributes', 'verb') === 'get'
        : isAllowed(asked, wanted);
    return { allowed, ...(allowed ? { reason: 'RBAC: allowed by the demo rules of this user' } : {}) };
  };
  exchange.json(201, { ...review, metadata: { creationTimestamp: null }, status: status() });
}

function textsAt(value: unknown, name: string): readonly string[] {
  return listAt(value, name).filter((each) => typeof each === 'string');
}
