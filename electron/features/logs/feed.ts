import type { MessagePort } from 'node:worker_threads';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { LogMark, LogSource, LogSourceState, LogStart, LogTarget } from '../../../shared/logs.ts';

/*
 * What a data thread and the log thread say to each other about one view in one context, over a MessagePort of their own: bytes
 * never pass the main process. Messages keep their order. Closing the port is the end of it, from either side.
 */

/** The name of this feed in data-thread-protocol.ts. */
export const logFeed = 'logs';

/** What a data thread is to read for one view. */
export interface FeedRequest {
  readonly contextId: ContextId;
  readonly selections: readonly { readonly index: number; readonly target: LogTarget; readonly containers: readonly string[] }[];
  readonly start: LogStart;
  /** Where sources go on that another data thread had read before it died. */
  readonly resume: readonly FeedResume[];
}

/** The last that is kept of a source: its stamp, and how many lines with each text there were since the full second before it. */
export interface FeedResume {
  readonly podUid: string;
  readonly container: string;
  readonly restarts: number;
  readonly at: Stamp;
  /** When it came, ms since the epoch by the server's clock. */
  readonly heardAt: number;
  /** Lines (as bytes without stamp) with their stamps, of the second of `at`, oldest first. */
  readonly lines: readonly { readonly at: Stamp; readonly text: Uint8Array }[];
}

/** A time as Kubernetes writes it (RFC 3339 with nanoseconds). `micros` since the epoch are exact in a double until the year 2255. */
export interface Stamp {
  readonly micros: number;
  /** 0 to 999. */
  readonly nanos: number;
}

/** What is known of a source apart from its lines; the number is the feed's, unique in this port. */
export interface FeedSource
  extends Pick<
    LogSource,
    'contextId' | 'namespace' | 'pod' | 'podUid' | 'container' | 'containerType' | 'node' | 'restarts' | 'hasPrevious'
  > {
  readonly feed: number;
  readonly selection: number;
}

/**
 * Lines of one source, oldest first, in columns. `bytes` holds their texts without stamp one after the other, each with one line feed after it
 * (whatever it ended with); so the text of line i ends before `ends[i] - 1`, and the next begins at `ends[i]`: as they lie in a segment of
 * the store, so that many are copied at once. All buffers are transferred; they may be larger than what is used of them.
 */
export interface LineBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly micros: Float64Array<ArrayBuffer>;
  readonly nanos: Uint16Array<ArrayBuffer>;
  /** When the last of its bytes came, ms since the epoch by the server's clock (follow/server-time.ts). */
  readonly arrivedAt: number;
}

/** Data thread to log thread. */
export type FromFeed =
  /** A source is there; again with the same `feed` when something of it has changed (node, restarts). */
  | { readonly type: 'source'; readonly source: FeedSource; readonly state: LogSourceState }
  | { readonly type: 'state'; readonly feed: number; readonly state: LogSourceState }
  | { readonly type: 'lines'; readonly feed: number; readonly batch: LineBatch }
  /** Belongs after the lines sent so far, before the next. */
  | { readonly type: 'mark'; readonly feed: number; readonly at: Stamp; readonly mark: LogMark }
  | { readonly type: 'selection'; readonly index: number; readonly error: ClusterError | null; readonly pods: number };

/** Log thread to data thread. */
export type ToFeed =
  /** It has taken that many bytes of lines, by `costOf`, and can take as many again (`initialFeedCredit` at first): the sockets wait meanwhile. */
  | { readonly type: 'credit'; readonly bytes: number }
  /** The view has no room for a source: it is not to be read any more. */
  | { readonly type: 'leave'; readonly feed: number }
  /** Reads a span of a source once more, into a source of its own that ends. */
  | { readonly type: 'again'; readonly feed: number; readonly from: Stamp; readonly to: Stamp };

/** Bytes of lines, by `costOf`, that may be under way to the log thread: some milliseconds of a flat-out stream. */
export const initialFeedCredit = 16 * 1_048_576;

/** Bytes of a line's columns: its end, its stamp. Lines without text cost something too, or a container that writes nothing else would fill the memory. */
const bytesOfColumns = 14;

/** What a batch takes of the credit: the bytes of its texts and of its columns. */
export function costOf({ bytes, ends }: LineBatch): number {
  return bytes.byteLength + ends.length * bytesOfColumns;
}

/** Log thread to main process: give the data thread of `request.contextId` its end of a feed. */
export interface FeedNotice {
  readonly type: 'feed';
  readonly request: FeedRequest;
  readonly port: MessagePort;
}

/** What the log thread is started with (`workerData`). */
export interface LogThreadSetup {
  /** Private folder for lines beyond a view's budget; null = there is none, and what does not fit is dropped and counted. */
  readonly folder: string | null;
}
