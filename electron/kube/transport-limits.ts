import type { RequestPurpose } from './transport.ts';

/** Limits of a transport; tests shorten them. All in ms. */
export interface TransportLimits {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Silence allowed inside a body. */
  readonly bodyIdleMs: number;
  /** Silence allowed on a watch: bookmarks come about once a minute. */
  readonly watchIdleMs: number;
  /** A probe must be answered within this, all included. */
  readonly probeMs: number;
  /** A connection over HTTP/2 that was silent for the first is asked by PING, and must answer within the second. */
  readonly pingIdleMs: number;
  readonly pingMs: number;
  /** After sleep or a change of the network every connection has this long to prove itself; what cannot reconnects, all within two seconds. */
  readonly proofMs: number;
}

/** P13, P14, P36 and F4 of the fault list. */
export const defaultLimits: TransportLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  bodyIdleMs: 30_000,
  watchIdleMs: 75_000,
  probeMs: 3_000,
  pingIdleMs: 15_000,
  pingMs: 10_000,
  proofMs: 1_000,
};

/**
 * Silence that a request may meet before the head of its answer and inside its body, as in WireRequest. That of a log says nothing (P42): PING, the heartbeat and TCP keep-alive find connections that are dead.
 */
export function silenceAllowed(
  purpose: RequestPurpose,
  limits: TransportLimits,
): { readonly headersMs: number; readonly bodyIdleMs: number } {
  if (purpose === 'log') return { headersMs: 0, bodyIdleMs: 0 };
  return { headersMs: limits.headersMs, bodyIdleMs: purpose === 'watch' ? limits.watchIdleMs : limits.bodyIdleMs };
}
