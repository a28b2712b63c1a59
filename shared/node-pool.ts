import type { Infrastructure } from './provider-finding.ts';

/*
 * Nodes by the pool that made them, over all providers in one shape. A pool is what a label of its nodes says it is; nodes of which no label says it
 * stand in one row without a name. What the API does not tell (how far a pool may grow, mostly) is unknown and says why.
 */

/** A taint of nodes, as v1.Taint. */
export interface PoolTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What is read of a node to put it into a pool. */
export interface PoolNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Empty when it has none. */
  readonly providerID: string;
  readonly taints: readonly PoolTaint[];
  /** Status of condition Ready; null when the node has no such condition. */
  readonly ready: 'True' | 'False' | 'Unknown' | null;
  /** When `ready` became what it is, ms since the epoch; null when unknown. */
  readonly readySince: number | null;
  readonly unschedulable: boolean;
  /** It has a deletionTimestamp. */
  readonly deleting: boolean;
  readonly kubeletVersion: string;
  readonly architecture: string;
  /** ms since the epoch; null when unknown. */
  readonly createdAt: number | null;
}

/** Who makes and removes the nodes of a pool, as its label says. */
export type PoolKind =
  | 'scaleway'
  | 'ovh'
  | 'eks-node-group'
  | 'eksctl'
  | 'eks-fargate'
  | 'gke'
  | 'aks'
  | 'exoscale'
  | 'digitalocean'
  | 'linode'
  | 'civo'
  | 'vultr'
  | 'alibaba'
  | 'ibm'
  | 'oracle'
  | 'hetzner'
  | 'karpenter'
  | 'gardener'
  | 'cluster-api'
  | 'openshift'
  | 'kops'
  | 'other';

/** How far a pool may grow and shrink. */
export type PoolBounds =
  | {
      readonly known: true;
      /** Nodes; null when it says no such bound. */
      readonly min: number | null;
      readonly max: number | null;
      /** How many nodes are asked for now; null when unknown. */
      readonly target: number | null;
      /** An autoscaler moves it between the two; false: somebody sets the number by hand. */
      readonly autoscaled: boolean;
      /** Other limits, as Karpenter has them: `cpu 1000`, `memory 1000Gi`. */
      readonly limits: readonly string[];
      readonly from: 'ovh-node-pool' | 'autoscaler-status' | 'karpenter-node-pool';
    }
  | { readonly known: false; readonly why: BoundsUnknown };

/**
 * Why bounds are unknown. `not-in-api`: nothing in the cluster carries them here; `forbidden`: what would carry them may not be read; `not-read`: it was not read (yet);
 * `not-listed`: an autoscaler reports, but not this pool; `unreadable`: the report is there and cannot be understood; `no-pool`: these nodes are of no pool.
 */
export type BoundsUnknown = 'not-in-api' | 'forbidden' | 'not-read' | 'not-listed' | 'unreadable' | 'no-pool';

/** Something to know about a pool. Names of nodes are sorted. */
export type PoolNote =
  /** `since`: ms since the epoch of the one that is not ready for the longest time; null when unknown. */
  | { readonly kind: 'not-ready'; readonly nodes: readonly string[]; readonly since: number | null }
  /** Nodes that never said whether they are ready. */
  | { readonly kind: 'ready-unknown'; readonly nodes: readonly string[] }
  | { readonly kind: 'at-maximum'; readonly max: number }
  /** More nodes asked for than there are (positive), or fewer (negative). */
  | { readonly kind: 'scaling'; readonly target: number; readonly count: number }
  /** The autoscaler had failures and waits before it tries again. */
  | { readonly kind: 'backoff'; readonly message: string }
  /** Minors behind the server; `unsupported` when more than the skew policy allows. */
  | { readonly kind: 'kubelet-behind'; readonly minors: number; readonly oldest: string; readonly unsupported: boolean }
  /** A kubelet newer than the server, which the skew policy never allows. */
  | { readonly kind: 'kubelet-ahead'; readonly newest: string }
  /** Kubelets of several versions: an upgrade under way, or one that stopped. */
  | { readonly kind: 'kubelet-mixed'; readonly versions: number }
  /** Nodes on their way out: removal that is expected, no alarm. */
  | { readonly kind: 'being-removed'; readonly nodes: readonly string[]; readonly by: 'cluster-autoscaler' | 'karpenter' | 'deletion' }
  | { readonly kind: 'cordoned'; readonly nodes: readonly string[] }
  /** Nodes that their autoscaler must not remove (annotations `scale-down-disabled`, `do-not-disrupt`). */
  | { readonly kind: 'kept'; readonly nodes: readonly string[]; readonly by: 'cluster-autoscaler' | 'karpenter' }
  /** Taints that all its nodes carry. */
  | { readonly kind: 'tainted'; readonly taints: readonly PoolTaint[] }
  /** The label has an id instead of a machine type, and nothing that we may read names it. */
  | { readonly kind: 'instance-type-is-id' };

/** A version of kubelets and how many nodes run it. */
export interface PoolKubelet {
  readonly version: string;
  readonly nodes: number;
}

/** One pool of one cluster. */
export interface NodePool {
  /** Unique within the cluster and the same after a restart; empty for nodes of no pool. */
  readonly key: string;
  /** To show; the id where a provider tells no name, empty for nodes of no pool. */
  readonly name: string;
  /** The provider's id; empty when the name is all there is. */
  readonly id: string;
  readonly kind: PoolKind | null;
  /** Label (of a few providers: annotation) that names the pool; empty for nodes of no pool. */
  readonly label: string;
  /** Whose machines they are; `unknown` also when nodes of one pool differ. */
  readonly infrastructure: Infrastructure | 'unknown';
  /** Sorted; empty when labels tell none, or (OpenStack's `nova`) tell nothing. */
  readonly zones: readonly string[];
  readonly regions: readonly string[];
  /** Machine types, most nodes first. */
  readonly instanceTypes: readonly string[];
  /** `spot` or `on-demand`, both when mixed; empty when labels do not say. */
  readonly capacityTypes: readonly ('spot' | 'on-demand')[];
  /** Names of its nodes, sorted. */
  readonly nodes: readonly string[];
  /** Nodes that there are: 0 for a pool that is known by an object only. */
  readonly count: number;
  readonly ready: number;
  readonly cordoned: number;
  readonly bounds: PoolBounds;
  /** Newest first. */
  readonly kubelets: readonly PoolKubelet[];
  /** Minors that its oldest kubelet is behind the server (negative: ahead); null when unknown. */
  readonly behind: number | null;
  /** Taints that all its nodes carry, without those that Kubernetes sets and takes away itself. */
  readonly taints: readonly PoolTaint[];
  readonly architectures: readonly string[];
  /** Creation of its oldest node, ms since the epoch; null when unknown. */
  readonly oldestAt: number | null;
  /** Worst first. */
  readonly notes: readonly PoolNote[];
}
