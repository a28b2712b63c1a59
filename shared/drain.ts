import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';
import type { DrainRoom } from './drain-room.ts';

/*
 * What draining nodes of one context would do, asked before anything is done. The verdicts are kubectl's (k8s.io/kubectl/pkg/drain/filters.go),
 * the answers to evictions are those the API server would give (pkg/registry/core/pod/storage/eviction.go).
 */

/** Longest time that kubectl's flags and the API take, in seconds: an int32. */
const longestSeconds = 2_147_483_647;
/** Longest label selector that is taken, in characters. */
const longestSelector = 2_000;

/** The switches of `kubectl drain`, with its defaults. Times in seconds. */
export const drainOptionsSchema = z.strictObject({
  /** `--grace-period`: -1 = each pod's own, 0 = at once. */
  gracePeriodSeconds: z.number().int().min(-1).max(longestSeconds).default(-1),
  /** `--timeout` of the whole drain; 0 = none. */
  timeoutSeconds: z.number().int().min(0).max(longestSeconds).default(0),
  /** `--force`: also pods without a controller, and those of a DaemonSet that is gone. */
  force: z.boolean().default(false),
  /** `--ignore-daemonsets`: leave pods of DaemonSets where they are, instead of refusing. */
  ignoreDaemonSets: z.boolean().default(false),
  /** `--delete-emptydir-data`: also pods with emptyDir volumes, whose data is lost. */
  deleteEmptyDirData: z.boolean().default(false),
  /** `--pod-selector`: only pods with these labels; the API server reads it. Empty = all. */
  podSelector: z.string().max(longestSelector).default(''),
  /** `--disable-eviction`: delete instead of evict, past every PodDisruptionBudget. */
  disableEviction: z.boolean().default(false),
  /** `--skip-wait-for-delete-timeout`: pods whose deletion is overdue by more than this are left alone; 0 = none are. */
  skipWaitForDeleteTimeoutSeconds: z.number().int().min(0).max(longestSeconds).default(0),
});

/** All switches of a drain, as parsed. */
export type DrainOptions = z.output<typeof drainOptionsSchema>;

/** What kubectl makes of a pod: `okay` and `warning` may be removed, `skip` stays without a word, `error` refuses its whole node. */
export type DrainStatus = 'okay' | 'skip' | 'warning' | 'error';

/** kubectl's PodDeleteStatus of a pod. */
export interface DrainVerdict {
  readonly status: DrainStatus;
  /** Whether the pod would be evicted or deleted. A warning does either: it removes, or it keeps. */
  readonly removes: boolean;
  /** kubectl's message, e.g. `Pods with local storage (use --delete-emptydir-data to override)`; empty for `okay` and `skip`. */
  readonly message: string;
}

/** What the API server would answer to the eviction of a pod, were all removals of the plan asked for in its order, at once. */
export type EvictionOutlook =
  /** The pod stays: it is not asked for. */
  | { readonly answer: 'not-asked' }
  /**
   * It goes at once. `finished` also stands for pods that never started and for those being deleted: no budget is looked at. `unready`: it is
   * not Ready and its budget holds without it. `deleted`: by `--disable-eviction`.
   */
  | { readonly answer: 'goes'; readonly because: 'no-budget' | 'budget' | 'finished' | 'unready' | 'deleted'; readonly budget: string }
  /**
   * 429 until pods of the same budget that go before it have been replaced: they are `goesNow` of that budget. Where the budget needs no healthy pod, only until
   * the disruption controller has counted again.
   */
  | { readonly answer: 'waits'; readonly budget: string }
  /** Refused as things are (429, or 403). `forever`: also when all its pods are healthy, the budget allows none. `message` is the server's. */
  | { readonly answer: 'blocked'; readonly code: 429 | 403; readonly budget: string; readonly forever: boolean; readonly message: string }
  /** 500: more than one budget selects the pod, which the API refuses to evict for ever. */
  | { readonly answer: 'two-budgets'; readonly code: 500; readonly budgets: readonly string[]; readonly message: string }
  /** Nobody can tell: the budgets of the namespace could not be read (`budget` empty), or the server has not taken up a change of this one. */
  | { readonly answer: 'unknown'; readonly budget: string; readonly message: string };

/** What is worth knowing of a pod before its node is drained. */
export type DrainNote =
  /** Run by the kubelet from a file: it stays, and comes back with the node. */
  | { readonly note: 'static' }
  /** Once removed it is gone for good: no controller, or one that does not exist any more. */
  | { readonly note: 'nothing-restarts'; readonly why: 'no-controller' | 'controller-gone' }
  /** A Job begins its work anew in another pod. */
  | { readonly note: 'starts-over'; readonly job: string }
  /** Data in these emptyDir volumes is lost; those in memory are named apart. */
  | { readonly note: 'loses-data'; readonly volumes: readonly string[]; readonly inMemory: readonly string[] }
  /** Somebody asked node autoscalers to leave it alone. An eviction goes through all the same. */
  | { readonly note: 'do-not-disrupt'; readonly annotation: string; readonly value: string }
  /** It is being deleted already; `dueAt` is when its grace ends or ended, ms since the epoch. */
  | { readonly note: 'terminating'; readonly dueAt: number }
  /** Its deletion is finished only when these have let go of it. */
  | { readonly note: 'finalizers'; readonly names: readonly string[] };

/** The controller of a pod, or what it stands behind: the Deployment of a ReplicaSet. */
export interface DrainOwner {
  readonly kind: string;
  readonly name: string;
}

/** One pod of a node in the plan. */
export interface DrainPodPlan {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** As in its status; empty when it has none. */
  readonly phase: string;
  readonly ready: boolean;
  /** Its controller as the pod names it; null when it has none. */
  readonly controller: DrainOwner | null;
  /** Seconds it has to end: those of the options, else its own. */
  readonly graceSeconds: number;
  readonly verdict: DrainVerdict;
  readonly eviction: EvictionOutlook;
  readonly notes: readonly DrainNote[];
}

/** One node of the plan. */
export interface DrainNodePlan {
  readonly name: string;
  /** Cordoned already. */
  readonly unschedulable: boolean;
  /** Zone and node pool by its labels; empty when none says it. */
  readonly zone: string;
  readonly pool: string;
  /** True when a pod has the verdict `error`: kubectl then removes none of this node. */
  readonly refused: boolean;
  /** Pods on it that the options select, as the server lists them. */
  readonly pods: readonly DrainPodPlan[];
}

/** One PodDisruptionBudget that selects pods of the plan. Numbers are those of its status. */
export interface DrainBudget {
  readonly namespace: string;
  readonly name: string;
  /** Evictions it lets through now. Null while the server has not taken up its last change, so that nobody knows. */
  readonly allowed: number | null;
  /** Why the disruption controller cannot count its pods: it then allows none. Empty when it can. */
  readonly syncFailure: string;
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly unhealthyPodEvictionPolicy: 'IfHealthyBudget' | 'AlwaysAllow';
  /** Names of the pods of the plan that it lets go now, in the order of the plan; with those not Ready that it holds without. */
  readonly goesNow: readonly string[];
  /** Names of those that wait for them. */
  readonly waits: readonly string[];
  /** Names of those that it does not let go as things are. */
  readonly blocked: readonly string[];
}

/**
 * Whether a workload is without a Ready pod while its pods move. `together`: only when all chosen nodes are drained at once.
 * `unknown`: it could not be read, or its budgets could not.
 */
export type WorkloadOutlook = 'down' | 'together' | 'stays' | 'unknown';

/** A workload that loses pods. */
export interface DrainWorkload extends DrainOwner {
  readonly namespace: string;
  /** Wanted and Ready pods in the whole cluster; null when that could not be read. */
  readonly replicas: number | null;
  readonly ready: number | null;
  /** uids of its pods that the plan removes. */
  readonly pods: readonly string[];
  /** Its Ready pods that the plan lets go. */
  readonly leaving: number;
  readonly outlook: WorkloadOutlook;
}

/** Something that could not be read, and what is unknown because of it. */
export interface DrainGap {
  readonly what: 'budgets' | 'workload';
  readonly namespace: string;
  /** Kind and name of the workload; empty for budgets. */
  readonly name: string;
  readonly error: ClusterError;
}

/** What draining these nodes would do. */
export interface DrainPlan {
  /** In the order asked for. */
  readonly nodes: readonly DrainNodePlan[];
  readonly budgets: readonly DrainBudget[];
  /** Worst first. */
  readonly workloads: readonly DrainWorkload[];
  readonly gaps: readonly DrainGap[];
  /** Whether the nodes that remain can hold what moves. */
  readonly room: DrainRoom;
  readonly kubectl: {
    /** The equal command, in words after `kubectl` and its context. */
    readonly words: readonly string[];
    /** What it would write to its error output before it removes anything: warnings and refusals. Empty when there are none. */
    readonly stderr: string;
  };
  /** ms since the epoch. */
  readonly takenAt: number;
}
