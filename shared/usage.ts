import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';

/*
 * What metrics.k8s.io says things use, as the page gets it. CPU is whole thousandths of a core and memory whole bytes, each rounded up as
 * Quantity.MilliValue and Value do: what kubectl top prints is made of them by `format-usage.ts` alone. A pod's numbers are sums over its containers, made before rounding for print.
 */

/** Whether there are numbers, how old they are, or why there are none. */
export type UsageState =
  /** Asked for, nothing answered yet. */
  | { readonly state: 'waiting'; readonly since: number }
  /** `at`: the newest timestamp among the samples, ms since the epoch by the server's clock; `windowMs`: what they are averages over; `everyMs`: how often new ones come. */
  | { readonly state: 'live'; readonly at: number; readonly receivedAt: number; readonly windowMs: number; readonly everyMs: number }
  /** There were numbers; the last questions failed. */
  | { readonly state: 'stale'; readonly at: number; readonly receivedAt: number; readonly why: MissingUsage }
  | { readonly state: 'missing'; readonly since: number; readonly why: MissingUsage };

/** Why a cluster has no numbers at all. Each has its own sentence and next step. */
export type MissingUsage =
  /** metrics.k8s.io is not among the API groups, and no APIService claims it. */
  | { readonly kind: 'no-api' }
  /** The APIService is there and not Available: its reason and message (`FailedDiscoveryCheck`, `MissingEndpoints`…). */
  | { readonly kind: 'api-unavailable'; readonly reason: string; readonly message: string; readonly service: string }
  /** The right that is missing. */
  | { readonly kind: 'forbidden'; readonly resource: 'nodes' | 'pods'; readonly namespace: string; readonly error: ClusterError }
  /** The API answers and has no sample of anything: "metrics not available yet" of kubectl. */
  | { readonly kind: 'no-samples' }
  /** Anything else that came back, or did not. */
  | { readonly kind: 'failed'; readonly error: ClusterError };

/** Why one object has no numbers although its cluster has some (`planMissingSample`). */
export type MissingSample =
  /** Younger than two minutes, the age up to which kubectl top waits (metricsutil), or a container of it began anew since. */
  | { readonly kind: 'too-young'; readonly ageMs: number }
  /** No container runs. */
  | { readonly kind: 'not-running' }
  /** Its node is silent: NotReady or Unknown. */
  | { readonly kind: 'node-silent'; readonly node: string }
  /**
   * Its node is not known to be silent, and metrics-server has no sample of it: it cannot scrape that kubelet. `certificate`: whether it refuses certificates that it does not know, as
   * those of Kapsule's kubelets; null = not known.
   */
  | { readonly kind: 'not-scraped'; readonly node: string; readonly certificate: boolean | null }
  /** Nothing explains it. */
  | { readonly kind: 'unknown' };

/** Numbers of many objects at once, by place: an object keeps its place for as long as it has samples. */
export interface UsageColumns {
  /** Places that were given since the last item, with the name that is there now (`namespace/name` of a pod, the name of a node); null = the place is free again. */
  readonly places: readonly (readonly [place: number, name: string | null])[];
  /** By place; -1 = nothing is there. */
  readonly cpu: readonly number[];
  readonly memory: readonly number[];
}

/** What is known of nodes without a sample, as reasons need it. */
export interface BlindNodes {
  /** Nodes that are not Ready; null while the list of nodes is not held. */
  readonly silent: readonly string[] | null;
  /** Whether metrics-server refuses kubelets whose certificate it does not know; only asked once a ready node has no sample. Null = not known. */
  readonly certificatesChecked: boolean | null;
}

/** One item of `usage.watch`: the whole of the newest samples. The first item of a stream names every place. */
export interface UsageItem {
  /** One may be readable and the other not: pods in one's own namespaces, no nodes. */
  readonly nodeState: UsageState;
  readonly podState: UsageState;
  readonly blind: BlindNodes;
  /** Null when only the state changed. */
  readonly nodes: UsageColumns | null;
  readonly pods: UsageColumns | null;
}

/** Nodes of one history: the largest pools have some thousands. */
const mostNodes = 5_000;
/** Objects of one question for sparklines: those on a screen. */
const mostRecent = 500;

/** Which objects a table shows sparklines of: pods as `namespace/name`. `points`: rounds. */
export const recentUsageSchema = z.strictObject({
  resource: z.enum(['nodes', 'pods']),
  names: z.array(z.string().max(510)).max(mostRecent),
  points: z.number().int().min(2).max(240),
});

/** The newest rounds of some objects, in the order they were asked for; null for one that nothing is known of, and where a round brought no number. */
export interface RecentUsage {
  /** ms since the epoch, ascending. */
  readonly times: readonly number[];
  readonly cpu: readonly (readonly (number | null)[] | null)[];
  readonly memory: readonly (readonly (number | null)[] | null)[];
}

/** Whose history is asked for. `nodes`: a pool, by its nodes. A workload is named as pods are folded: by kind and name of the controller above ReplicaSets. */
export const usageTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pod'), namespace: z.string().max(253), name: z.string().max(253) }),
  z.strictObject({
    kind: z.literal('container'),
    namespace: z.string().max(253),
    name: z.string().max(253),
    container: z.string().max(253),
  }),
  z.strictObject({ kind: z.literal('workload'), namespace: z.string().max(253), owner: z.string().max(253), name: z.string().max(253) }),
  z.strictObject({ kind: z.literal('namespace'), name: z.string().max(253) }),
  z.strictObject({ kind: z.literal('node'), name: z.string().max(253) }),
  z.strictObject({ kind: z.literal('nodes'), names: z.array(z.string().max(253)).max(mostNodes) }),
  z.strictObject({ kind: z.literal('cluster') }),
]);
export type UsageTarget = z.infer<typeof usageTargetSchema>;

/** A history: one number per time, null where there is none (a gap stays a gap). */
export interface UsageSeries {
  /** ms since the epoch, ascending. */
  readonly times: readonly number[];
  readonly cpu: readonly (number | null)[];
  readonly memory: readonly (number | null)[];
  /** What is asked for and what bounds it now; null = nothing. */
  readonly requests: { readonly cpu: number | null; readonly memory: number | null };
  readonly limits: { readonly cpu: number | null; readonly memory: number | null };
  /** Of nodes, pools and the cluster. */
  readonly allocatable: { readonly cpu: number | null; readonly memory: number | null };
  readonly from: 'session' | 'prometheus';
}
