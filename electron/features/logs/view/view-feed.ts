import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Clock } from '../../../kube/clock.ts';
import { costOf, type FeedNotice, type FeedRequest, type FromFeed, type LineBatch, type ToFeed } from '../feed.ts';

/** Waits before a feed is asked for again, in ms: a data thread is started again within a second; one that cannot read is not asked for ever more often. */
const againAfterMs = [250, 1_000, 2_000, 5_000, 10_000] as const;

/** Bytes after which credit is given back: a sixteenth of what may be under way. */
const creditEveryBytes = 1_048_576;

/** Whoever takes what a feed says. Nothing is called after `close`. */
export interface FeedReader {
  /** A new feed begins: its numbers are new. */
  begins(): void;
  take(message: FromFeed): void;
  /** Whether more may come; `ViewFeed.resume` says when it may again. */
  canTake(): boolean;
  /** The feed died; another will begin. */
  lost(): void;
  /** What to ask for now: at first, and after the data thread died. Never rejects. */
  request(): Promise<FeedRequest>;
}

/**
 * One context's feed. When its port closes without being asked to (its data thread died) it is asked for again, with where to go on. All
 * that came before is taken before the next feed begins. Credit is given back as messages have been taken.
 */
export class ViewFeed {
  readonly #clock: Clock;
  readonly #reader: FeedReader;
  readonly #notify: (notice: FeedNotice) => void;
  #port: MessagePort | null = null;
  #taken = 0;
  #failures = 0;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(clock: Clock, reader: FeedReader, notify: (notice: FeedNotice) => void) {
    this.#clock = clock;
    this.#reader = reader;
    this.#notify = notify;
    void this.#ask();
  }

  /** Says something to the data thread; lost while there is none. */
  send(message: ToFeed): void {
    this.#port?.postMessage(message);
  }

  /** The reader can take more again. */
  resume(): void {
    this.#giveCredit();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#port?.close();
    this.#port = null;
  }

  async #ask(): Promise<void> {
    const request = await this.#reader.request();
    if (this.#closed) return;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#taken = 0;
    this.#reader.begins();
    port1.on('message', (message: FromFeed) => this.#take(message));
    port1.on('close', () => this.#lost());
    this.#notify({ type: 'feed', request, port: port2 });
  }

  #take(message: FromFeed): void {
    if (this.#closed) return;
    this.#failures = 0;
    this.#reader.take(message);
    if (message.type !== 'lines') return;
    this.#taken += costOf(message.batch);
    giveBack(message.batch);
    this.#giveCredit();
  }

  #giveCredit(): void {
    if (this.#taken < creditEveryBytes || !this.#reader.canTake()) return;
    this.send({ type: 'credit', bytes: this.#taken });
    this.#taken = 0;
  }

  #lost(): void {
    if (this.#closed) return;
    this.#port = null;
    this.#reader.lost();
    const wait = againAfterMs[Math.min(this.#failures++, againAfterMs.length - 1)] ?? 0;
    this.#cancel = this.#clock.after(wait, () => void this.#ask());
  }
}

/** Gives the memory of a batch back, whose lines were copied: left to the collector, megabytes outside of its heap make it mark the whole heap again and again. */
function giveBack({ bytes, ends, micros, nanos }: LineBatch): void {
  for (const { buffer } of [bytes, ends, micros, nanos]) if (!buffer.detached) buffer.transfer(0);
}
