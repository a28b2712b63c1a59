import type { AccessIdentity, AccessQuestion } from '../../../../shared/access.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const serviceAccountUser = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** The smallest role and binding that would grant what was refused, as objects to be written as YAML. Applied by nobody here. */
export interface SmallestGrant {
  readonly role: object;
  readonly binding: object;
}

/**
 * One rule with one verb, one resource and, where it was asked about, one name; bound to the subject alone. In a namespace a Role and a RoleBinding, else (every namespace, or a
 * cluster-scoped resource) a ClusterRole and a ClusterRoleBinding. Names say what is granted. A rule with a name cannot grant create or
 * deletecollection of a resource (Kubernetes documentation, "Referring to resources"): then the rule has none.
 */
export function planSmallestRole(identity: Pick<AccessIdentity, 'user' | 'groups'>, question: AccessQuestion): SmallestGrant {
  const { verb, group, resource, subresource, namespace, name } = question;
  const cannotName = subresource === '' && (verb === 'create' || verb === 'deletecollection');
  const rule = {
    apiGroups: [group],
    resources: [subresource === '' ? resource : `${resource}/${subresource}`],
    verbs: [verb],
    ...(name === '' || cannotName ? {} : { resourceNames: [name] }),
  };
  const isNamespaced = namespace !== '';
  const metadata = { name: nameOf(question), ...(isNamespaced ? { namespace } : {}) };
  const kind = isNamespaced ? 'Role' : 'ClusterRole';
  return {
    role: { apiVersion: `${rbacGroup}/v1`, kind, metadata, rules: [rule] },
    binding: {
      apiVersion: `${rbacGroup}/v1`,
      kind: `${kind}Binding`,
      metadata,
      subjects: [subjectOf(identity)],
      roleRef: { apiGroup: rbacGroup, kind, name: metadata.name },
    },
  };
}

/** A user by name, a ServiceAccount as such; who has no name is bound by the first of the groups. */
function subjectOf({ user, groups }: Pick<AccessIdentity, 'user' | 'groups'>): object {
  const [, namespace, name] = serviceAccountUser.exec(user ?? '') ?? [];
  if (name !== undefined) return { kind: 'ServiceAccount', name, namespace };
  if (user === null || user === '') return { kind: 'Group', apiGroup: rbacGroup, name: groups[0] ?? '' };
  return { kind: 'User', apiGroup: rbacGroup, name: user };
}

/** A name that is a path segment, as RBAC names must be. */
function nameOf({ verb, group, resource, subresource, name }: AccessQuestion): string {
  const words = [verb, resource, subresource, group, name].filter((word) => word !== '');
  return words.join('-').replace(/[/%]/g, '-').slice(0, 253);
}
