import { describe, expect, it } from 'vitest';
import { reviewOf } from '../../../electron/kube/review-access.ts';

describe('the status of a review', () => {
  it('is a yes also when an authorizer failed meanwhile', () => {
    expect(reviewOf({ allowed: true, evaluationError: 'webhook timed out' }).answer).toBe('yes');
  });

  it('is a no with its reason: a binding to a role that is gone is no failure', () => {
    const reason = 'RBAC: clusterrole.rbac.authorization.k8s.io "x" not found';
    expect(reviewOf({ allowed: false, reason })).toEqual({ answer: 'no', reason, evaluationError: '' });
  });

  it('is unknown when an authorizer failed, unless another denied it outright', () => {
    expect(reviewOf({ allowed: false, evaluationError: 'webhook timed out' }).answer).toBe('unknown');
    expect(reviewOf({ allowed: false, denied: true, evaluationError: 'webhook timed out' }).answer).toBe('no');
  });

  it('is unknown when it says nothing', () => {
    expect(reviewOf({}).answer).toBe('unknown');
    expect(reviewOf({ allowed: 'true' }).answer).toBe('unknown');
  });
});
