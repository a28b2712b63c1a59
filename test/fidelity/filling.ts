/** A manifest with the status that is patched onto it afterwards. */
export interface Filling {
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly metadata: object; readonly [field: string]: unknown };
  /** Path of its status subresource and what to patch. */
  readonly status?: { readonly path: string; readonly value: object };
}

export const namespace = 'fidelity';
export const stuckNamespace = 'fidelity-stuck';
/** A Node that no kubelet (and no kwok) manages. */
export const parkingNode = 'fidelity-parking';

/** A time in the API's form: whole seconds. */
export function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A manifest in the namespace of this run. */
export function object(apiVersion: string, kind: string, name: string, fields: object = {}, metadata: object = {}): Filling['object'] {
  return { apiVersion, kind, metadata: { name, namespace, ...metadata }, ...fields };
}

/** A manifest of a cluster-scoped kind. */
export function clusterObject(
  apiVersion: string,
  kind: string,
  name: string,
  fields: object = {},
  metadata: object = {},
): Filling['object'] {
  return { apiVersion, kind, metadata: { name, ...metadata }, ...fields };
}

/** Path of a status subresource in the namespace of this run; `root` is `/api/v1` or `/apis/GROUP/VERSION`. */
export function statusPath(root: string, resource: string, name: string): string {
  return `${root}/namespaces/${namespace}/${resource}/${name}/status`;
}
