import kubeApi from '../../resources/demo/kube-api-1.36.json' with { type: 'json' };
import type { KubeObject } from './kube-object.ts';
import { listAt, textAt } from './kube-object.ts';

/** A column of a Table, as meta.k8s.io/v1 names it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
  /** JSON path of a custom resource's printer column. */
  readonly jsonPath?: string;
}

/** One resource the server answers for. */
export interface ServedResource {
  /** Where ClusterState keeps it. */
  readonly key: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly DiscoverySubresource[];
  /** True for a CustomResourceDefinition's resource, false for a built-in one. */
  readonly custom: boolean;
  readonly columns: readonly ColumnDefinition[];
}

/** A subresource in aggregated discovery. */
export interface DiscoverySubresource {
  readonly subresource: string;
  readonly verbs: readonly string[];
  readonly responseKind?: { readonly group: string; readonly version: string; readonly kind: string };
}

interface DiscoveredResource {
  readonly resource: string;
  readonly scope: string;
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly responseKind: { readonly kind: string };
  readonly subresources?: readonly DiscoverySubresource[];
}

interface DiscoveredVersion {
  readonly version: string;
  readonly resources?: readonly DiscoveredResource[];
}

const columnsOf = kubeApi.columns as Readonly<Record<string, readonly ColumnDefinition[] | null>>;
const COLUMN_DEFAULTS = { format: '', description: '', priority: 0 };
const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const AGE_COLUMN: ColumnDefinition = {
  name: 'Age',
  type: 'date',
  format: '',
  description: 'CreationTimestamp of the object.',
  priority: 0,
  jsonPath: '.metadata.creationTimestamp',
};

/** Left out: second forms of objects served under another name (core events, autoscaling/v2), which would need conversion. */
const HIDDEN_GROUP_VERSIONS = new Set(['events.k8s.io/v1', 'autoscaling/v1']);

function served(group: string, version: string, found: DiscoveredResource): ServedResource {
  const key = group === '' ? found.resource : `${found.resource}.${group}`;
  return {
    key,
    group,
    version,
    resource: found.resource,
    kind: found.responseKind.kind,
    singular: found.singularResource,
    namespaced: found.scope === 'Namespaced',
    verbs: found.verbs,
    shortNames: found.shortNames ?? [],
    categories: found.categories ?? [],
    subresources: found.subresources ?? [],
    custom: false,
    columns: columnsOf[key] ?? [],
  };
}

/** Built-in resources of Kubernetes 1.36, as a real kube-apiserver lists them (captured into resources/demo). */
export const BUILT_IN_RESOURCES: readonly ServedResource[] = [
  ...(kubeApi.core as readonly DiscoveredVersion[]).map((version) => ({ group: '', version })),
  ...kubeApi.groups.flatMap((group) =>
    (group.versions as readonly DiscoveredVersion[]).map((version) => ({ group: group.metadata.name, version })),
  ),
]
  .filter(({ group, version }) => !HIDDEN_GROUP_VERSIONS.has(`${group}/${version.version}`))
  .flatMap(({ group, version }) => (version.resources ?? []).map((resource) => served(group, version.version, resource)));

/** metrics.k8s.io as metrics-server serves it: values, no watch. */
export const METRICS_RESOURCES: readonly ServedResource[] = (['nodes', 'pods'] as const).map((resource) => ({
  key: `${resource}.metrics.k8s.io`,
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  resource,
  kind: resource === 'nodes' ? 'NodeMetrics' : 'PodMetrics',
  singular: '',
  namespaced: resource === 'pods',
  verbs: ['get', 'list'],
  shortNames: [],
  categories: [],
  subresources: [],
  custom: false,
  columns: [],
}));

/** The resources a CustomResourceDefinition object adds: one per served version. */
export function resourcesOfDefinition(definition: KubeObject): readonly ServedResource[] {
  const group = textAt(definition, 'spec', 'group');
  const resource = textAt(definition, 'spec', 'names', 'plural');
  const strings = (list: readonly unknown[]): string[] => list.filter((value) => typeof value === 'string');
  return listAt(definition, 'spec', 'versions').map((version) => {
    const printed = listAt(version, 'additionalPrinterColumns').map((column) => ({
      ...COLUMN_DEFAULTS,
      ...(column as Partial<ColumnDefinition> & Pick<ColumnDefinition, 'name' | 'type'>),
    }));
    const nameColumn: ColumnDefinition = {
      name: 'Name',
      type: 'string',
      format: 'name',
      description: 'Name must be unique within a namespace.',
      priority: 0,
    };
    return {
      key: `${resource}.${group}`,
      group,
      version: textAt(version, 'name'),
      resource,
      kind: textAt(definition, 'spec', 'names', 'kind'),
      singular: textAt(definition, 'spec', 'names', 'singular'),
      namespaced: textAt(definition, 'spec', 'scope') === 'Namespaced',
      verbs: ALL_VERBS,
      shortNames: strings(listAt(definition, 'spec', 'names', 'shortNames')),
      categories: strings(listAt(definition, 'spec', 'names', 'categories')),
      subresources: [{ subresource: 'status', verbs: ['get', 'patch', 'update'] }],
      custom: true,
      columns: printed.length > 0 ? [nameColumn, ...printed] : [nameColumn, AGE_COLUMN],
    };
  });
}
