import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';
import type { ContextId } from './context-id.ts';
import { type DrainOptions, type DrainOwner, drainOptionsSchema } from './drain.ts';
import { confirmationSchema } from './protection.ts';

/*
 * A drain while it runs: one run may be about several contexts, which go on independently. Its state lies on disk before anything is
 * sent, so that a run outlives the app; after a restart it is paused, and goes on when the user says so, from what the cluster then says.
 */

/** Most nodes of one run over all contexts, and contexts: more than one would choose by hand. */
const mostNodes = 500;
const mostContexts = 100;

/** How fast nodes follow each other in each context. */
export const drainPaceSchema = z.strictObject({
  /** Nodes that are emptied at the same time in one context. kubectl: 1. */
  nodesAtOnce: z.number().int().min(1).max(mostNodes).default(1),
  /** Before the next node, workloads of the ones before have as many Ready pods as they had. */
  waitUntilReady: z.boolean().default(false),
  /** A pod or node that failed stops its context: nothing new is asked for. */
  stopOnFailure: z.boolean().default(true),
});

export type DrainPace = z.output<typeof drainPaceSchema>;

/** What is to be drained: nodes in the order in which they are emptied. */
export const drainStartSchema = z.strictObject({
  contexts: z
    .array(
      z.strictObject({
        contextId: z
          .string()
          .min(1)
          .max(4096)
          .transform((text) => text as ContextId),
        nodes: z.array(z.string().min(1).max(253)).min(1).max(mostNodes),
        confirmation: confirmationSchema,
      }),
    )
    .min(1)
    .max(mostContexts),
  options: drainOptionsSchema,
  pace: drainPaceSchema,
});

/** What a user may do to a run. `stop`: nothing new is asked for, what terminates goes on. `skip`: leave one pod where it is. */
export const drainCommandSchema = z.strictObject({
  run: z.string().min(1).max(100),
  command: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('pause') }),
    z.strictObject({ type: z.literal('resume') }),
    z.strictObject({ type: z.literal('stop'), uncordon: z.boolean() }),
    z.strictObject({ type: z.literal('skip'), contextId: z.string().max(4096), uid: z.string().min(1).max(253) }),
    /** "Uncordon what this run cordoned", after its end. */
    z.strictObject({ type: z.literal('uncordon') }),
    z.strictObject({ type: z.literal('forget') }),
  ]),
});

export type DrainCommand = z.output<typeof drainCommandSchema>['command'];

/** Where one pod of a run is. Times in ms since the epoch. */
export type PodStep =
  | { readonly step: 'waiting'; readonly for: 'node' | 'slot' | 'pause' }
  | { readonly step: 'asking'; readonly tries: number }
  /** 429: by a budget (numbers null when the server did not say them), or the server is busy (`budget` empty). */
  | {
      readonly step: 'blocked';
      readonly budget: string;
      readonly needs: number | null;
      readonly has: number | null;
      /** Pods that the budget counts; null when the server did not say. */
      readonly expected: number | null;
      /** What this run moves holds its budget, so that it goes on by itself; null = somebody has to do something. */
      readonly ahead: SiblingAhead | null;
      /** Other pods of its controller that are not Ready, so that its budget waits for them; at most `mostUnready`. */
      readonly unready: readonly UnreadyPod[];
      readonly message: string;
      readonly tries: number;
      readonly nextAt: number;
    }
  /** `stuck`: its grace is over. On finalizers that hold it, or on a kubelet that does not answer (its node is not Ready). */
  | {
      readonly step: 'terminating';
      readonly graceSeconds: number;
      readonly dueAt: number;
      readonly stuck: { readonly on: 'finalizers' | 'kubelet' | 'unknown'; readonly names: readonly string[] } | null;
    }
  | { readonly step: 'gone'; readonly replacement: Replacement }
  /** The answer was never seen and the cluster has not told yet whether it was done. */
  | { readonly step: 'unknown'; readonly error: ClusterError | null }
  | { readonly step: 'failed'; readonly error: ClusterError }
  /** `verdict`: kubectl leaves it where it is; `refused`: for it kubectl refuses its whole node. `message` is kubectl's then. */
  | { readonly step: 'skipped'; readonly why: 'verdict' | 'refused' | 'user' | 'overdue' | 'stopped'; readonly message: string };

/** Pods that `unready` names at most. */
export const mostUnready = 5;

/** The pod that another one waits for. `replaced`: its replacement is still to come; `ready`: it is the replacement. Name empty = one of another controller. */
export interface SiblingAhead {
  readonly name: string;
  readonly until: 'gone' | 'replaced' | 'ready';
}

/** A pod that is not Ready. */
export interface UnreadyPod {
  readonly name: string;
  /** What the scheduler says, or what its first container waits for (`CrashLoopBackOff`); empty when nobody says. */
  readonly why: string;
}

/** After the last pod of a run is gone its replacements are still watched this long, in ms: how it ended is seen only then. */
export const followAfterEndMs = 600_000;

/** What took the place of a pod that is gone. `none`: nothing creates it again. */
export type Replacement =
  | { readonly type: 'none' }
  | { readonly type: 'awaited' }
  | {
      readonly type: 'found';
      readonly name: string;
      readonly node: string;
      readonly ready: boolean;
      readonly message: string;
      readonly readyAt: number | null;
    }
  | { readonly type: 'unknown' };

/** One pod of a run. */
export interface RunPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: DrainOwner | null;
  /** The Deployment of a ReplicaSet, else the owner: what people know it by. Null when it has none, or that could not be read. */
  readonly workload: DrainOwner | null;
  readonly step: PodStep;
  /** ms since the epoch: since when it is in this step. */
  readonly since: number;
}

/** Where one node of a run is. `refused`: a pod has the verdict `error`, so that none of it was asked for. */
export type NodeStep = 'waiting' | 'cordoning' | 'draining' | 'settling' | 'done' | 'refused' | 'failed' | 'stopped';

/** One node of a run. */
export interface RunNode {
  readonly name: string;
  readonly step: NodeStep;
  /** By this run: what "uncordon" takes back. */
  readonly cordonedByRun: boolean;
  readonly error: ClusterError | null;
  /** kubectl's words, for `refused`. */
  readonly message: string;
  readonly pods: readonly RunPod[];
}

/** One context of a run. */
export interface RunContext {
  readonly contextId: ContextId;
  readonly context: string;
  readonly nodes: readonly RunNode[];
  /** Why nothing goes on at the moment although it should (connection lost, credential refused); null when it does. */
  readonly trouble: ClusterError | null;
}

/** A run. `interrupted`: the app ended while it ran, or the machine slept too long to go on unasked. */
export interface DrainRun {
  readonly id: string;
  readonly state: 'running' | 'paused' | 'stopping' | 'interrupted' | 'done' | 'failed' | 'stopped';
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** ms since the epoch: when `timeoutSeconds` ends it; null = never. */
  readonly givesUpAt: number | null;
  /** ms since the epoch: since when nothing new is asked for (paused, interrupted); null while it runs. What passes meanwhile does not count for the time-out. */
  readonly heldAt: number | null;
  readonly options: DrainOptions;
  readonly pace: DrainPace;
  readonly contexts: readonly RunContext[];
}

/** Stream `nodes.drains`: all runs once, then each one that changed, whole; at most one message per 50 ms. */
export type DrainsItem =
  | { readonly type: 'runs'; readonly runs: readonly DrainRun[] }
  | { readonly type: 'run'; readonly run: DrainRun }
  | { readonly type: 'forgotten'; readonly run: string };
