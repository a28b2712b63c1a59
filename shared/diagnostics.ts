import type { ContextId } from './context-id.ts';
import type { Freshness } from './freshness.ts';
import type { ResourceRef } from './resource.ts';

/*
 * What the diagnostics panel shows of the data path. Counters are plain numbers that only grow while a context is connected;
 * rates are made by the reader from two answers. Holds no credential, but names of contexts, namespaces and kinds:
 * the report for a bug (diagnostics-report.ts) leaves out what names anybody's things.
 */

/** Everything at one moment. */
export interface Diagnostics {
  /** ms since the epoch. */
  readonly takenAt: number;
  readonly versions: Versions;
  readonly main: ProcessDiagnostics;
  readonly threads: readonly ThreadDiagnostics[];
}

/** What runs this. Empty strings where the shell has no such part (Electron in the browser shell). */
export interface Versions {
  readonly app: string;
  readonly shell: 'electron' | 'browser';
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  /** Name, release and architecture, e.g. `Linux 6.8.0 x64`. */
  readonly os: string;
}

/** One event loop. Stalls are measured while somebody asks at least every few seconds. */
export interface LoopDiagnostics {
  /** Longest time the loop did not turn in the last minute, in ms; null until it was measured for a second. */
  readonly stallMs: number | null;
  /** Bytes of JavaScript heap in use. */
  readonly heapBytes: number;
}

/** The main process: its own loop, and the memory of everything in it, data threads included. */
export interface ProcessDiagnostics extends LoopDiagnostics {
  readonly rssBytes: number;
  /** Data threads that died and were started again. */
  readonly threadRestarts: number;
}

/** One data thread and the contexts it serves. */
export interface ThreadDiagnostics extends LoopDiagnostics {
  readonly contexts: readonly ContextDiagnostics[];
}

/** One context in its data thread. Counters start when it is connected. */
export interface ContextDiagnostics {
  readonly contextId: ContextId;
  readonly freshness: Freshness;
  /** gitVersion of the server; null until it is known. */
  readonly version: string | null;
  readonly transport: TransportFigures | null;
  /** ms since the epoch of the last byte of any connection; null before the first. */
  readonly lastByteAt: number | null;
  /** The server's clock minus this machine's, in ms; null until an answer told. */
  readonly clockSkewMs: number | null;
  readonly credential: CredentialDiagnostics | null;
  readonly sources: readonly SourceDiagnostics[];
}

/** What a transport counts, from its start. */
export interface TransportFigures {
  /** Requests sent, watches, probes and repeated ones included. */
  readonly requests: number;
  /** On the wire: compressed and encrypted. */
  readonly bytesReceived: number;
  /** Connections made: TCP, and TLS where it is spoken. */
  readonly handshakes: number;
  /** Of the newest connection; null before the first. */
  readonly protocol: 'h2' | 'http/1.1' | null;
  /** Requests whose answer has not ended, open watches included. */
  readonly openStreams: number;
  /** Connections that were lost while somebody used them. */
  readonly restarts: number;
}

/** The credential in use, without anything of it. */
export interface CredentialDiagnostics {
  readonly kind: 'token' | 'basic' | 'certificate' | 'none';
  /** ms since the epoch when this one was first used. */
  readonly since: number;
  /** ms since the epoch; null = nobody said. */
  readonly expiresAt: number | null;
}

/** How the objects of a source come over the wire. */
export type Encoding = 'protobuf' | 'json' | 'table';

/**
 * Why objects do not come in the encoding that was tried first:
 * - no-table: the server makes no Tables of this kind and sent plain objects
 * - not-offered: it was asked for protobuf and answered with JSON, or that it cannot
 * - unreadable: its protobuf was not as expected, so JSON is asked for since
 */
export type FallbackReason = 'no-table' | 'not-offered' | 'unreadable';

/** One list source: a kind in some namespaces, with what it has been through. */
export interface SourceDiagnostics {
  /** Tells the sources of a data thread apart, from one answer to the next. */
  readonly number: number;
  readonly resource: ResourceRef;
  /** How many namespaces were asked for; null = all. */
  readonly namespaces: number | null;
  /** Whether a field selector narrows it. */
  readonly selected: boolean;
  readonly freshness: Freshness;
  readonly rows: number;
  readonly figures: SourceFigures;
  readonly encoding: Encoding;
  /** Null while it is the encoding that was tried first. */
  readonly fallback: FallbackReason | null;
}

/**
 * Why a watch was opened again (`watch-…`), a list was read again (`list-…`), or either asked again after a failure:
 * - watch-ended: closed by the server in good order before its time, or cut; watch-silent: nothing came for too long;
 *   watch-corrupt: a line that is no event; watch-error: the server said an error on it
 * - list-expired: 410; list-ahead: the server is behind what was seen; list-corrupt: twice a broken watch;
 *   list-unknown: an event of an object from the past; list-poll: the kind cannot be watched; list-absent: it is not served
 * - request-failed: refused, unreachable or without a credential, and tried again
 */
export type RestartReason =
  | 'watch-ended'
  | 'watch-silent'
  | 'watch-corrupt'
  | 'watch-error'
  | 'list-expired'
  | 'list-ahead'
  | 'list-corrupt'
  | 'list-unknown'
  | 'list-poll'
  | 'list-absent'
  | 'request-failed';

/** What the reflectors of a source count. */
export interface SourceFigures {
  /** Watch events taken, bookmarks included. */
  readonly events: number;
  readonly restarts: Readonly<Partial<Record<RestartReason, number>>>;
}

/** Rows that are kept of one context, of all its lists. */
export function rowsOf({ sources }: ContextDiagnostics): number {
  return sources.reduce((sum, source) => sum + source.rows, 0);
}

/** Restarts of several sources together. */
export function restartsOf(sources: readonly SourceDiagnostics[]): Partial<Record<RestartReason, number>> {
  const sum: Partial<Record<RestartReason, number>> = {};
  for (const { figures } of sources)
    for (const [reason, count] of Object.entries(figures.restarts) as [RestartReason, number][]) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

/** How many restarts that are. */
export function countRestarts(restarts: Readonly<Partial<Record<RestartReason, number>>>): number {
  return Object.values(restarts).reduce((sum, count) => sum + count, 0);
}
