import type { AccessGrant, AccessIdentity } from '../../../../shared/access.ts';
import { type RuleQuestion, ruleGrants } from './match-rule.ts';
import type { RbacIndex } from './rbac-index.ts';
import type { PolicyRule, RbacBinding, RbacRole, RbacSubject } from './rbac-objects.ts';
import { serviceAccountUser } from './subject-identity.ts';

/**
 * Every rule that grants an identity what it asks for in a namespace (empty = in all of them, or of a cluster-scoped resource), with the path to it, in the
 * authorizer's order: cluster role bindings, then bindings of the namespace (VisitRulesFor in pkg/registry/rbac/validation/rule.go). Empty = RBAC
 * does not grant it; another authorizer may.
 */
export function findGrants(
  index: RbacIndex,
  identity: Pick<AccessIdentity, 'user' | 'groups'>,
  question: RuleQuestion,
  namespace: string,
): readonly AccessGrant[] {
  const grants: AccessGrant[] = [];
  for (const binding of index.bindingsFor(namespace)) {
    const subject = binding.subjects.find((one) => appliesTo(one, binding.namespace, identity));
    if (subject === undefined) continue;
    const role = index.roleOf(binding);
    if (role !== null) grants.push(...grantsOf(index, binding, role, subject, question));
  }
  return grants;
}

/** Every rule that applies to an identity in a namespace, in the order of `findGrants`: for who has many questions about it, in clusters with thousands of bindings. */
export function rulesFor(index: RbacIndex, identity: Pick<AccessIdentity, 'user' | 'groups'>, namespace: string): readonly PolicyRule[] {
  return index.bindingsFor(namespace).flatMap((binding) => {
    const applies = binding.subjects.some((one) => appliesTo(one, binding.namespace, identity));
    return applies ? (index.roleOf(binding)?.rules ?? []) : [];
  });
}

/** Rules of a role that grant what is asked, as grants through one binding. */
export function grantsOf(
  index: RbacIndex,
  binding: RbacBinding,
  role: RbacRole,
  subject: RbacSubject,
  question: RuleQuestion,
): readonly AccessGrant[] {
  return role.rules.flatMap((rule, number): readonly AccessGrant[] => {
    if (!ruleGrants(rule, question)) return [];
    return [
      {
        binding: {
          kind: binding.namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
          namespace: binding.namespace,
          name: binding.name,
        },
        role: { kind: role.namespace === '' ? 'ClusterRole' : 'Role', namespace: role.namespace, name: role.name },
        rule: number,
        from: role.aggregates === null ? [] : index.sourcesOf(role, rule),
        subject: {
          kind: kindOf(subject.kind),
          namespace: subject.namespace === '' ? namespaceOf(subject, binding) : subject.namespace,
          name: subject.name,
        },
      },
    ];
  });
}

/** Whether a subject of a binding is this identity (appliesToUser): a ServiceAccount without a namespace is one of the binding's. */
export function appliesTo(
  subject: RbacSubject,
  bindingNamespace: string,
  { user, groups }: Pick<AccessIdentity, 'user' | 'groups'>,
): boolean {
  switch (subject.kind) {
    case 'User':
      return user === subject.name;
    case 'Group':
      return groups.includes(subject.name);
    case 'ServiceAccount': {
      const namespace = subject.namespace === '' ? bindingNamespace : subject.namespace;
      return namespace !== '' && user === serviceAccountUser(namespace, subject.name);
    }
    default:
      return false;
  }
}

function kindOf(kind: string): AccessGrant['subject']['kind'] {
  return kind === 'Group' || kind === 'ServiceAccount' ? kind : 'User';
}

function namespaceOf(subject: RbacSubject, binding: RbacBinding): string {
  return subject.kind === 'ServiceAccount' ? binding.namespace : '';
}
