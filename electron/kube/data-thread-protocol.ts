import type { MessagePort } from 'node:worker_threads';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus } from '../../shared/context-view.ts';
import type { Connection } from './connection.ts';
import type { TierBudget } from './plan-tiers.ts';
import type { ThreadAnswer, ThreadRequest } from './thread-client.ts';

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
  /** A feature of its own reads from a context for another thread, over `port`; `request` has the shape that `feed` says. */
  | { readonly type: 'feed'; readonly feed: string; readonly contextId: ContextId; readonly request: unknown; readonly port: MessagePort }
  | ThreadRequest;

/** Data thread to main process. */
export type FromDataThread =
  | ThreadAnswer
  /** At most once a second per context. */
  | { readonly type: 'status'; readonly contextId: ContextId; readonly status: ContextStatus }
  /** The server answered 401: get a new credential and answer with `connect` or `connect-failed`. Sent once until answered. */
  | { readonly type: 'unauthorized'; readonly contextId: ContextId; readonly detail: string };
