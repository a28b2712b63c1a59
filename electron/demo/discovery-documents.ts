import type { ServedResource } from './api-resources.ts';

function byVersion(resources: readonly ServedResource[]): ReadonlyMap<string, ReadonlyMap<string, readonly ServedResource[]>> {
  const groups = new Map<string, Map<string, ServedResource[]>>();
  for (const resource of resources) {
    const versions = groups.get(resource.group) ?? new Map<string, ServedResource[]>();
    groups.set(resource.group, versions);
    const list = versions.get(resource.version) ?? [];
    versions.set(resource.version, list);
    list.push(resource);
  }
  return groups;
}

/** apidiscovery.k8s.io/v2 `APIGroupDiscoveryList`: of the core group for `/api`, of all named groups for `/apis`. */
export function aggregatedDiscovery(
  resources: readonly ServedResource[],
  which: 'core' | 'named',
  stale: ReadonlySet<string>,
): Record<string, unknown> {
  const items = [...byVersion(resources)]
    .filter(([group]) => (group === '') === (which === 'core'))
    .map(([group, versions]) => ({
      metadata: group === '' ? { creationTimestamp: null } : { name: group },
      versions: [...versions].map(([version, list]) => ({
        version,
        // A group whose aggregated server is down is listed without resources and marked Stale (kube-aggregator, handler_discovery.go).
        ...(stale.has(`${group}/${version}`)
          ? { freshness: 'Stale' }
          : {
              resources: list.map((resource) => ({
                resource: resource.resource,
                responseKind: { group: resource.group, version: resource.version, kind: resource.kind },
                scope: resource.namespaced ? 'Namespaced' : 'Cluster',
                singularResource: resource.singular,
                verbs: resource.verbs,
                ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
                ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
                ...(resource.subresources.length > 0 ? { subresources: resource.subresources } : {}),
              })),
              freshness: 'Current',
            }),
      })),
    }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

/** Legacy `APIGroup` of a named group. */
export function legacyGroup(resources: readonly ServedResource[], group: string): Record<string, unknown> | null {
  const versions = byVersion(resources).get(group);
  if (!versions || group === '') return null;
  const list = [...versions.keys()].map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: list, preferredVersion: list[0] };
}

/** Legacy `APIGroupList` (`/apis` without aggregated discovery). */
export function legacyGroupList(resources: readonly ServedResource[]): Record<string, unknown> {
  const names = [...byVersion(resources).keys()].filter((group) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: names.map((group) => legacyGroup(resources, group)) };
}

/** Legacy `APIResourceList` of one group and version; null when nobody serves it. */
export function legacyResourceList(resources: readonly ServedResource[], group: string, version: string): Record<string, unknown> | null {
  const list = byVersion(resources).get(group)?.get(version);
  if (!list) return null;
  const entries = list.flatMap((resource) => [
    {
      name: resource.resource,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: resource.verbs,
      ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
      ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    },
    ...resource.subresources.map((sub) => ({
      name: `${resource.resource}/${sub.subresource}`,
      singularName: '',
      namespaced: resource.namespaced,
      ...(sub.responseKind && sub.responseKind.group !== '' ? { group: sub.responseKind.group, version: sub.responseKind.version } : {}),
      kind: sub.responseKind?.kind ?? resource.kind,
      verbs: sub.verbs,
    })),
  ]);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: group === '' ? version : `${group}/${version}`, resources: entries };
}
