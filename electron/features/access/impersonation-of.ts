import type { AccessIdentity } from '../../../shared/access.ts';
import type { Connection } from '../../kube/connection.ts';
import { impersonationHeaders } from '../../kube/kubeconfig/impersonation-headers.ts';
import { groupsToSay } from './rbac/subject-identity.ts';

/** Headers by which a request acts as somebody. */
export function impersonationOf(identity: AccessIdentity): Connection['impersonation'] {
  const { user, uid, extra } = identity;
  return impersonationHeaders({
    impersonate: user ?? '',
    impersonateGroups: groupsToSay(identity),
    impersonateUid: uid,
    impersonateExtra: new Map(Object.entries(extra)),
  });
}
