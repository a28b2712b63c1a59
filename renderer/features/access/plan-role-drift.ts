import type { AccessRoles, CompactRbacObject } from '../../../shared/access.ts';

/** A role or binding that is not alike in all clusters. Flags are in the order of the clusters. */
export interface RoleDrift {
  readonly kind: CompactRbacObject['kind'];
  readonly namespace: string;
  readonly name: string;
  /** Where it is at all. */
  readonly present: readonly boolean[];
  /** Rules, or the role and the subjects of a binding, that some of the clusters that have the object lack. Empty when those are alike. */
  readonly lines: readonly { readonly text: string; readonly present: readonly boolean[] }[];
}

/** What differs between the roles and bindings of clusters, by what people wrote first and Kubernetes' own (`system:`) last, then kind, namespace and name. */
export function planRoleDrift(clusters: readonly AccessRoles[]): readonly RoleDrift[] {
  const found = clusters.map(({ objects }) => new Map(objects.map((object) => [keyOf(object), object])));
  const all = new Map(found.flatMap((objects) => [...objects]));
  return [...all]
    .map(([key, { kind, namespace, name }]) => {
      const here = found.map((objects) => objects.get(key));
      return { kind, namespace, name, present: here.map((object) => object !== undefined), lines: differingLines(here) };
    })
    .filter(({ present, lines }) => present.includes(false) || lines.length > 0)
    .sort((a, b) => Number(isOwn(a)) - Number(isOwn(b)) || compare(keyOf(a), keyOf(b)));
}

function differingLines(here: readonly (CompactRbacObject | undefined)[]): RoleDrift['lines'] {
  const texts = [...new Set(here.flatMap((object) => object?.lines ?? []))];
  return texts
    .filter((text) => here.some((object) => object !== undefined && !object.lines.includes(text)))
    .map((text) => ({ text, present: here.map((object) => object?.lines.includes(text) === true) }));
}

function keyOf({ kind, namespace, name }: Pick<CompactRbacObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

function isOwn({ name }: RoleDrift): boolean {
  return name.startsWith('system:');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
