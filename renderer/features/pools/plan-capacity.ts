import type { ClusterOverview, Fill, NodeCapacity } from '../../../shared/overview.ts';
import { type PoolFill, sumFills } from './plan-pools.ts';

/** A pool or a node: what is promised of what there is, and what one more pod finds there. */
export interface CapacityRow {
  readonly id: string;
  readonly name: string;
  /** A pool has its nodes below it. */
  readonly level: 'pool' | 'node';
  readonly nodes: number;
  readonly cpu: PoolFill;
  readonly memory: PoolFill;
  readonly pods: PoolFill;
  /** What the largest pod may ask for that still finds a place here; null where none does. */
  readonly room: Room | null;
  /** Why there is no room although something is free; null where that is all there is to it. */
  readonly closed: 'cordoned' | 'not-ready' | null;
}

/** Free requests of one node: CPU in thousandths of a core, memory in bytes. */
export interface Room {
  readonly cpu: number;
  readonly memory: number;
}

/** Pools in their order, each followed by its nodes by name when it is among `open` (ids of rows); nodes that no pool names stand at the end. */
export function planCapacityRows(overview: ClusterOverview, open: ReadonlySet<string>): readonly CapacityRow[] {
  const nodes = overview.capacity?.nodes ?? [];
  const pools = overview.pools ?? [];
  const left = new Map(nodes.map((node) => [node.name, node]));
  const rows = pools.flatMap(({ key, name, nodes: names }) => {
    const own = names.flatMap((each) => left.get(each) ?? []);
    for (const each of names) left.delete(each);
    return own.length === 0 ? [] : poolRows(`pool ${key}`, name, own, open);
  });
  return left.size === 0 ? rows : [...rows, ...poolRows('pool', '', [...left.values()], open)];
}

function poolRows(id: string, name: string, nodes: readonly NodeCapacity[], open: ReadonlySet<string>): readonly CapacityRow[] {
  const of = nodes.map(nodeRow);
  const pool: CapacityRow = {
    id,
    name,
    level: 'pool',
    nodes: nodes.length,
    cpu: sumFills(nodes.map(({ cpu }) => cpu)),
    memory: sumFills(nodes.map(({ memory }) => memory)),
    pods: sumFills(nodes.map(({ pods }) => pods)),
    room: largestOf(of.flatMap(({ room }) => room ?? [])),
    closed: null,
  };
  return open.has(id) ? [pool, ...of] : [pool];
}

function nodeRow(node: NodeCapacity): CapacityRow {
  const closed = !node.ready ? 'not-ready' : node.unschedulable ? 'cordoned' : null;
  return {
    id: `node ${node.name}`,
    name: node.name,
    level: 'node',
    nodes: 1,
    cpu: sumFills([node.cpu]),
    memory: sumFills([node.memory]),
    pods: sumFills([node.pods]),
    room: closed === null ? roomOn(node) : null,
    closed,
  };
}

/** Free requests of a node; null where it has no CPU, no memory or no place for a pod left, or nobody knows. */
function roomOn({ cpu, memory, pods }: NodeCapacity): Room | null {
  const free = ({ allocatable, requested }: Fill) => (allocatable === null || requested === null ? 0 : allocatable - requested);
  const room = { cpu: free(cpu), memory: free(memory) };
  return room.cpu > 0 && room.memory > 0 && free(pods) > 0 ? room : null;
}

/** The largest of several by the product of both shares: a node with much CPU and no memory is no large place. */
function largestOf(rooms: readonly Room[]): Room | null {
  const cpu = Math.max(...rooms.map((room) => room.cpu));
  const memory = Math.max(...rooms.map((room) => room.memory));
  const size = (room: Room) => (room.cpu / cpu) * (room.memory / memory);
  return rooms.reduce<Room | null>((best, room) => (best === null || size(room) > size(best) ? room : best), null);
}
