import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findGrants } from '../../../../../electron/features/access/rbac/find-grants.ts';
import { planSmallestRole } from '../../../../../electron/features/access/rbac/plan-smallest-role.ts';
import { RbacIndex } from '../../../../../electron/features/access/rbac/rbac-index.ts';
import { rbacBindingOf, rbacRoleOf } from '../../../../../electron/features/access/rbac/rbac-objects.ts';

const word = fc.constantFrom('pods', 'secrets', 'nodes', 'exec', 'log', 'get', 'list', 'create', 'apps');
const questions = fc.record({
  verb: word,
  group: fc.constantFrom('', 'apps'),
  resource: word,
  subresource: fc.constantFrom('', 'log', 'scopes/with/slashes'),
  namespace: fc.constantFrom('', 'shop'),
  name: fc.constantFrom('', 'one'),
});
const identities = fc.constantFrom(
  { user: 'jane', groups: ['dev'] },
  { user: 'system:serviceaccount:shop:robot', groups: [] },
  { user: '', groups: ['dev'] },
);

it('the smallest role grants what was asked to whom it was refused, and nobody else', () => {
  fc.assert(
    fc.property(questions, identities, (question, identity) => {
      const { role, binding } = planSmallestRole(identity, question);
      const index = new RbacIndex({ roles: [rbacRoleOf(role)], bindings: [rbacBindingOf(binding)] });
      expect(findGrants(index, identity, question, question.namespace)).toHaveLength(1);
      expect(findGrants(index, { user: 'mallory', groups: [] }, question, question.namespace)).toEqual([]);
      expect(findGrants(index, identity, { ...question, verb: 'other' }, question.namespace)).toEqual([]);
    }),
  );
});

it('its name is a path segment', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { role } = planSmallestRole({ user: 'jane', groups: [] }, question) as { role: { metadata: { name: string } } };
      expect(role.metadata.name).toMatch(/^[^/%]{1,253}$/);
    }),
  );
});
