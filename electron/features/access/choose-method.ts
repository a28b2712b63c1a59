import type { AccessIdentity, AccessMethod, AccessQuestion, AccessSubject, AccessSubjectAnswer } from '../../../shared/access.ts';
import type { Transport } from '../../kube/transport.ts';
import { whoAmI } from '../../kube/who-am-i.ts';
import { askAccess } from './ask-access.ts';
import { groupsToSay, identityOfSubject } from './rbac/subject-identity.ts';

/** Asks one question about me. */
type AskMe = (question: AccessQuestion) => Promise<boolean>;

const question = (fields: Partial<AccessQuestion>): AccessQuestion => ({
  verb: 'create',
  group: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  ...fields,
});

/** The right to ask about anybody. */
const reviewQuestion = question({ group: 'authorization.k8s.io', resource: 'subjectaccessreviews' });

/**
 * Who a subject is in this cluster, and how questions about it can be put: as myself; by SubjectAccessReview; by acting as the subject; or not at all, so that only
 * RBAC objects tell, with the rights that are missing. A connection that acts as somebody already (`as` of the kubeconfig) can act as nobody
 * else: the server does not chain impersonation. Rejects with RequestFailure when the server cannot be asked who I am.
 */
export async function chooseMethod(
  transport: Transport,
  subject: AccessSubject,
  actsAsOther: boolean,
  signal: AbortSignal,
): Promise<AccessSubjectAnswer> {
  const identity = identityOfSubject(subject);
  const me = await whoAmI(transport, signal);
  if (identity === null) return { identity: me, method: { method: 'self' } };
  const mayI: AskMe = async (asked) => (await askAccess(transport, 'self', me, asked, signal)).answer === 'yes';
  if (await mayI(reviewQuestion)) return { identity, method: { method: 'review' } };
  const needed = actsAsOther ? [] : impersonationRights(identity, subject);
  const answers = await Promise.all(needed.map(mayI));
  const missing = needed.filter((_right, index) => answers[index] !== true);
  const method: AccessMethod =
    needed.length > 0 && missing.length === 0 ? { method: 'impersonate' } : { method: 'roles', missing: [reviewQuestion, ...missing] };
  return { identity, method };
}

/** Every right that acting as an identity takes (apiserver pkg/endpoints/filters/impersonation): one for each user, group that is said, uid and value of extra. */
export function impersonationRights(identity: AccessIdentity, subject: AccessSubject): readonly AccessQuestion[] {
  const { user, uid, extra } = identity;
  // Without a user there is nobody to act as.
  if (user === null || user === '') return [];
  const impersonate = (fields: Partial<AccessQuestion>) => question({ verb: 'impersonate', ...fields });
  const whom =
    subject.type === 'service-account'
      ? impersonate({ resource: 'serviceaccounts', namespace: subject.namespace, name: subject.name })
      : impersonate({ resource: 'users', name: user });
  const authentication = 'authentication.k8s.io';
  return [
    whom,
    ...groupsToSay(identity).map((name) => impersonate({ resource: 'groups', name })),
    ...(uid === '' ? [] : [impersonate({ group: authentication, resource: 'uids', name: uid })]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((name) => impersonate({ group: authentication, resource: 'userextras', subresource: key, name })),
    ),
  ];
}
