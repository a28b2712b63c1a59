import type { BoundsUnknown, PoolBounds } from '../../../../shared/node-pool.ts';
import type { ProviderFinding } from '../../../../shared/provider-finding.ts';
import type { PoolMark } from '../../../kube/provider/pool-mark.ts';
import type { KarpenterPool, OvhPool } from './pool-objects.ts';
import type { AutoscalerGroup } from './read-autoscaler-status.ts';

/** Something that was read, or why not. `absent`: the cluster has no such thing. */
export type Reading<Value> =
  | { readonly state: 'read'; readonly value: Value }
  | { readonly state: 'absent' | 'forbidden' | 'not-read' | 'unreadable' };

/** What tells bounds of pools, beside their nodes. */
export interface PoolExtras {
  /** Who runs the control plane: the other fact that makes a generic label of a node its provider's. */
  readonly controlPlane: ProviderFinding['controlPlane']['value'];
  /** gitVersion of the server; null while it is not known. */
  readonly serverVersion: string | null;
  readonly autoscaler: Reading<readonly AutoscalerGroup[]>;
  readonly ovhPools: Reading<readonly OvhPool[]>;
  readonly karpenterPools: Reading<readonly KarpenterPool[]>;
}

/** Bounds of a pool, and what the autoscaler says of it (null: nothing). */
export interface PoolScaling {
  readonly bounds: PoolBounds;
  /** Why its autoscaler waits; null when it does not. */
  readonly backoff: string | null;
}

/** What a pool and its nodes are known by, for finding them in a report. */
export interface PoolIdentity extends Pick<PoolMark, 'kind' | 'name' | 'id'> {
  readonly nodeNames: readonly string[];
  readonly providerIDs: readonly string[];
}

/** How far a pool may grow: its own object first, then the autoscaler's report. */
export function planPoolBounds(pool: PoolIdentity, extras: PoolExtras): PoolScaling {
  const groups = extras.autoscaler.state === 'read' ? extras.autoscaler.value.filter((group) => isGroupOf(group.name, pool)) : [];
  const backoff = groups.find((group) => group.scaleUp === 'Backoff')?.backoff ?? null;
  const own = ownBounds(pool, extras);
  if (own !== null) return { bounds: own, backoff };
  if (groups.length > 0) return { bounds: reportedBounds(groups), backoff };
  return { bounds: { known: false, why: whyUnknown(pool, extras) }, backoff: null };
}

function ownBounds(pool: PoolIdentity, { ovhPools, karpenterPools }: PoolExtras): PoolBounds | null {
  if (pool.kind === 'ovh' && ovhPools.state === 'read') {
    const object = ovhPools.value.find((one) => one.name === pool.name);
    if (object === undefined) return null;
    const { min, max, desired: target, autoscaled } = object;
    return { known: true, min, max, target, autoscaled, limits: [], from: 'ovh-node-pool' };
  }
  if (pool.kind === 'karpenter' && karpenterPools.state === 'read') {
    const object = karpenterPools.value.find((one) => one.name === pool.name);
    if (object === undefined) return null;
    const { limits, max, replicas } = object;
    return {
      known: true,
      min: replicas,
      max: max ?? replicas,
      target: replicas,
      autoscaled: replicas === null,
      limits,
      from: 'karpenter-node-pool',
    };
  }
  return null;
}

/** Several groups of one pool (one per zone on GKE) count together; what one of them does not say, the pool does not. */
function reportedBounds(groups: readonly AutoscalerGroup[]): PoolBounds {
  const sum = (what: 'min' | 'max' | 'target') =>
    groups.reduce<number | null>((total, group) => (total === null || group[what] === null ? null : total + group[what]), 0);
  return { known: true, min: sum('min'), max: sum('max'), target: sum('target'), autoscaled: true, limits: [], from: 'autoscaler-status' };
}

function whyUnknown({ kind }: PoolIdentity, { autoscaler, ovhPools, karpenterPools }: PoolExtras): BoundsUnknown {
  const asked = [...(kind === 'ovh' ? [ovhPools] : []), ...(kind === 'karpenter' ? [karpenterPools] : [autoscaler])];
  for (const state of ['forbidden', 'not-read', 'unreadable'] as const) if (asked.some((one) => one.state === state)) return state;
  return asked.some((one) => one.state === 'read') ? 'not-listed' : 'not-in-api';
}

/**
 * Whether a node group of the autoscaler's report is of a pool. Ids are those of each provider's implementation in cluster-autoscaler: the pool's uuid on Scaleway,
 * Exoscale and DigitalOcean, its name on OVHcloud and Hetzner, a scale set on Azure, an auto scaling group on AWS, an instance group's URL on Google Cloud.
 */
export function isGroupOf(group: string, pool: PoolIdentity): boolean {
  switch (pool.kind) {
    case 'aks':
      return pool.providerIDs.some((id) => id.toLowerCase().includes(`/virtualmachinescalesets/${group.toLowerCase()}/`));
    case 'gke':
      // A node is named after its instance group: BASE-abcd of …/instanceGroups/BASE-grp.
      return pool.nodeNames.some((name) => /-[a-z0-9]{4}$/.test(name) && group.split('/').at(-1) === `${name.slice(0, -5)}-grp`);
    case 'eks-node-group':
      // EKS names the group of a managed node group eks-NAME-UUID.
      return (
        group.startsWith(`eks-${pool.name}-`) && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(group.slice(pool.name.length + 5))
      );
    case 'eksctl':
      return group.includes(`-nodegroup-${pool.name}-NodeGroup-`);
    case 'kops':
      return group.startsWith(`${pool.name}.`);
    case 'cluster-api':
      return group === `MachineDeployment/${group.split('/')[1]}/${pool.name}`;
    case 'openshift':
      return group.startsWith('MachineSet/') && group.endsWith(`/${pool.name}`);
    case 'karpenter':
    case 'eks-fargate':
    case 'other':
      return false;
    default:
      return group !== '' && (group === pool.id || (pool.id === '' && group === pool.name));
  }
}
