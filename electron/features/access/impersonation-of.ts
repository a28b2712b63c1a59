import type { AccessIdentity } from '../../../shared/access.ts';
import type { Connection } from '../../kube/connection.ts';
import { impersonationHeaders } from '../../kube/kubeconfig/impersonation-headers.ts';

/** Headers by which a request acts as somebody. */
export function impersonationOf({ user, groups, uid, extra }: AccessIdentity): Connection['impersonation'] {
  return impersonationHeaders({
    impersonate: user ?? '',
    impersonateGroups: groups,
    impersonateUid: uid,
    impersonateExtra: new Map(Object.entries(extra)),
  });
}
