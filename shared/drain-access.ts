import { z } from 'zod';
import type { ClusterError } from './cluster-error.ts';
import { drainOptionsSchema } from './drain.ts';

/*
 * What a drain may do in a cluster, asked before it begins: who may do what (SelfSubjectAccessReview), and what the server would answer to each eviction
 * (a dry run). Neither changes anything.
 */

/** One right that a drain needs. */
export interface DrainRight {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
  readonly group: string;
  readonly resource: string;
  /** `eviction`; empty for none. */
  readonly subresource: string;
  /** Empty = all, or none for nodes. */
  readonly namespace: string;
  /** Of the object; empty = any. */
  readonly name: string;
  /**
   * `run`: without it the drain does not begin. `better`: without it less is known (budgets that are not read are unknown), and it goes on.
   */
  readonly need: 'run' | 'better';
  readonly answer: 'allowed' | 'denied' | 'unknown';
  /** The authorizer's words; or why nobody knows. Often empty. */
  readonly reason: string;
}

/** Rights of a drain in one context. */
export interface DrainAccess {
  /** `denied` when a right it needs is; else `unknown` when one of them is. */
  readonly answer: 'allowed' | 'denied' | 'unknown';
  /** In the order in which the drain needs them. One line over everything where that is given, else one for each place. */
  readonly rights: readonly DrainRight[];
  /** Why the pods of the nodes could not be listed: rights in their namespaces are then asked for all namespaces. Null when they could. */
  readonly gap: ClusterError | null;
}

/** Pods of one dry run: those of a large node. */
const mostPods = 1_000;

const name = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);

/** What is to be tried. */
export const dryRunPodsSchema = z.strictObject({
  pods: z
    .array(z.strictObject({ namespace: name, name, uid: z.string().min(1).max(253) }))
    .min(1)
    .max(mostPods),
  /** Of the plan: grace period, and whether pods are deleted instead of evicted. */
  options: drainOptionsSchema,
});

/** What the server says to the removal of one pod as things are: each on its own, so that ten pods of a budget that allows one are all let go. */
export type DryRunAnswer =
  | { readonly answer: 'goes' }
  /** By a budget (its name; empty when the server did not name it), an admission plugin or a webhook. `message` is the server's, with its causes. */
  | { readonly answer: 'refused'; readonly code: number; readonly budget: string; readonly message: string }
  /** There is no such pod any more, or another one of its name. */
  | { readonly answer: 'gone' }
  /** It could not be asked. */
  | { readonly answer: 'unknown'; readonly error: ClusterError };

/** Answers in the order of the pods. */
export interface DrainDryRun {
  readonly pods: readonly { readonly uid: string; readonly outcome: DryRunAnswer }[];
  /** ms since the epoch. */
  readonly takenAt: number;
}
