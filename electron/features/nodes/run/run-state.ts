import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { DrainOwner } from '../../../../shared/drain.ts';
import type { DrainRun, RunContext, RunNode, RunPod } from '../../../../shared/drain-run.ts';
import type { Confirmation } from '../../../../shared/protection.ts';

/*
 * A drain run as it lies on disk: what the page is shown (shared/drain-run.ts) and what it takes to go on from there. Plain JSON, never changed
 * in place. Times are ms since the epoch.
 */

/** A run. */
export interface RunState extends Omit<DrainRun, 'contexts'> {
  readonly contexts: readonly ContextState[];
  /** "Stop and uncordon". */
  readonly uncordonAtEnd: boolean;
}

/** One context of a run. */
export interface ContextState extends Omit<RunContext, 'nodes'> {
  /** What the user said when the run began: every write of the run shows it to the gate. */
  readonly confirmation: Confirmation;
  /** The cluster that it was said of (uid of kube-system); empty or absent where it was not known. */
  readonly clusterUid?: string;
  readonly nodes: readonly NodeState[];
  /** Whether the cluster was asked if we may do all that the run needs: once, before anything is sent. */
  readonly access: 'none' | 'asking' | 'done';
  /** Nothing is sent before: the cluster was not reached. */
  readonly quietUntil: number;
  /** Nothing new is asked for: something failed and the pace says so. */
  readonly halted: boolean;
}

/** One node of a run. */
export interface NodeState extends Omit<RunNode, 'pods'> {
  readonly cordon: 'none' | 'asking' | 'done';
  /** Its pods and verdicts, read when its turn comes, and again after an interruption. */
  readonly plan: 'none' | 'asking' | 'done';
  readonly uncordon: 'no' | 'wanted' | 'asking';
  /** Questions that the server failed to answer, in a row. */
  readonly failures: number;
  /** Cordon, plan and uncordon are not asked for before. */
  readonly nextAt: number;
  readonly pods: readonly PodState[];
  /** Controllers of its pods as they were before any of them was asked for; null until that is known. */
  readonly workloads: readonly WorkloadState[] | null;
}

/** One pod of a run. */
export interface PodState extends RunPod {
  /** uid of its controller; empty = none. */
  readonly controller: string;
  readonly graceSeconds: number;
  /** The cluster is being asked whether it is there. */
  readonly looking: boolean;
  /** Times it was asked for. */
  readonly tries: number;
  /** When that was last; 0 = never. */
  readonly askedAt: number;
  /** Answers in a row that were neither yes nor no (5xx). */
  readonly failures: number;
  /** Not asked for or looked at before. */
  readonly nextAt: number;
  /** The server said how long to wait (Retry-After): nothing that changes meanwhile shortens it. */
  readonly mustWait: boolean;
  /** State of its budget when it was refused; empty = it was not. A budget that has changed since is worth another try at once. */
  readonly refusedBy: string;
  /** uid of the pod that took its place; empty = none yet. */
  readonly replacement: string;
}

/** A controller that loses pods by a node. */
export interface WorkloadState extends DrainOwner {
  readonly uid: string;
  readonly namespace: string;
  /** Its Ready pods before the first of them was asked for. */
  readonly ready: number;
  /** uids of its pods then: any other is a replacement. */
  readonly known: readonly string[];
}

/** What the page sees of a run. */
export function projectRun({ uncordonAtEnd: _end, contexts, ...run }: RunState): DrainRun {
  return {
    ...run,
    contexts: contexts.map(({ contextId, context, trouble, nodes }) => ({
      contextId,
      context,
      trouble,
      nodes: nodes.map(({ name, step, cordonedByRun, error, message, pods }) => ({
        name,
        step,
        cordonedByRun,
        error,
        message,
        pods: pods.map(({ uid, namespace, name: pod, owner, workload, step: podStep, since }) => ({
          uid,
          namespace,
          name: pod,
          owner,
          workload,
          step: podStep,
          since,
        })),
      })),
    })),
  };
}

/** Whether nothing more will be asked for a node. */
export function isNodeOver({ step }: Pick<RunNode, 'step'>): boolean {
  return step === 'done' || step === 'refused' || step === 'failed' || step === 'stopped';
}

/** Whether a pod is where it stays. */
export function isPodOver({ step: { step } }: Pick<RunPod, 'step'>): boolean {
  return step === 'gone' || step === 'failed' || step === 'skipped';
}

/** Whether a pod may still be asked for, and is not at this moment. */
export function isWaiting({ step: { step } }: Pick<RunPod, 'step'>): boolean {
  return step === 'waiting' || step === 'blocked';
}

/** Whether nothing of a context goes on any more, and nothing will. */
export function isContextOver({ nodes }: Pick<ContextState, 'nodes'>): boolean {
  return nodes.every((node) => isNodeOver(node) && node.pods.every((pod) => isPodOver(pod) || isWaiting(pod)));
}

/** Whether a run is over: nothing of it goes on, and it may be forgotten. */
export function isRunOver({ state }: Pick<DrainRun, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** What a run says where its time is over: kubectl's "global timeout reached". */
export function gaveUp(seconds: number): ClusterError {
  return { kind: 'drain', cause: 'timed-out', detail: `global timeout reached: ${seconds}s` };
}

/** A node of a run before its turn. */
export function waitingNode(name: string): NodeState {
  return {
    name,
    step: 'waiting',
    cordon: 'none',
    plan: 'none',
    uncordon: 'no',
    cordonedByRun: false,
    failures: 0,
    nextAt: 0,
    error: null,
    message: '',
    pods: [],
    workloads: null,
  };
}
