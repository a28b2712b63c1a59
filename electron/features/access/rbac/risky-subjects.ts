import type { RiskySubject } from '../../../../shared/access.ts';
import { risksOfBinding } from './flag-risks.ts';
import type { RbacIndex } from './rbac-index.ts';

/** Any other means nothing to the authorizer. */
const kinds = ['User', 'Group', 'ServiceAccount'] as const;

/** Every subject that a binding gives risky rights, with where they come from; who has most of them everywhere comes first. */
export function riskySubjects(index: RbacIndex): readonly RiskySubject[] {
  const found = new Map<string, { subject: Omit<RiskySubject, 'risks'>; risks: RiskySubject['risks'][number][] }>();
  for (const binding of index.bindings) {
    const role = index.roleOf(binding);
    const risks = risksOfBinding(binding, role);
    if (risks.length === 0) continue;
    const where = binding.namespace;
    const ofBinding = { kind: where === '' ? 'ClusterRoleBinding' : 'RoleBinding', namespace: where, name: binding.name } as const;
    const isLocal = role !== null && role.namespace !== '';
    const ofRole = { kind: isLocal ? 'Role' : 'ClusterRole', namespace: isLocal ? where : '', name: binding.roleRef.name } as const;
    for (const { kind: said, namespace, name } of binding.subjects) {
      const kind = kinds.find((one) => one === said);
      if (kind === undefined) continue;
      const subject = { kind, namespace: kind === 'ServiceAccount' && namespace === '' ? where : namespace, name };
      const key = `${subject.kind}/${subject.namespace}/${subject.name}`;
      const known = found.get(key) ?? { subject, risks: [] };
      found.set(key, known);
      known.risks.push(...risks.map((risk) => ({ risk, where, binding: ofBinding, role: ofRole })));
    }
  }
  return [...found.values()]
    .map(({ subject, risks }) => ({ ...subject, risks }))
    .sort((a, b) => everywhere(b) - everywhere(a) || b.risks.length - a.risks.length);
}

function everywhere({ risks }: RiskySubject): number {
  return risks.filter(({ where }) => where === '').length;
}
