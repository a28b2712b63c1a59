import { MessageChannel, type MessagePort } from 'node:worker_threads';
import {
  costOf,
  type FeedRequest,
  type FeedSource,
  type FromFeed,
  logFeed,
  type Stamp,
  type ToFeed,
} from '../../../../../electron/features/logs/feed.ts';
import type { DataThreadHost } from '../../../../../electron/kube/data-thread-host.ts';
import type { ContextId } from '../../../../../shared/context-id.ts';
import type { LogMark, LogSourceState, LogTarget } from '../../../../../shared/logs.ts';

/** One line as it came. */
export interface ReadLine {
  readonly at: Stamp;
  readonly text: string;
}

/** One source as a log thread knows it. */
export interface ReadSource {
  source: FeedSource;
  state: LogSourceState;
  readonly states: LogSourceState[];
  readonly lines: ReadLine[];
  readonly marks: LogMark[];
}

/** A request for everything of one target. */
export function requestFor(contextId: ContextId, target: LogTarget, changes: Partial<FeedRequest> = {}): FeedRequest {
  const start = { since: { type: 'all' }, tailLines: null, previous: false } as const;
  return { contextId, selections: [{ index: 0, target, containers: [] }], start, resume: [], ...changes };
}

/** The log thread's end of a feed: keeps what comes, and gives back credit for what it has taken unless told not to. */
export class FeedReader {
  readonly sources = new Map<number, ReadSource>();
  readonly selections = new Map<number, Extract<FromFeed, { type: 'selection' }>>();
  readonly order: FromFeed['type'][] = [];
  /** Bytes of lines that came. */
  bytes = 0;
  gives = true;
  readonly #port: MessagePort;

  constructor(host: DataThreadHost, request: FeedRequest) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message: FromFeed) => this.#take(message));
    host.receive({ type: 'feed', feed: logFeed, contextId: request.contextId, request, port: port2 });
  }

  say(message: ToFeed): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }

  /** The sources of pods whose name begins so. */
  of(pod: string): ReadSource[] {
    return [...this.sources.values()].filter(({ source }) => source.pod.startsWith(pod));
  }

  get all(): ReadSource[] {
    return [...this.sources.values()];
  }

  #take(message: FromFeed): void {
    this.order.push(message.type);
    if (message.type === 'selection') {
      this.selections.set(message.index, message);
      return;
    }
    if (message.type === 'source') {
      const { source, state } = message;
      const known = this.sources.get(source.feed);
      if (known === undefined) this.sources.set(source.feed, { source, state, states: [state], lines: [], marks: [] });
      else Object.assign(known, { source, state });
      return;
    }
    const source = this.sources.get(message.feed);
    if (source === undefined) throw new Error(`a ${message.type} of a source that was not told of: ${message.feed}`);
    if (message.type === 'mark') source.marks.push(message.mark);
    else if (message.type === 'state') {
      source.state = message.state;
      source.states.push(message.state);
    } else {
      const { bytes, ends, micros, nanos } = message.batch;
      const text = Buffer.from(bytes);
      ends.forEach((end, index) => {
        const at = { micros: micros[index] ?? Number.NaN, nanos: nanos[index] ?? Number.NaN };
        source.lines.push({ at, text: text.subarray(ends[index - 1] ?? 0, end - 1).toString('utf8') });
      });
      const cost = costOf(message.batch);
      this.bytes += cost;
      if (this.gives) this.say({ type: 'credit', bytes: cost });
    }
  }
}
