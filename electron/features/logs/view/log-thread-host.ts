import type { MessagePort } from 'node:worker_threads';
import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { ThreadAnswer, ThreadRequest } from '../../../kube/thread-client.ts';
import type { FeedNotice, LogThreadSetup } from '../feed.ts';

/** The log thread's side of the protocol: views by id, streams and calls by number. Independent of worker_threads. */
export class LogThreadHost {
  readonly #post: (message: ThreadAnswer | FeedNotice, transfer: readonly MessagePort[]) => void;

  constructor(_setup: LogThreadSetup, post: (message: ThreadAnswer | FeedNotice, transfer: readonly MessagePort[]) => void) {
    this.#post = post;
  }

  /** Takes one message of the main process. Never throws for what a page could have sent. */
  receive(message: ThreadRequest): void {
    if (message.type === 'call')
      this.#post({ type: 'result', id: message.id, result: { ok: false, error: noSuchView(message.channel) } }, []);
    else if (message.type === 'open')
      this.#post({ type: 'event', id: message.id, event: JSON.stringify({ type: 'end', error: noSuchView(message.channel) }) }, []);
  }
}

function noSuchView(channel: string): ClusterError {
  return { kind: 'internal', message: `${channel} asks about a log view that is not open` };
}
