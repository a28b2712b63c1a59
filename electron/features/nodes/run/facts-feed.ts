import type { ContextId } from '../../../../shared/context-id.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import type { DrainPod } from '../drain-pod.ts';

/*
 * What a drain run in the main process and the data thread of a context say to each other, over a MessagePort of their own: the run says which pods
 * it cares about, the thread watches and tells what becomes of them. Messages keep their order. Closing the port ends it, from either side.
 */

/** The name of this feed in data-thread-protocol.ts. */
export const drainFactsFeed = 'drain-facts';

/** Opens a feed; everything else is said by `follow`. */
export interface FactsRequest {
  readonly contextId: ContextId;
}

/** A pod as the run looks at it. */
export interface PodFacts extends DrainPod {
  /** Empty until it is scheduled. */
  readonly node: string;
  /** ms since the epoch by the server's clock; null when the object has none. */
  readonly createdAt: number | null;
  /** Why it is not running yet: what the scheduler says, or its first container waits for. Empty when it runs, or nobody says. */
  readonly waits: string;
}

/** A node as the run looks at it. */
export interface NodeFacts {
  readonly name: string;
  readonly unschedulable: boolean;
  /** Its kubelet answers: condition Ready is True. */
  readonly ready: boolean;
}

/** Whose list a state speaks of. */
export type FactsList = 'pods' | 'nodes' | 'budgets';

/** Run to data thread. Each `follow` replaces the one before: what falls out of it is not told any more. */
export interface FollowPods {
  readonly type: 'follow';
  /** Grows; `followed` gives it back. */
  readonly version: number;
  /** Namespaces of the pods, each once: pods and budgets of them are watched. */
  readonly namespaces: readonly string[];
  /** uids of pods that are told of, whatever happens to them. */
  readonly pods: readonly string[];
  /** uids of controllers whose pods are told of: replacements. */
  readonly controllers: readonly string[];
}

/** Data thread to run. */
export type FromFacts =
  | { readonly type: 'pod'; readonly pod: PodFacts }
  /** Deleted, as an event or a complete list says. */
  | { readonly type: 'pod-gone'; readonly uid: string }
  | { readonly type: 'node'; readonly node: NodeFacts }
  | { readonly type: 'node-gone'; readonly name: string }
  /** A PodDisruptionBudget, cut down to what `disruptionBudgetOf` reads. */
  | { readonly type: 'budget'; readonly uid: string; readonly budget: object }
  | { readonly type: 'budget-gone'; readonly uid: string }
  /** Everything that is known of what `follow` of this version asks for has been told. */
  | { readonly type: 'followed'; readonly version: number }
  /** State of one list; `namespace` null = it is over all namespaces, or of nodes. */
  | { readonly type: 'state'; readonly list: FactsList; readonly namespace: string | null; readonly state: Freshness };
