import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../../electron/features/access/ask-access.ts';
import { impersonationRights } from '../../../../electron/features/access/choose-method.ts';
import { identityOfSubject } from '../../../../electron/features/access/rbac/subject-identity.ts';
import type { AccessSubject } from '../../../../shared/access.ts';

describe('the status of a review', () => {
  it('is a yes also when an authorizer failed meanwhile', () => {
    expect(answerOf({ allowed: true, evaluationError: 'webhook timed out' }).answer).toBe('yes');
  });

  it('is a no with its reason: a binding to a role that is gone is no failure', () => {
    const reason = 'RBAC: clusterrole.rbac.authorization.k8s.io "x" not found';
    expect(answerOf({ allowed: false, reason })).toEqual({ answer: 'no', reason, evaluationError: '', error: null });
  });

  it('is unknown when an authorizer failed, unless another denied it outright', () => {
    expect(answerOf({ allowed: false, evaluationError: 'webhook timed out' }).answer).toBe('unknown');
    expect(answerOf({ allowed: false, denied: true, evaluationError: 'webhook timed out' }).answer).toBe('no');
  });

  it('is unknown when it says nothing', () => {
    expect(answerOf({}).answer).toBe('unknown');
    expect(answerOf({ allowed: 'true' }).answer).toBe('unknown');
  });
});

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
