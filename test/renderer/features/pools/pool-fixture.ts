import type { NodePool } from '../../../../shared/node-pool.ts';
import type { CapacityFacts, Fill, NodeCapacity } from '../../../../shared/overview.ts';

/** A pool of three nodes that are well; anything may be given. */
export function poolNamed(name: string, more: Partial<NodePool> = {}): NodePool {
  const nodes = more.nodes ?? [`${name}-1`, `${name}-2`, `${name}-3`];
  return {
    key: `scaleway/${name}`,
    name,
    id: '',
    kind: 'scaleway',
    label: 'k8s.scaleway.com/pool-name',
    infrastructure: 'scaleway',
    zones: ['fr-par-1'],
    regions: ['fr-par'],
    instanceTypes: ['PRO2-M'],
    capacityTypes: [],
    nodes,
    count: nodes.length,
    ready: nodes.length,
    cordoned: 0,
    bounds: { known: false, why: 'not-in-api' },
    kubelets: [{ version: 'v1.33.4', nodes: nodes.length }],
    behind: 0,
    taints: [],
    architectures: ['amd64'],
    oldestAt: null,
    notes: [],
    ...more,
  };
}

/** A fill of `allocatable` thousandths or bytes. */
export function fillOf(used: number | null, requested: number | null, allocatable: number | null, limits: number | null = 0): Fill {
  return { used, requested, limits, allocatable };
}

/** A node of a pool, half full; anything may be given. */
export function nodeNamed(name: string, more: Partial<NodeCapacity> = {}): NodeCapacity {
  return {
    name,
    pool: '',
    ready: true,
    unschedulable: false,
    cpu: fillOf(1_000, 2_000, 4_000),
    memory: fillOf(1_000, 2_000, 4_000),
    pods: fillOf(10, 10, 110, null),
    ...more,
  };
}

/** Capacity of these nodes, and nothing else known. */
export function capacityOf(nodes: readonly NodeCapacity[]): CapacityFacts {
  const waste = { cpu: null, memory: null, since: null };
  return { nodes, podsWithoutRequests: 0, largestFit: null, waste, quotas: null, limitRanges: null };
}
