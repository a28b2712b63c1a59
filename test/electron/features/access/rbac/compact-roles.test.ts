import { expect, it } from 'vitest';
import { compactRoles } from '../../../../../electron/features/access/rbac/compact-roles.ts';
import { rbacBindingOf, rbacRoleOf } from '../../../../../electron/features/access/rbac/rbac-objects.ts';

const linesOf = (rule: object) =>
  compactRoles({ roles: [rbacRoleOf({ metadata: { name: 'a' }, rules: [rule] })], bindings: [] }).objects[0]?.lines;

it('says the same of rules that are only written in another order', () => {
  const one = linesOf({ verbs: ['list', 'get'], apiGroups: ['apps', ''], resources: ['pods', 'deployments'] });
  const other = linesOf({ verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['deployments', 'pods'] });
  expect(one).toEqual(['get, list deployments, deployments.apps, pods, pods.apps']);
  expect(other).toEqual(one);
});

it('names of objects and paths of the server are part of a rule', () => {
  expect(linesOf({ verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['b', 'a'] })).toEqual(['get secrets [a, b]']);
  expect(linesOf({ verbs: ['get'], nonResourceURLs: ['/metrics'] })).toEqual(['get /metrics']);
});

it('a binding is its role and its subjects', () => {
  const binding = rbacBindingOf({
    metadata: { namespace: 'shop', name: 'b' },
    roleRef: { kind: 'ClusterRole', name: 'edit' },
    subjects: [
      { kind: 'ServiceAccount', namespace: 'shop', name: 'deployer' },
      { kind: 'Group', name: 'team' },
    ],
  });
  expect(compactRoles({ roles: [], bindings: [binding] }).objects).toEqual([
    {
      kind: 'RoleBinding',
      namespace: 'shop',
      name: 'b',
      lines: ['ClusterRole edit', 'Group team', 'ServiceAccount shop/deployer'],
    },
  ]);
});
