import type { ResourceRef } from '../../../shared/resource.ts';
import { listObjects } from '../../kube/list-objects.ts';
import type { Transport } from '../../kube/transport.ts';
import { type RbacObjects, rbacBindingOf, rbacRoleOf } from './rbac/rbac-objects.ts';

const ref = (resource: string): ResourceRef => ({ group: 'rbac.authorization.k8s.io', version: 'v1', resource });
const everything = { fieldSelector: '', labelSelector: '' };

/** All RBAC objects of a cluster, as they are now. Rejects with RequestFailure when one kind of them cannot be listed: half of them would tell half of the rights. */
export async function readRbac(transport: Transport, signal: AbortSignal): Promise<RbacObjects> {
  const list = (resource: string) => listObjects(transport, ref(resource), '', everything, signal);
  const [clusterRoles, roles, clusterBindings, bindings] = await Promise.all([
    list('clusterroles'),
    list('roles'),
    list('clusterrolebindings'),
    list('rolebindings'),
  ]);
  return { roles: [...clusterRoles, ...roles].map(rbacRoleOf), bindings: [...clusterBindings, ...bindings].map(rbacBindingOf) };
}
