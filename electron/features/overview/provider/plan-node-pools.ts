import type { NodePool, PoolNode, PoolTaint } from '../../../../shared/node-pool.ts';
import type { Infrastructure } from '../../../../shared/provider-finding.ts';
import { infrastructureOf } from '../../../kube/provider/node-evidence.ts';
import { type PoolMark, poolMarkOf } from '../../../kube/provider/pool-mark.ts';
import { regionOf } from '../../../kube/provider/provider-regions.ts';
import { capacityTypeOf, instanceTypeOf, isPassing, zoneOf } from './node-labels.ts';
import { ownerMarkOf } from './owner-mark.ts';
import { type PoolExtras, planPoolBounds } from './plan-pool-bounds.ts';
import { planPoolNotes } from './plan-pool-notes.ts';
import { countVersions, minorsBehind, parseVersion } from './plan-version-skew.ts';

/** A pool under way: its mark (null: nodes of no pool) and its nodes. */
interface Group {
  readonly key: string;
  readonly mark: PoolMark | null;
  readonly nodes: readonly PoolNode[];
}

/**
 * The node pools of one cluster, by name; nodes of which nothing says their pool come last, as one row without a name. Pools that have an object of their own
 * (OVHcloud, Karpenter) are there without nodes, too. Total: odd input gives odd rows, never a throw.
 */
export function planNodePools(nodes: readonly PoolNode[], extras: PoolExtras): readonly NodePool[] {
  return groupNodes(nodes, extras)
    .map((group) => describe(group, extras))
    .sort(
      (left, right) =>
        Number(left.key === '') - Number(right.key === '') || compareText(left.name, right.name) || compareText(left.key, right.key),
    );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** Unique within the cluster. By id where there is one: DigitalOcean leaves the old name on nodes of a pool that was renamed. */
export function poolKeyOf(mark: PoolMark | null): string {
  return mark === null ? '' : `${mark.kind}/${mark.id === '' ? mark.name : mark.id}`;
}

/** What tells whose a generic label is. */
type PoolContext = Pick<PoolExtras, 'controlPlane' | 'ovhPools'>;

/** The pool of a node as `NodePool.key` has it. */
export function poolKeyOfNode(node: Pick<PoolNode, 'labels' | 'annotations' | 'providerID'>, context: PoolContext): string {
  return poolKeyOf(markOf(node, context));
}

function markOf(node: Pick<PoolNode, 'labels' | 'annotations' | 'providerID'>, { controlPlane, ovhPools }: PoolContext): PoolMark | null {
  const mark = poolMarkOf(node.labels, node.providerID);
  if (mark === null) return ownerMarkOf(node.annotations);
  // `nodepool` is anybody's label: OVHcloud's when it runs the cluster, or has a NodePool object of that name.
  const named = ovhPools.state === 'read' && ovhPools.value.some((pool) => pool.name === mark.name);
  return mark.label === 'nodepool' && (controlPlane === 'ovh' || named) ? { ...mark, kind: 'ovh' } : mark;
}

function groupNodes(nodes: readonly PoolNode[], extras: PoolExtras): readonly Group[] {
  const groups = new Map<string, { key: string; mark: PoolMark | null; nodes: PoolNode[] }>();
  const at = (mark: PoolMark | null) => {
    const key = poolKeyOf(mark);
    const group = groups.get(key) ?? { key, mark, nodes: [] };
    groups.set(key, group);
    return group;
  };
  for (const node of nodes) at(markOf(node, extras)).nodes.push(node);
  const objects = [
    ...(extras.ovhPools.state === 'read'
      ? extras.ovhPools.value.map(({ name }) => ({ kind: 'ovh', name, label: 'nodepool' }) as const)
      : []),
    ...(extras.karpenterPools.state === 'read'
      ? extras.karpenterPools.value.map(({ name }) => ({ kind: 'karpenter', name, label: 'karpenter.sh/nodepool' }) as const)
      : []),
  ];
  for (const object of objects) if (object.name !== '') at({ ...object, id: '' });
  return [...groups.values()];
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function describe({ key, mark, nodes }: Group, extras: PoolExtras): NodePool {
  const server = extras.serverVersion;
  const { bounds, backoff } = boundsOf(mark, nodes, extras);
  const { types, typeIsId } = typesOf(mark, nodes, extras);
  const kubelets = countVersions(nodes.map((node) => node.kubeletVersion));
  const oldest = kubelets.filter(({ version }) => parseVersion(version) !== null).at(-1)?.version;
  const created = nodes.flatMap((node) => node.createdAt ?? []);
  const pool = {
    key,
    name: nameOf(mark, nodes),
    id: mark?.id ?? '',
    kind: mark?.kind ?? null,
    label: mark?.label ?? '',
    infrastructure: machinesOf(mark, nodes),
    zones: distinct(nodes.map((node) => zoneOf(node.labels))),
    regions: distinct(nodes.map((node) => regionOf(node.labels))),
    instanceTypes: types,
    capacityTypes: distinct(nodes.map((node) => capacityTypeOf(node.labels) ?? '')) as NodePool['capacityTypes'],
    nodes: nodes.map((node) => node.name).sort(),
    count: nodes.length,
    ready: nodes.filter((node) => node.ready === 'True').length,
    cordoned: nodes.filter((node) => node.unschedulable).length,
    bounds,
    kubelets,
    behind: oldest === undefined || server === null ? null : minorsBehind(oldest, server),
    taints: commonTaints(nodes),
    architectures: distinct(nodes.map((node) => node.architecture)),
    oldestAt: created.length === 0 ? null : created.reduce((earliest, at) => Math.min(earliest, at)),
  };
  return { ...pool, notes: planPoolNotes(pool, nodes, server, backoff, typeIsId) };
}

/** Sorted, each once, without empty ones. */
function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '').sort();
}

/** A renamed pool has nodes of both names: the name of its youngest node is the one of today. */
function nameOf(mark: PoolMark | null, nodes: readonly PoolNode[]): string {
  if (mark === null) return '';
  const youngest = [...nodes].sort(
    (left, right) => (right.createdAt ?? 0) - (left.createdAt ?? 0) || compareText(left.name, right.name),
  )[0];
  return (youngest === undefined ? undefined : poolMarkOf(youngest.labels, youngest.providerID)?.name) ?? mark.name;
}

function boundsOf(mark: PoolMark | null, nodes: readonly PoolNode[], extras: PoolExtras): ReturnType<typeof planPoolBounds> {
  if (mark === null) return { bounds: { known: false, why: 'no-pool' }, backoff: null };
  const { kind, name, id } = mark;
  const identity = { kind, name, id, nodeNames: nodes.map((node) => node.name), providerIDs: nodes.map((node) => node.providerID) };
  return planPoolBounds(identity, extras);
}

/** OVHcloud's label may be the id of a flavour; its NodePool object has the name. */
function typesOf(
  mark: PoolMark | null,
  nodes: readonly PoolNode[],
  { ovhPools }: PoolExtras,
): { types: readonly string[]; typeIsId: boolean } {
  const object = mark?.kind === 'ovh' && ovhPools.state === 'read' ? ovhPools.value.find((pool) => pool.name === mark.name) : undefined;
  const flavor = object?.flavor ?? '';
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const said = instanceTypeOf(node.labels);
    const type = flavor !== '' && (said === '' || uuid.test(said)) ? flavor : said;
    if (type !== '') counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0 && flavor !== '') counts.set(flavor, 0);
  const types = [...counts].sort((left, right) => right[1] - left[1] || compareText(left[0], right[0])).map(([type]) => type);
  return { types, typeIsId: types.some((type) => uuid.test(type)) };
}

function machinesOf(mark: PoolMark | null, nodes: readonly PoolNode[]): Infrastructure | 'unknown' {
  if (mark?.kind === 'ovh') return 'ovh';
  const found = new Set(nodes.map((node) => infrastructureOf({ ...node, osImage: '', addresses: [] })?.value ?? 'unknown'));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'unknown';
}

/** Taints that all nodes carry, by key. */
function commonTaints(nodes: readonly PoolNode[]): readonly PoolTaint[] {
  const [first, ...others] = nodes;
  if (first === undefined) return [];
  const same = (left: PoolTaint, right: PoolTaint) => left.key === right.key && left.value === right.value && left.effect === right.effect;
  return first.taints
    .filter((taint) => !isPassing(taint) && others.every((node) => node.taints.some((other) => same(taint, other))))
    .sort((left, right) => compareText(left.key, right.key) || compareText(left.effect, right.effect));
}
