import type { ClusterComponent } from './cluster-component.ts';
import type { Freshness } from './freshness.ts';
import type { NodePool } from './node-pool.ts';
import type { Change, Problem } from './problem.ts';
import type { ProviderFinding } from './provider-finding.ts';
import type { UsageState } from './usage.ts';
import type { VersionSkew } from './version-skew.ts';

/*
 * One cluster at a glance, made in the data thread from lists that are watched while somebody looks, and sent whole, at most once a second.
 * What could not be read is null, never 0: `sources` says why, kind by kind.
 */

/** Kinds that an overview is made from, by resource and group. */
export type OverviewSource = string;

/** What is used, asked for, bounded and there to give: CPU in thousandths of a core, memory in bytes, pods in pods. Null = not known. */
export interface Fill {
  readonly used: number | null;
  readonly requested: number | null;
  readonly limits: number | null;
  readonly allocatable: number | null;
}

/** A page of an overview stream. */
export interface ClusterOverview {
  /** ms since the epoch at which it was made. */
  readonly at: number;
  /** How true each list is that it is made from. */
  readonly sources: Readonly<Record<OverviewSource, Freshness>>;
  readonly provider: ProviderFinding;
  /** gitVersion of the server; null until known. */
  readonly version: string | null;
  /** Kubelets against the server; null while one of them is not known. */
  readonly skew: VersionSkew | null;
  readonly nodes: NodeCounts | null;
  readonly pods: PodCounts | null;
  readonly deployments: { readonly total: number; readonly ready: number } | null;
  readonly cpu: Fill;
  readonly memory: Fill;
  readonly podRoom: Fill;
  /** Of the nodes' numbers. */
  readonly usage: UsageState;
  /** Nodes that `used` of `cpu` and `memory` is the sum of: where they are fewer than all, it is at least that much. Null while there are no numbers. */
  readonly measuredNodes: number | null;
  /** Events of type Warning whose last occurrence is within the hour before `at`; null where they may not be read. */
  readonly warnings: number | null;
  /** When what we connect with ends, soonest first. */
  readonly expiries: readonly Expiry[];
  /** The worst first; at most `mostProblems` of them. */
  readonly problems: readonly Problem[];
  readonly problemCounts: { readonly broken: number; readonly attention: number; readonly unknown: number };
  /** The newest first, at most `mostChanges`. */
  readonly changes: readonly Change[];
  readonly pools: readonly NodePool[] | null;
  readonly components: readonly ClusterComponent[];
  readonly capacity: CapacityFacts | null;
}

/** Nodes by state. */
export interface NodeCounts {
  readonly total: number;
  readonly ready: number;
  readonly cordoned: number;
}

/** Pods by state; what ended well is none of running, pending, failing. */
export interface PodCounts {
  readonly total: number;
  readonly running: number;
  readonly pending: number;
  readonly succeeded: number;
  /** Health broken or attention, whatever their phase. */
  readonly failing: number;
  readonly broken: number;
}

/** When something ends that we need to stay connected. */
export interface Expiry {
  readonly what: 'client-certificate' | 'token' | 'server-certificate';
  /** ms since the epoch. */
  readonly at: number;
}

/** What still fits, and what is promised twice. */
export interface CapacityFacts {
  /** Per node, in the order of names. */
  readonly nodes: readonly NodeCapacity[];
  /** Pods that ask for nothing, so that no number here counts them. */
  readonly podsWithoutRequests: number;
  /** The largest pod that still finds a place on one node that takes new pods, by free requests; null when there is none. */
  readonly largestFit: { readonly cpu: number; readonly memory: number; readonly node: string } | null;
  /** Requested minus used over the session's history, where that is known. */
  readonly waste: { readonly cpu: number | null; readonly memory: number | null; readonly since: number | null };
  readonly quotas: readonly QuotaUse[] | null;
  readonly limitRanges: readonly LimitRangeFacts[] | null;
}

/** How full a node is. */
export interface NodeCapacity {
  readonly name: string;
  /** Id of its pool in `pools`. */
  readonly pool: string;
  readonly ready: boolean;
  readonly unschedulable: boolean;
  readonly cpu: Fill;
  readonly memory: Fill;
  readonly pods: Fill;
}

/** One line of a ResourceQuota. */
export interface QuotaUse {
  readonly namespace: string;
  readonly name: string;
  /** As the quota names it: `requests.cpu`, `count/deployments.apps`. */
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
  /** used / hard; null when hard is 0 or one of them is no quantity. */
  readonly ratio: number | null;
}

/** One limit of a LimitRange. */
export interface LimitRangeFacts {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly resource: string;
  readonly min: string;
  readonly max: string;
  readonly defaultRequest: string;
  readonly defaultLimit: string;
}

/** Problems that cross with one overview; the counts are of all. */
export const mostProblems = 300;
/** Changes that cross with one overview. */
export const mostChanges = 100;
