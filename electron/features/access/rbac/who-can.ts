import type { AccessGrant, AccessGrantee } from '../../../../shared/access.ts';
import { grantsOf } from './find-grants.ts';
import type { RuleQuestion } from './match-rule.ts';
import type { RbacIndex } from './rbac-index.ts';
import { mastersGroup } from './subject-identity.ts';

/**
 * Who may do what is asked in a namespace (empty = in all, or of a cluster-scoped resource), as RBAC objects say: users, groups as groups, ServiceAccounts; by
 * kind, then name. Complete as far as RBAC goes; `system:masters`, whom no authorizer is asked about, is always among them, without a path unless a binding names it.
 */
export function whoCan(index: RbacIndex, question: RuleQuestion, namespace: string): readonly AccessGrantee[] {
  const found = new Map<string, { subject: AccessGrant['subject']; grants: AccessGrant[] }>();
  const of = (subject: AccessGrant['subject']): AccessGrant[] => {
    const key = `${subject.kind}/${subject.namespace}/${subject.name}`;
    const known = found.get(key) ?? { subject, grants: [] };
    found.set(key, known);
    return known.grants;
  };
  of({ kind: 'Group', namespace: '', name: mastersGroup });
  for (const binding of index.bindingsFor(namespace)) {
    const role = index.roleOf(binding);
    if (role === null) continue;
    for (const subject of binding.subjects) {
      if (!isSubject(subject.kind)) continue;
      // A ServiceAccount of a cluster role binding without a namespace is nobody.
      if (subject.kind === 'ServiceAccount' && subject.namespace === '' && binding.namespace === '') continue;
      for (const grant of grantsOf(index, binding, role, subject, question)) {
        const grants = of(grant.subject);
        // A binding may name a subject twice.
        if (!grants.some((one) => JSON.stringify(one) === JSON.stringify(grant))) grants.push(grant);
      }
    }
  }
  return [...found.values()].map(({ subject, grants }) => ({ ...subject, grants })).sort(byKindAndName);
}

const kinds: readonly string[] = ['Group', 'User', 'ServiceAccount'];

function isSubject(kind: string): boolean {
  return kinds.includes(kind);
}

function byKindAndName(a: AccessGrantee, b: AccessGrantee): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(a.namespace, b.namespace) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
