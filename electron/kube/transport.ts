import type { ClusterError } from '../../shared/cluster-error.ts';
import type { TransportFigures } from '../../shared/diagnostics.ts';
import type { Connection } from './connection.ts';
import type { TakePiece } from './each-piece.ts';

/**
 * What a request is for: lists share a handful of slots, watches may be silent for long, probes jump every queue. A log may be silent for
 * ever, also before its head (the kubelet sends none before the first line), and is plain text; logs are opened a few at a time. A write changes something,
 * so it is never sent twice and fails with WriteFailure: only send-write.ts makes one. A review asks the server what somebody may: a
 * POST that changes nothing, of which a matrix has hundreds. Answers to calls and reviews are read at once.
 */
export type RequestPurpose = 'list' | 'watch' | 'call' | 'review' | 'probe' | 'log' | 'write';

/** One request to the API server of a context. `path` starts with `/` and carries the query. */
export interface KubeRequest {
  readonly path: string;
  readonly purpose: RequestPurpose;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Default `application/json`. */
  readonly accept?: string;
  /** JSON text, or bytes of what `contentType` says. */
  readonly body?: string | Uint8Array;
  /** Of the body; default `application/json`. */
  readonly contentType?: string;
  /** Impersonation headers of this request, instead of those of the connection: what may somebody else do. */
  readonly impersonation?: Connection['impersonation'];
  /** Whether somebody looks at what this is for, asked when its turn may have come: what is on screen goes first. Default: yes. */
  readonly wanted?: () => boolean;
  /** Aborting ends the request and its body; what is thrown then is not meant for users. */
  readonly signal: AbortSignal;
}

/**
 * An answer of 2xx whose content type was as asked for (of a log: any but a web page, or none at all: 204 stands for a pod without a node). `body` is decompressed; it must be read to its end or cancelled by the signal.
 * A piece of a list's body is only there until the next one is asked for: what is kept of it must be copied (inflate.ts says why).
 */
export interface KubeAnswer {
  /** HTTP status code, 2xx. */
  readonly status: number;
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** Of a call or review, if the transport has it: all of the body. */
  readonly whole?: Buffer;
  /** Of a log, to be used instead of `body`: gives each piece to `take`, as eachPiece says, and fails as reading `body` does. */
  readonly each?: (take: TakePiece) => Promise<void>;
}

/** Why no request can be sent until somebody acts: the credential was refused or could not be had. */
export interface Parked {
  readonly error: ClusterError;
  /** ms since the epoch; null = until the next connect or retry. */
  readonly retryAt: number | null;
}

/**
 * The one way to one context's API server. Everything above talks through this interface, so that tests can break it and a
 * another transport can replace it.
 *
 * Promises, over HTTP/2 and HTTP/1.1 alike: at most a handful of lists in flight, those that somebody looks at first; after 429 or 503 with Retry-After nothing is sent until it has passed;
 * redirects are never followed; a dead server costs one attempt per back-off step, however many callers there are; a question
 * (GET) whose connection dies before it is answered is sent once more over a new one, a write never is, unless it certainly did not arrive or was answered 401; a body that was cut off is an error, never
 * an end; after `close` every request fails and no socket is left.
 */
export interface Transport {
  /** Host and port, for messages. */
  readonly host: string;
  /** ms since the epoch of the last byte received on any connection; null before the first. */
  readonly lastByteAt: number | null;
  readonly parked: Parked | null;
  /** The server's clock minus this machine's, in ms; null until an answer told (clock-skew.ts). */
  readonly clockSkewMs: number | null;
  /** Rejects with RequestFailure, also while the body is read. */
  request(request: KubeRequest): Promise<KubeAnswer>;
  /** Resolves when the context is worth another try: unparked, retried, a new connection. */
  released(signal: AbortSignal): Promise<void>;
  /** Drops every socket; what was on them fails with `error`. */
  reset(error: ClusterError): void;
}

/** What the owner of a transport does to it. */
export interface OwnedTransport extends Transport {
  /** Counts for diagnostics, as they are now. */
  readonly figures: TransportFigures;
  /** Uses a new credential or address from now on. Connections serve on when only a token changed, else they are drained: open watches live on. */
  replace(connection: Connection): void;
  /** Requests fail with this until `replace` or `retry`. */
  park(error: ClusterError, retryAt: number | null): void;
  /** Forgets back-off and parking. */
  retry(): void;
  /** A probe was answered after failures, the last of which is given: what waits for its countdown goes on now. Parking stays. */
  healed(error: ClusterError): void;
  /** Every connection proves within a second that it is alive, or is dropped. Resolves to false when one was dropped. */
  prove(): Promise<boolean>;
  close(): void;
}
