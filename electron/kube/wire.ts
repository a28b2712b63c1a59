import type { Readable } from 'node:stream';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { RequestFailure } from './request-failure.ts';

/** A request as it goes to a socket: everything about Kubernetes has been decided. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  /** Names and values in turn; a name may come again. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  /** Aborting ends the request, or its body. */
  readonly signal: AbortSignal;
  /** Silence allowed before the headers of the answer, and inside its body, in ms; 0 = any. */
  readonly headersMs: number;
  readonly bodyIdleMs: number;
}

/** The head of an answer and its body, still compressed. The body must be read or destroyed. */
export interface WireAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** An answer that was read to its end, or to where it broke off; the bytes still compressed. */
export interface WholeAnswer extends Pick<WireAnswer, 'status' | 'headers'> {
  readonly bytes: Buffer;
  /** Why the body ended early; null when it is complete. */
  readonly cut: unknown;
  /** When the head came, ms since the epoch by our clock. */
  readonly headAt: number;
}

/**
 * A connection turned out to be dead, or was given back by the server, before it answered a request. What was `unsent` never
 * reached a server's hands (RFC 9113 section 8.7) and may be sent again whatever it is; anything else only when it changes nothing.
 */
export class LostConnection extends RequestFailure {
  readonly unsent: boolean;

  constructor(error: ClusterError, unsent: boolean, cause?: unknown) {
    super(error, undefined, cause);
    this.unsent = unsent;
  }
}

/** What dialling failed with. Kept beside the errors, which are those of Node, OpenSSL and proxies. */
const dialFailures = new WeakSet<object>();

/** Marks an error: there was no connection, so nothing was sent. Returns it. */
export function markDialFailure(thrown: unknown): unknown {
  if (typeof thrown === 'object' && thrown !== null) dialFailures.add(thrown);
  return thrown;
}

/** Whether a request that failed with this certainly reached no server. */
export function isUnsent(thrown: unknown): boolean {
  if (thrown instanceof LostConnection) return thrown.unsent;
  return typeof thrown === 'object' && thrown !== null && dialFailures.has(thrown);
}
