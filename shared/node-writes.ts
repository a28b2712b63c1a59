import type { ClusterError } from './cluster-error.ts';
import type { WriteOutcome } from './journal.ts';
import type { TaintEffect } from './node-edits.ts';

/*
 * Writes to nodes beside drains: cordon, taints, labels. Each node is read first, so that what is so already is said and nothing is sent. Many nodes are
 * written at once; what fails on one node does not stop the others.
 */

/** What came of a write to several nodes. */
export interface NodeWriteAnswer {
  /** In the order in which they were named, each once. */
  readonly nodes: readonly NodeWritten[];
}

/** What came of one node. */
export interface NodeWritten {
  readonly node: string;
  /**
   * `done` with `changed` false: it was so already. `failed` with an error of kind `edit`: kubectl would refuse it as the node is, with its
   * message; nothing was sent.
   */
  readonly outcome: WriteOutcome;
  /** The entry of the journal that can be taken back; empty where nothing was written. */
  readonly entry: string;
}

/** A taint as a node has it. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  /** As the server says it; may be none of ours. */
  readonly effect: TaintEffect | string;
}

/** What a node's NoExecute taints do to a pod on it, as the taint eviction controller of kube-controller-manager decides it. */
export type TaintFate =
  /** Some taint is not tolerated, or only for zero seconds: it is deleted at once. No PodDisruptionBudget is asked. */
  | { readonly type: 'now' }
  /** All are tolerated, one of them only so long (`tolerationSeconds`), from when the pod first met it. */
  | { readonly type: 'after'; readonly seconds: number }
  | { readonly type: 'stays' };

/** A pod on a node whose NoExecute taints would change. */
export interface TaintedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** `ReplicaSet/web-5d4`: who makes it again; empty when nobody does. */
  readonly controller: string;
  /** It has run to its end: what is deleted is its record and its logs. */
  readonly finished: boolean;
  /** With the taints of the node as they are, and as they would be. */
  readonly before: TaintFate;
  readonly after: TaintFate;
  /** The taints (as `key=value:effect`) that decide `after`: not tolerated, or tolerated for the shortest time. Empty when it stays. */
  readonly because: readonly string[];
}

/** What changed taints would do on one node. */
export interface TaintPlanNode {
  readonly node: string;
  /** It could not be read, or kubectl would refuse the change as the node is (kind `edit`); then nothing else is known. */
  readonly error: ClusterError | null;
  readonly before: readonly NodeTaint[];
  readonly after: readonly NodeTaint[];
  /** Keys that have another value now: refused without `overwrite`. */
  readonly overwrites: readonly string[];
  /** All pods of the node when its NoExecute taints change, else none. By namespace and name. */
  readonly pods: readonly TaintedPod[];
  /** Why its pods are not known; null when they are, or nothing depends on them. */
  readonly podsError: ClusterError | null;
}

/** What changed taints would do, read anew from the cluster. */
export interface TaintPlan {
  /** In the order in which they were named, each once. */
  readonly nodes: readonly TaintPlanNode[];
}
