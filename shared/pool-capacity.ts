import type { Fill, NodeCapacity } from './overview.ts';

/** How full all nodes of a pool are together. */
export interface PoolCapacity {
  readonly nodes: number;
  readonly cpu: Fill;
  readonly memory: Fill;
  readonly pods: Fill;
}

/** Sums nodes by the id of their pool. A number that one of the nodes lacks is not known of the pool either. */
export function capacityByPool(nodes: readonly NodeCapacity[]): ReadonlyMap<string, PoolCapacity> {
  const pools = new Map<string, PoolCapacity>();
  for (const { pool, cpu, memory, pods } of nodes) {
    const sum = pools.get(pool);
    const next =
      sum === undefined
        ? { nodes: 1, cpu, memory, pods }
        : { nodes: sum.nodes + 1, cpu: both(sum.cpu, cpu), memory: both(sum.memory, memory), pods: both(sum.pods, pods) };
    pools.set(pool, next);
  }
  return pools;
}

/** How much more is promised than there is: limits over allocatable, 1 = all of it. Null when one of them is not known. */
export function overCommitment({ limits, allocatable }: Fill): number | null {
  return limits === null || allocatable === null || allocatable <= 0 ? null : limits / allocatable;
}

function both(a: Fill, b: Fill): Fill {
  return {
    used: sum(a.used, b.used),
    requested: sum(a.requested, b.requested),
    limits: sum(a.limits, b.limits),
    allocatable: sum(a.allocatable, b.allocatable),
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
