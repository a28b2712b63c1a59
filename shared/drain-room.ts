import type { ClusterError } from './cluster-error.ts';

/*
 * Whether the nodes that remain can hold what a drain moves: part of the plan (drain.ts). It is reckoned as kube-scheduler filters nodes, pod after pod in
 * the order of the plan; reasons are in its words. "Probably", because the scheduler also scores nodes, other pods come and go, and what creates the pods
 * anew may change them.
 */

/** `unknown`: something that it depends on could not be read, or is not reckoned with. */
export type RoomAnswer = 'probably' | 'no' | 'unknown';

/** Why nodes do not take a pod, e.g. `Insufficient cpu` or `node(s) had untolerated taint(s)`: the text of the scheduler's plugin. */
export interface RoomReason {
  /** Nodes of which it says so. A node that lacks CPU and memory counts for both. */
  readonly nodes: number;
  readonly text: string;
}

/** A pod that leaves its node and is created again. */
export interface RoomPod {
  readonly uid: string;
  readonly fits: RoomAnswer;
  /** Where it finds room when the pods before it have taken theirs; empty when it does not, or nobody knows. */
  readonly node: string;
  /** Most nodes first; empty when it fits. */
  readonly reasons: readonly RoomReason[];
  /** `0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint(s).`, as the scheduler's event would say; empty when it fits. For `unknown`: what is not known. */
  readonly message: string;
}

/** One resource over the nodes that remain. */
export interface RoomResource {
  /** `cpu`, `memory`, `ephemeral-storage`, `pods`, or an extended resource. */
  readonly name: string;
  /** Requested by the pods that move. CPU in thousandths of a core, memory and storage in bytes, else a number. */
  readonly needed: number;
  /** Not requested by pods of the nodes that remain. */
  readonly free: number;
  readonly allocatable: number;
  /** Most that is free on one node: a pod that needs more finds no room, whatever the sum. */
  readonly mostFreeOnOne: number;
  /** A pod that finds no room lacks this on a node that would take it otherwise. */
  readonly short: boolean;
}

/** Something that could not be read, and what is unknown because of it. */
export interface RoomGap {
  /** `cluster`: nodes, or the pods on them; then nothing is known. */
  readonly what: 'cluster' | 'volumes' | 'namespaces';
  readonly error: ClusterError;
}

/** Room for what moves, in one context. */
export interface DrainRoom {
  /** `no` when one pod finds no room; else `unknown` when of one nobody knows. With nothing that moves: `probably`. */
  readonly fits: RoomAnswer;
  /** Nodes that are not drained by this plan, schedulable and Ready. */
  readonly nodes: number;
  /** Nodes that are not drained by this plan and take nothing: cordoned or not Ready. */
  readonly closedNodes: number;
  /** cpu, memory and pods first, then what else is requested. Empty when nothing is known. */
  readonly resources: readonly RoomResource[];
  /** In the order of the plan: pods that are removed and created again. Those that nothing creates again, and that are being deleted already, need no room. */
  readonly pods: readonly RoomPod[];
  readonly gaps: readonly RoomGap[];
}
