/** Which kind of object, in the words of the API: enough to build a URL. `group` is empty for core/v1. */
export interface ResourceRef {
  readonly group: string;
  readonly version: string;
  /** Plural, lower case, as in the URL: `pods`. */
  readonly resource: string;
}

/** One resource that discovery lists. */
export interface ApiResource extends ResourceRef {
  readonly kind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** What discovery found on one cluster; a failed group never hides the others. */
export interface Discovery {
  readonly resources: readonly ApiResource[];
  /** Groups whose discovery failed (an aggregated API that is down), with the reason. */
  readonly failedGroups: readonly { readonly groupVersion: string; readonly message: string }[];
}

/** `pods`, or `deployments.apps`: what kubectl calls the resource, and what keys settings and URLs. */
export function resourceKey(ref: ResourceRef): string {
  return ref.group === '' ? ref.resource : `${ref.resource}.${ref.group}`;
}

/** True when both name the same kind; versions may differ between clusters. */
export function sameResource(a: ResourceRef, b: ResourceRef): boolean {
  return a.group === b.group && a.resource === b.resource;
}
