import {
  Activity,
  Box,
  Boxes,
  CalendarClock,
  Copy,
  Database,
  Layers,
  ListChecks,
  type LucideIcon,
  Network,
  Rows3,
  Server,
  SquareDashed,
  SquareStack,
  Waypoints,
} from 'lucide-react';
import type { ContextId } from '../../shared/context-id.ts';
import { kindDefinitions } from '../../shared/kinds/kind-definitions.ts';
import { type Discovery, type ResourceRef, resourceKey } from '../../shared/resource.ts';

/** A kind that has a page: one of ours, or one that some connected context offers. */
export interface KindEntry {
  /** resourceKey: `pods`, `deployments.apps`. */
  readonly key: string;
  readonly resource: ResourceRef;
  readonly kind: string;
  /** Plural as a heading: `Pods`, `NetworkPolicies`. */
  readonly label: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Which contexts are known to offer it; null for our own kinds, which every cluster has. */
  readonly contexts: readonly ContextId[] | null;
}

const icons: Readonly<Record<string, LucideIcon>> = {
  pods: Box,
  'deployments.apps': Layers,
  'statefulsets.apps': Database,
  'daemonsets.apps': SquareStack,
  'replicasets.apps': Copy,
  'jobs.batch': ListChecks,
  'cronjobs.batch': CalendarClock,
  services: Network,
  'ingresses.networking.k8s.io': Waypoints,
  nodes: Server,
  namespaces: SquareDashed,
  events: Activity,
  'events.events.k8s.io': Activity,
};

/** The icon of a kind; kinds without their own share one. */
export function kindIcon(key: string): LucideIcon {
  return icons[key] ?? Boxes;
}

/** The icon of "All kinds…". */
export const allKindsIcon = Rows3;

/** The kinds of the navigation, in its order. */
export const ownKinds: readonly KindEntry[] = kindDefinitions.map((definition) => ({
  key: resourceKey(definition.resource),
  resource: definition.resource,
  kind: definition.kind,
  label: pluralLabel(definition.kind, definition.resource.resource),
  shortNames: definition.shortNames,
  namespaced: definition.namespaced,
  contexts: null,
}));

/** The plural of a kind in its own capitals: what `kind` and the lower-case plural have in common, then the plural's end. */
export function pluralLabel(kind: string, plural: string): string {
  const lower = kind.toLowerCase();
  let common = 0;
  while (common < lower.length && lower[common] === plural[common]) common++;
  return common < 2 ? kind : kind.slice(0, common) + plural.slice(common);
}

/**
 * Every kind that can be shown as a table: ours first, then what the contexts offer and let list, by name. Where contexts
 * offer a kind in different versions, the version that most of them offer is asked for.
 */
export function mergeKinds(discoveries: readonly { readonly contextId: ContextId; readonly discovery: Discovery }[]): readonly KindEntry[] {
  const own = new Set(ownKinds.map((entry) => entry.key));
  const found = new Map<string, { entry: KindEntry; versions: Map<string, ContextId[]> }>();
  for (const { contextId, discovery } of discoveries) {
    for (const resource of discovery.resources) {
      const key = resourceKey(resource);
      if (own.has(key) || !resource.verbs.includes('list')) continue;
      const known = found.get(key) ?? { entry: entryOf(key, resource), versions: new Map<string, ContextId[]>() };
      known.versions.set(resource.version, [...(known.versions.get(resource.version) ?? []), contextId]);
      found.set(key, known);
    }
  }
  const others = [...found.values()].map(({ entry, versions }) => {
    const [[version] = [entry.resource.version]] = [...versions].sort(([, a], [, b]) => b.length - a.length);
    return { ...entry, resource: { ...entry.resource, version }, contexts: [...new Set([...versions.values()].flat())] };
  });
  return [...ownKinds, ...others.sort((a, b) => (a.label < b.label ? -1 : 1))];
}

function entryOf(key: string, resource: Discovery['resources'][number]): KindEntry {
  return {
    key,
    resource: { group: resource.group, version: resource.version, resource: resource.resource },
    kind: resource.kind,
    label: pluralLabel(resource.kind, resource.resource),
    shortNames: resource.shortNames,
    namespaced: resource.namespaced,
    contexts: [],
  };
}
