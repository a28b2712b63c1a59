import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGrants, rulesFor } from '../../../../../electron/features/access/rbac/find-grants.ts';
import { ruleGrants } from '../../../../../electron/features/access/rbac/match-rule.ts';
import { RbacIndex } from '../../../../../electron/features/access/rbac/rbac-index.ts';
import { rbacBindingOf, rbacRoleOf } from '../../../../../electron/features/access/rbac/rbac-objects.ts';
import { identityOfSubject } from '../../../../../electron/features/access/rbac/subject-identity.ts';
import { whoCan } from '../../../../../electron/features/access/rbac/who-can.ts';

const readPods = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };
const question = { verb: 'get', group: '', resource: 'pods', subresource: '', name: '' };
const role = (name: string, namespace: string, fields: object = {}) => ({ metadata: { name, namespace }, rules: [readPods], ...fields });
const binding = (name: string, namespace: string, subjects: object[], kind: string, roleName: string) => ({
  metadata: { name, namespace },
  subjects,
  roleRef: { kind, name: roleName },
});
const index = (roles: object[], bindings: object[]) =>
  new RbacIndex({ roles: roles.map(rbacRoleOf), bindings: bindings.map(rbacBindingOf) });
const jane = { user: 'jane', groups: ['dev', 'system:authenticated'] };

describe('the rules that grant something', () => {
  it('are found with binding, role and the subject through which they apply', () => {
    const objects = index(
      [role('reader', ''), role('local', 'a')],
      [
        binding('all', '', [{ kind: 'Group', name: 'dev' }], 'ClusterRole', 'reader'),
        binding('here', 'a', [{ kind: 'User', name: 'jane' }], 'Role', 'local'),
        binding('there', 'b', [{ kind: 'User', name: 'jane' }], 'ClusterRole', 'reader'),
      ],
    );
    expect(
      findGrants(objects, jane, question, 'a').map(({ binding: { kind, name }, subject }) => `${kind} ${name} ${subject.kind}`),
    ).toEqual(['ClusterRoleBinding all Group', 'RoleBinding here User']);
    expect(findGrants(objects, jane, question, '')).toHaveLength(1);
  });

  it('do not come from a binding to a role that is not there, nor from a cluster binding to a Role', () => {
    const objects = index(
      [role('local', 'a')],
      [
        binding('orphan', 'a', [{ kind: 'User', name: 'jane' }], 'Role', 'gone'),
        binding('wrong', '', [{ kind: 'User', name: 'jane' }], 'Role', 'local'),
      ],
    );
    expect(findGrants(objects, jane, question, 'a')).toEqual([]);
  });

  it('reach a ServiceAccount by name, by its groups, and in a binding of its own namespace without naming it', () => {
    const robot = identityOfSubject({ type: 'service-account', namespace: 'a', name: 'robot' });
    const objects = index(
      [role('reader', '')],
      [
        binding('named', 'a', [{ kind: 'ServiceAccount', name: 'robot' }], 'ClusterRole', 'reader'),
        binding('nobody', '', [{ kind: 'ServiceAccount', name: 'robot' }], 'ClusterRole', 'reader'),
        binding('grouped', '', [{ kind: 'Group', name: 'system:serviceaccounts:a' }], 'ClusterRole', 'reader'),
        binding('other', 'a', [{ kind: 'ServiceAccount', name: 'robot', namespace: 'b' }], 'ClusterRole', 'reader'),
      ],
    );
    if (robot === null) throw new Error('a ServiceAccount has an identity');
    expect(findGrants(objects, robot, question, 'a').map((grant) => grant.binding.name)).toEqual(['grouped', 'named']);
  });

  it('of an aggregated ClusterRole name the roles they came from', () => {
    const objects = index(
      [
        role('admin', '', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'admin' } }] } }),
        { metadata: { name: 'part', labels: { to: 'admin' } }, rules: [readPods] },
        { metadata: { name: 'unlabelled' }, rules: [readPods] },
      ],
      [binding('all', '', [{ kind: 'User', name: 'jane' }], 'ClusterRole', 'admin')],
    );
    expect(findGrants(objects, jane, question, '')[0]?.from).toEqual(['part']);
  });

  it('survive objects of any shape', () => {
    const objects = index([{}, { rules: 7, metadata: { name: 3 } }], [{ subjects: 'x' }, { roleRef: null, subjects: [null] }]);
    expect(findGrants(objects, jane, question, '')).toEqual([]);
  });
});

describe('all rules that apply to somebody', () => {
  it('grant a question exactly when one of the rules that are found for it does', () => {
    const some = (...values: string[]) => fc.subarray(values);
    const one = (...values: string[]) => fc.constantFrom(...values);
    const rule = fc.record({
      verbs: some('get', 'list', '*'),
      apiGroups: some('', 'apps', '*'),
      resources: some('pods', 'pods/log', '*/scale', '*'),
      resourceNames: some('web'),
    });
    const roles = fc.array(fc.tuple(one('x', 'y'), one('', 'a'), fc.array(rule, { maxLength: 3 })), { maxLength: 4 });
    const subject = fc.record({ kind: one('User', 'Group', 'ServiceAccount'), name: one('jane', 'dev', 'other') });
    const bindings = fc.array(fc.tuple(one('', 'a', 'b'), fc.array(subject, { maxLength: 2 }), one('ClusterRole', 'Role'), one('x', 'y')), {
      maxLength: 5,
    });
    const asked = fc.record({
      verb: one('get', 'list', 'delete'),
      group: one('', 'apps'),
      resource: one('pods', 'deployments'),
      subresource: one('', 'log', 'scale'),
      name: one('', 'web'),
    });
    fc.assert(
      fc.property(roles, bindings, asked, one('', 'a', 'b'), (someRoles, someBindings, about, namespace) => {
        const objects = index(
          someRoles.map(([name, where, rules]) => role(name, where, { rules })),
          someBindings.map(([where, subjects, kind, name], number) => binding(`b${number}`, where, subjects, kind, name)),
        );
        const granted = rulesFor(objects, jane, namespace).some((each) => ruleGrants(each, about));
        expect(granted).toBe(findGrants(objects, jane, about, namespace).length > 0);
      }),
    );
  });
});

describe('who can', () => {
  it('lists groups as groups, ServiceAccounts with their namespace, and always system:masters', () => {
    const objects = index(
      [role('reader', '')],
      [
        binding('all', '', [{ kind: 'Group', name: 'dev' }], 'ClusterRole', 'reader'),
        binding(
          'twice',
          'a',
          [
            { kind: 'ServiceAccount', name: 'robot' },
            { kind: 'ServiceAccount', name: 'robot' },
          ],
          'ClusterRole',
          'reader',
        ),
      ],
    );
    expect(whoCan(objects, question, 'a').map(({ kind, namespace, name, grants }) => [kind, namespace, name, grants.length])).toEqual([
      ['Group', '', 'dev', 1],
      ['Group', '', 'system:masters', 0],
      ['ServiceAccount', 'a', 'robot', 1],
    ]);
    expect(whoCan(objects, question, 'b').map(({ name }) => name)).toEqual(['dev', 'system:masters']);
  });
});
