import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { NodePool, PoolBounds, PoolNote } from '../../../shared/node-pool.ts';
import type { ClusterOverview, Fill, NodeCapacity } from '../../../shared/overview.ts';
import type { UsageState } from '../../../shared/usage.ts';
import type { Shape } from '../../ui/health-shape.tsx';

/** What the sum of several nodes says, and of how many of them the use is known. */
export interface PoolFill extends Fill {
  /** Nodes whose use is in `used`. */
  readonly measured: number;
  /** Nodes there are. */
  readonly of: number;
}

/** One pool as a row shows it. */
export interface PoolRow {
  /** The same after a restart. */
  readonly id: string;
  readonly contextId: ContextId;
  readonly pool: NodePool;
  readonly shape: Shape;
  readonly cpu: PoolFill;
  readonly memory: PoolFill;
  /** As it was last seen: its cluster is out of reach. */
  readonly old: boolean;
}

/** The pools of one cluster. */
export interface PoolGroup {
  readonly context: ContextView;
  readonly overview: ClusterOverview | null;
  readonly old: boolean;
  /** Those that the filter lets through, as the cluster has them; null while nobody knows any. */
  readonly rows: readonly PoolRow[] | null;
  /** Pools and nodes before filtering. */
  readonly pools: number;
  readonly nodes: number;
  readonly bounds: BoundsFrom;
  readonly usage: UsageState | null;
}

/** Where the bounds of a cluster's pools come from, or why there are none; `several` when pools differ, `none` without pools. */
export type BoundsFrom = Extract<PoolBounds, { known: true }>['from'] | Extract<PoolBounds, { known: false }>['why'] | 'several' | 'none';

/** One cluster as the page hands it over. */
export interface PoolCluster {
  readonly context: ContextView;
  readonly overview: ClusterOverview | null;
  readonly old: boolean;
}

/** The pools of each cluster, in the order of the clusters; a pool stays in its place, because its shape says how it is. `filter` as it was typed. */
export function planPoolGroups(clusters: readonly PoolCluster[], filter: string): readonly PoolGroup[] {
  const wanted = filter.trim().toLowerCase();
  return clusters.map((cluster) => {
    const { context, overview, old } = cluster;
    const pools = overview?.pools ?? null;
    const rows = pools?.map((pool) => rowOf(cluster, pool)) ?? null;
    return {
      context,
      overview,
      old,
      rows: rows?.filter((row) => wanted === '' || searchText(row, context).includes(wanted)) ?? null,
      pools: pools?.length ?? 0,
      nodes: pools?.reduce((total, { count }) => total + count, 0) ?? 0,
      bounds: boundsFrom(pools ?? []),
      usage: overview?.usage ?? null,
    };
  });
}

function rowOf({ context, overview, old }: PoolCluster, pool: NodePool): PoolRow {
  const nodes = nodesOfPool(overview, pool);
  const known = old ? nodes.map((node) => ({ ...node, cpu: asLastSeen(node.cpu), memory: asLastSeen(node.memory) })) : nodes;
  return {
    id: `${context.id}\n${pool.key}`,
    contextId: context.id,
    pool,
    shape: old ? 'stale' : shapeOfPool(pool),
    cpu: sumFills(known.map(({ cpu }) => cpu)),
    memory: sumFills(known.map(({ memory }) => memory)),
    old,
  };
}

/** What a cluster that nobody reaches uses and is asked for now is not known. */
function asLastSeen(fill: Fill): Fill {
  return { ...fill, used: null, requested: null };
}

/** The nodes of a pool as capacity has them; by name, so that both agree on what a pool is. */
export function nodesOfPool(overview: ClusterOverview | null, pool: NodePool): readonly NodeCapacity[] {
  const names = new Set(pool.nodes);
  return overview?.capacity?.nodes.filter(({ name }) => names.has(name)) ?? [];
}

/**
 * Several fills as one. What is not known of a node is not counted as 0: where the use of some is known, `used` is at least that much and `measured` says of how many;
 * where a request or a room is not known of one, that of all is not.
 */
export function sumFills(fills: readonly Fill[]): PoolFill {
  const all = (read: (fill: Fill) => number | null) =>
    fills.length === 0 ? null : fills.reduce<number | null>((sum, fill) => plus(sum, read(fill)), 0);
  const measured = fills.filter(({ used }) => used !== null);
  return {
    used: measured.length === 0 ? null : measured.reduce((sum, { used }) => sum + (used ?? 0), 0),
    requested: all(({ requested }) => requested),
    limits: all(({ limits }) => limits),
    allocatable: all(({ allocatable }) => allocatable),
    measured: measured.length,
    of: fills.length,
  };
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

/** What each thing to know means for a pool; what is expected or a plain fact changes nothing. */
function shapeOfNote(note: PoolNote): Shape {
  switch (note.kind) {
    case 'not-ready':
      return 'broken';
    case 'at-maximum':
    case 'backoff':
    case 'kubelet-behind':
    case 'kubelet-ahead':
      return 'attention';
    case 'ready-unknown':
      return 'unknown';
    case 'scaling':
    case 'being-removed':
      return 'progressing';
    default:
      return 'ok';
  }
}

const worstFirst: readonly Shape[] = ['broken', 'attention', 'unknown', 'progressing', 'ok'];

/** How a pool is: the worst of what is to know about it; nothing yet where it has no node. */
export function shapeOfPool(pool: NodePool): Shape {
  const shapes = pool.notes.map(shapeOfNote);
  const worst = worstFirst.find((shape) => shapes.includes(shape)) ?? 'ok';
  return worst === 'ok' && pool.count === 0 ? 'none' : worst;
}

function boundsFrom(pools: readonly NodePool[]): BoundsFrom {
  const all = pools.filter(({ key }) => key !== '').map(({ bounds }) => bounds);
  // Where some are known, each of the others says for itself why it is not.
  const told = all.flatMap((bounds) => (bounds.known ? [bounds.from] : []));
  const seen = new Set<BoundsFrom>(told.length > 0 ? told : all.flatMap((bounds) => (bounds.known ? [] : [bounds.why])));
  const [first] = seen;
  return first === undefined ? 'none' : seen.size === 1 ? first : 'several';
}

function searchText({ pool }: PoolRow, context: ContextView): string {
  const { name, id, instanceTypes, zones, kubelets, capacityTypes, taints } = pool;
  return [context.displayName, name, id, ...instanceTypes, ...zones, ...capacityTypes, ...kubelets.map(({ version }) => version)]
    .concat(taints.map(({ key }) => key))
    .join(' ')
    .toLowerCase();
}

/** A part of the whole in whole percent, cut off as kubectl does; null while one of them is not known or there is nothing to be a part of. */
export function percentOfFill(part: number | null, allocatable: number | null): number | null {
  return part === null || allocatable === null || allocatable <= 0 ? null : Math.trunc((part / allocatable) * 100);
}

/**
 * Zones as they stand beside a region that is said elsewhere: `3a, 3b` of eu-west-3, `fr-par-1, 2` of fr-par. One zone, or zones that do not begin with their region,
 * stay whole.
 */
export function shortZones(zones: readonly string[], regions: readonly string[]): readonly string[] {
  if (zones.length < 2) return zones;
  const region = regions.find((one) => one !== '' && zones.every((zone) => zone.startsWith(one) && zone.length > one.length));
  if (region === undefined) return zones;
  if (zones.every((zone) => zone.charAt(region.length) === '-')) {
    return zones.map((zone, index) => (index === 0 ? zone : zone.slice(region.length + 1)));
  }
  // `a` alone says too little: the number of the region stays with it.
  return zones.map((zone) => zone.slice(region.lastIndexOf('-') + 1));
}

/** What tells a node from the others of its pool: its name without what all of them begin with, cut at a dash. The whole name where it is the only one. */
export function shortNodeName(name: string, names: readonly string[]): string {
  if (names.length < 2) return name;
  let common = name.length;
  for (const other of names) {
    if (other === name) continue;
    let at = 0;
    while (at < common && other.charAt(at) === name.charAt(at)) at++;
    common = at;
  }
  return name.slice(name.lastIndexOf('-', common - 1) + 1);
}

/** `v1.34.1` of `v1.34.1-eks-1a2b3c4`: what a build adds is on hover. */
export function shortVersion(version: string): string {
  return /^v?\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
