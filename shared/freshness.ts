import type { ClusterError } from './cluster-error.ts';

/**
 * How true a list is right now. Measured from bytes received, never inferred from the absence of an error.
 * All times are milliseconds since the epoch on this machine's clock.
 */
export type Freshness =
  /** The user has not connected the context. Nothing was ever sent to it. */
  | { readonly state: 'not-connected' }
  /** A connection or credential is being made; no rows yet. */
  | { readonly state: 'connecting'; readonly since: number; readonly detail: string }
  /** The first list is arriving. `about` is received + remainingItemCount, null while the server gave no estimate. */
  | { readonly state: 'listing'; readonly received: number; readonly about: number | null; readonly lastByteAt: number }
  /** The list is complete and a watch is open. Quiet (15-60 s without a byte) is derived from `lastByteAt` by the reader. */
  | { readonly state: 'live'; readonly lastByteAt: number; readonly partial: Partial | null }
  /** Rows are those of `since`, kept while nobody looked; what happened meanwhile is on its way. */
  | { readonly state: 'catching-up'; readonly since: number }
  /** Rows are kept as last seen; the stream is broken. `retryAt` null = parked until the user or a changed file acts. */
  | {
      readonly state: 'stale';
      readonly since: number;
      readonly error: ClusterError;
      readonly retryAt: number | null;
      readonly attempt: number;
    }
  /** There never were rows, and connecting fails. */
  | {
      readonly state: 'unreachable';
      readonly since: number;
      readonly error: ClusterError;
      readonly retryAt: number | null;
      readonly attempt: number;
    }
  /** The server says no to this list, in every namespace that was tried. This is not an empty list. */
  | { readonly state: 'forbidden'; readonly since: number; readonly error: ClusterError; readonly retryAt: number | null };

/** A list that could be read in some namespaces only. */
export interface Partial {
  readonly readable: readonly string[];
  /** Namespaces whose list was refused or failed, each with its own reason. */
  readonly missing: readonly { readonly namespace: string; readonly error: ClusterError }[];
}

/** A last byte older than this is "quiet" rather than "live" (design.md, freshness wording). */
export const quietAfterMs = 15_000;

/** A stream that has been silent for longer than this, bookmarks included, is stale: API servers send a bookmark about once a minute. */
export const staleAfterMs = 60_000;
