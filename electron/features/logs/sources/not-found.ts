import type { ClusterError } from '../../../../shared/cluster-error.ts';
import { type ResourceRef, resourceKey } from '../../../../shared/resource.ts';

/** What the server would say of an object that a list does not hold (apimachinery `errors.NewNotFound`). */
export function notFound(ref: ResourceRef, name: string): ClusterError {
  const message = `${resourceKey(ref)} "${name}" not found`;
  return { kind: 'status', code: 404, reason: 'NotFound', message, causes: [], retryAfterSeconds: null };
}
