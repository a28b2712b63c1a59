import type { ClusterState } from './cluster-state.ts';
import { listAt, textAt } from './kube-object.ts';
import type { AccessRule, User } from './users.ts';

const api = 'rbac.authorization.k8s.io';

/** Somebody with the rights that the cluster's roles and bindings give; who is asked about need not be known to the server. */
export function userOfBindings(state: ClusterState, name: string, groups: readonly string[]): User {
  const rules: AccessRule[] = groups.includes('system:masters') ? [{ verbs: ['*'], groups: ['*'], resources: ['*'] }] : [];
  for (const kind of ['clusterrolebindings', 'rolebindings'] as const)
    for (const binding of state.list(`${kind}.${api}`)) {
      const namespace = kind === 'rolebindings' ? (binding.metadata.namespace ?? '') : '';
      if (!listAt(binding, 'subjects').some((subject) => isSubject(subject, namespace, name, groups))) continue;
      const isLocal = textAt(binding, 'roleRef', 'kind') === 'Role';
      const role = state.get(`${isLocal ? 'roles' : 'clusterroles'}.${api}`, isLocal ? namespace : '', textAt(binding, 'roleRef', 'name'));
      for (const rule of listAt(role, 'rules')) rules.push(ruleOf(rule, namespace));
    }
  return { name, groups, rules };
}

function isSubject(subject: unknown, namespace: string, name: string, groups: readonly string[]): boolean {
  const named = textAt(subject, 'name');
  switch (textAt(subject, 'kind')) {
    case 'User':
      return named === name;
    case 'Group':
      return groups.includes(named);
    case 'ServiceAccount':
      return name === `system:serviceaccount:${textAt(subject, 'namespace') || namespace}:${named}`;
    default:
      return false;
  }
}

function ruleOf(rule: unknown, namespace: string): AccessRule {
  const texts = (field: string) => listAt(rule, field).filter((value) => typeof value === 'string');
  const names = texts('resourceNames');
  return {
    verbs: texts('verbs'),
    groups: texts('apiGroups'),
    resources: texts('resources'),
    ...(namespace === '' ? {} : { namespaces: [namespace] }),
    ...(names.length === 0 ? {} : { resourceNames: names }),
  };
}
