import { ThreadClient, type WorkerLike } from '../../kube/thread-client.ts';
import type { FeedNotice } from './feed.ts';

/** A Worker that runs log-thread.ts. It gets no message of its own: views are opened and asked. */
export type LogThreadWorker = WorkerLike<never, FeedNotice>;

/**
 * The main process' side of the log thread, which holds the lines of every log view. `onFeed` hands its end of a feed to the data
 * thread of a context. When the thread dies its views end with an `internal` error and are opened again by the page.
 */
export class LogThreadClient extends ThreadClient<never, FeedNotice> {
  constructor(start: () => LogThreadWorker, onFeed: (notice: FeedNotice) => void) {
    super('log thread', start);
    this.onMessage(onFeed);
  }
}
