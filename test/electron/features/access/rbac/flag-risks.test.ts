import { describe, expect, it } from 'vitest';
import { risksOfBinding, risksOfRule } from '../../../../../electron/features/access/rbac/flag-risks.ts';
import { rbacBindingOf, rbacRoleOf } from '../../../../../electron/features/access/rbac/rbac-objects.ts';

const risksOf = (verbs: string[], apiGroups: string[], resources: string[], more: object = {}) =>
  rbacRoleOf({ rules: [{ verbs, apiGroups, resources, ...more }] }).rules.flatMap(risksOfRule);

describe('a rule is flagged', () => {
  it.each([
    ['everything', ['*'], ['*'], ['*']],
    ['escalate', ['escalate'], ['rbac.authorization.k8s.io'], ['roles']],
    ['bind', ['bind'], ['rbac.authorization.k8s.io'], ['clusterroles']],
    ['impersonate', ['impersonate'], [''], ['groups']],
    ['exec', ['get'], [''], ['pods/exec']],
    ['exec', ['patch'], [''], ['pods/ephemeralcontainers']],
    ['secrets', ['list'], [''], ['secrets']],
    ['node-proxy', ['get'], [''], ['nodes/proxy']],
    ['create-pods', ['create'], ['apps'], ['daemonsets']],
    ['create-tokens', ['create'], [''], ['serviceaccounts/token']],
    ['webhooks', ['patch'], ['admissionregistration.k8s.io'], ['mutatingwebhookconfigurations']],
    ['approve-certificates', ['update'], ['certificates.k8s.io'], ['certificatesigningrequests/approval']],
  ])('for %s', (risk, verbs, groups, resources) => {
    expect(risksOf(verbs, groups, resources)).toEqual([risk]);
  });

  it('for all that a star covers', () => {
    expect(risksOf(['*'], [''], ['*'])).toEqual(['impersonate', 'exec', 'secrets', 'node-proxy', 'create-pods', 'create-tokens']);
  });

  it('not for reading pods, nor for objects that were named', () => {
    expect(risksOf(['get', 'list'], [''], ['pods', 'pods/log'])).toEqual([]);
    expect(risksOf(['get'], [''], ['secrets'], { resourceNames: ['one'] })).toEqual([]);
  });
});

it('a binding of system:masters is flagged whatever its role grants', () => {
  const binding = rbacBindingOf({ subjects: [{ kind: 'Group', name: 'system:masters' }] });
  expect(risksOfBinding(binding, null)).toEqual(['masters']);
});
