import { describe, expect, it } from 'vitest';
import { impersonationRights } from '../../../../electron/features/access/choose-method.ts';
import { identityOfSubject } from '../../../../electron/features/access/rbac/subject-identity.ts';
import type { AccessSubject } from '../../../../shared/access.ts';

const rightsOf = (subject: AccessSubject) => {
  const identity = identityOfSubject(subject);
  if (identity === null) throw new Error('not me');
  return impersonationRights(identity, subject).map(
    ({ resource, subresource, namespace, name }) => `${resource}${subresource && `/${subresource}`} ${namespace}/${name}`,
  );
};

describe('acting as somebody takes', () => {
  it('the right to impersonate each part of the identity', () => {
    expect(rightsOf({ type: 'user', user: 'jane', groups: ['dev'], uid: '7', extra: { scopes: ['view'] } })).toEqual([
      'users /jane',
      'groups /dev',
      'uids /7',
      'userextras/scopes /view',
    ]);
  });

  it('for a ServiceAccount the one right on it', () => {
    expect(rightsOf({ type: 'service-account', namespace: 'a', name: 'robot' })).toEqual(['serviceaccounts a/robot']);
  });

  it('a user: nobody can act as groups alone', () => {
    expect(rightsOf({ type: 'user', user: '', groups: ['dev'], uid: '', extra: {} })).toEqual([]);
  });
});
