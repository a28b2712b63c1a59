import type { AccessIdentity, AccessSubject } from '../../../../shared/access.ts';

/** Every user that proved who it is has this group (apiserver pkg/authentication/group). */
export const authenticatedGroup = 'system:authenticated';
const unauthenticatedGroup = 'system:unauthenticated';
const anonymousUser = 'system:anonymous';
/** Who is in it may do everything: no authorizer is asked (authorization mode `AlwaysAllow` of this group, apiserver pkg/authorization/authorizerfactory). */
export const mastersGroup = 'system:masters';
const serviceAccountPrefix = 'system:serviceaccount:';
const serviceAccountGroup = 'system:serviceaccounts';

/** The user name of a ServiceAccount (apiserver pkg/authentication/serviceaccount, MakeUsername). */
export function serviceAccountUser(namespace: string, name: string): string {
  return `${serviceAccountPrefix}${namespace}:${name}`;
}

/** Who a subject is to authorizers: user and all groups, the implied ones included. Null for `me`, whom only the server knows. */
export function identityOfSubject(subject: AccessSubject): AccessIdentity | null {
  switch (subject.type) {
    case 'me':
      return null;
    case 'service-account':
      return {
        user: serviceAccountUser(subject.namespace, subject.name),
        groups: [...serviceAccountGroups(subject.namespace), authenticatedGroup],
        uid: '',
        extra: {},
      };
    case 'user': {
      const { user, uid, extra } = subject;
      return { user, groups: withImplied(user, subject.groups), uid, extra };
    }
  }
}

/** Groups that the server adds by itself when it is told to act as a user (apiserver pkg/endpoints/filters/impersonation). */
function withImplied(user: string, groups: readonly string[]): readonly string[] {
  const [, , namespace] = user.startsWith(serviceAccountPrefix) ? user.split(':') : [];
  // Only where no groups are said.
  const said = groups.length > 0 || namespace === undefined ? groups : serviceAccountGroups(namespace);
  if (said.includes(unauthenticatedGroup)) return said;
  if (user === anonymousUser) return [...said, unauthenticatedGroup];
  return said.includes(authenticatedGroup) ? said : [...said, authenticatedGroup];
}

function serviceAccountGroups(namespace: string): readonly string[] {
  return [serviceAccountGroup, `${serviceAccountGroup}:${namespace}`];
}

/**
 * Groups that have to be said to the server when it is told to act as an identity: those that it does not add by itself. Each takes a right of its own, so saying more
 * than needed may be refused.
 */
export function groupsToSay({ user, groups }: Pick<AccessIdentity, 'user' | 'groups'>): readonly string[] {
  const said =
    user === anonymousUser
      ? groups.filter((group) => group !== unauthenticatedGroup)
      : groups.filter((group) => group !== authenticatedGroup);
  const [, , namespace] = user?.startsWith(serviceAccountPrefix) === true ? user.split(':') : [];
  const implied = namespace === undefined ? [] : serviceAccountGroups(namespace);
  return said.length === implied.length && implied.every((group) => said.includes(group)) ? [] : said;
}
