import type { ClusterError, Result } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus } from '../../shared/context-view.ts';
import type { Connection } from './connection.ts';
import type { TierBudget } from './plan-tiers.ts';

/*
 * What the main process and the data thread say to each other. The main process holds contexts, credentials and
 * supervision; the thread holds transports, reflectors and stores. All messages are structured-clonable.
 */

/** The one call that is about a whole thread and names no context; the answer is a ThreadDiagnostics. */
export const diagnosticsChannel = 'diagnostics.get';

/** What a data thread is started with (`workerData`). */
export interface DataThreadSetup {
  /** Private folder for the rows that nobody looks at; null = they stay in memory. */
  readonly coldFolder: string | null;
  /** What may stay in memory; absent = `tierBudget`. */
  readonly budget?: TierBudget;
}

/** Main process to data thread. */
export type ToDataThread =
  /** Start (or replace, when the kubeconfig changed) the transport of a context. Streams of it survive a replacement. */
  | { readonly type: 'connect'; readonly connection: Connection; readonly namespaces: readonly string[] }
  /** The credential could not be had: park the context with this reason. `retryAt` null = until the next connect or retry. */
  | { readonly type: 'connect-failed'; readonly contextId: ContextId; readonly error: ClusterError; readonly retryAt: number | null }
  | { readonly type: 'disconnect'; readonly contextId: ContextId }
  /** Try now what waits for its countdown. */
  | { readonly type: 'retry'; readonly contextId: ContextId }
  /** The machine woke up or its network changed: every connection proves itself or is dropped. */
  | { readonly type: 'wake' }
  | { readonly type: 'call'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly type: 'open'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly type: 'credit'; readonly id: number; readonly count: number }
  | { readonly type: 'close'; readonly id: number };

/** Data thread to main process. */
export type FromDataThread =
  | { readonly type: 'result'; readonly id: number; readonly result: Result<unknown> }
  /** JSON text of a StreamEvent, in order per id. */
  | { readonly type: 'event'; readonly id: number; readonly event: string }
  /** At most once a second per context. */
  | { readonly type: 'status'; readonly contextId: ContextId; readonly status: ContextStatus }
  /** The server answered 401: get a new credential and answer with `connect` or `connect-failed`. Sent once until answered. */
  | { readonly type: 'unauthorized'; readonly contextId: ContextId; readonly detail: string };
