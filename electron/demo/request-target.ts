import type { ServedResource } from './api-resources.ts';

/** What a resource URL points at. */
export interface RequestTarget {
  readonly resource: ServedResource;
  /** '' = cluster scope or all namespaces. */
  readonly namespace: string;
  /** '' = the collection. */
  readonly name: string;
  readonly subresource: string;
}

/** Reads `/api/v1/...` and `/apis/G/V/...` (apiserver RequestInfo). Null when nobody serves the path. */
export function parseTarget(resources: readonly ServedResource[], path: string): RequestTarget | null {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, ...afterRoot] = parts;
  if (root !== 'api' && root !== 'apis') return null;
  const [group, version, ...rest] = root === 'api' ? ['', ...afterRoot] : afterRoot;
  let namespace = '';
  let tail = rest;
  // `/namespaces/NAME` alone, its status and its finalize are the namespace object itself.
  if (tail[0] === 'namespaces' && tail.length >= 3 && tail[2] !== 'status' && tail[2] !== 'finalize') {
    namespace = tail[1] ?? '';
    tail = tail.slice(2);
  }
  const [name = '', subresource = '', ...more] = tail.slice(1);
  if (more.length > 0) return null;
  const resource = resources.find((one) => one.group === group && one.version === version && one.resource === tail[0]);
  if (!resource || (namespace !== '' && !resource.namespaced)) return null;
  return { resource, namespace, name, subresource };
}
