import type { ResourceRef } from '../../shared/resource.ts';

/** URL path of a list (`/api/v1/namespaces/x/pods`); an empty namespace means all of them, or a cluster-scoped resource. */
export function listPath(ref: ResourceRef, namespace: string): string {
  const root =
    ref.group === ''
      ? `/api/${encodeURIComponent(ref.version)}`
      : `/apis/${encodeURIComponent(ref.group)}/${encodeURIComponent(ref.version)}`;
  const inside = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${inside}/${encodeURIComponent(ref.resource)}`;
}

/** URL path of one object. */
export function objectPath(ref: ResourceRef, namespace: string, name: string): string {
  return `${listPath(ref, namespace)}/${encodeURIComponent(name)}`;
}
