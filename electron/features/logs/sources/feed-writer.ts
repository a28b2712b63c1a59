import type { FromFeed, LineBatch } from '../feed.ts';
import { costOf, initialFeedCredit } from '../feed.ts';

/** Posts a message; the buffers go with it. */
export type PostToFeed = (message: FromFeed, transfer: readonly ArrayBuffer[]) => void;

type OfSource = Exclude<FromFeed, { readonly type: 'selection' }>;

interface Waiting {
  readonly message: OfSource;
  readonly sent: () => void;
}

/**
 * The messages of one feed, within the credit that its reader gave. While there is credit batches go out as they come, the last of them past
 * its end; then each source keeps what it has, and they take turns, one batch each, in the order in which they began to wait. Messages of one
 * source keep their order. After `close` nothing is posted and nobody waits.
 */
export class FeedWriter {
  readonly #post: PostToFeed;
  #credit: number;
  #turns: SourceOutbox[] = [];
  #closed = false;

  constructor(post: PostToFeed, credit = initialFeedCredit) {
    this.#post = post;
    this.#credit = credit;
  }

  /** A source's own way to the feed. */
  outbox(): SourceOutbox {
    return new SourceOutbox(this);
  }

  /** Says something that belongs to no source, at once. */
  say(message: FromFeed): void {
    if (!this.#closed) this.#post(message, []);
  }

  /** The reader can take `bytes` more. */
  grant(bytes: number): void {
    this.#credit += bytes;
    while (this.#credit > 0) {
      const outbox = this.#turns.shift();
      if (outbox === undefined) return;
      if (outbox.sendOne()) this.#turns.push(outbox);
    }
  }

  close(): void {
    this.#closed = true;
    for (const outbox of this.#turns.splice(0)) outbox.forget();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** For SourceOutbox: true when a batch may go now. */
  get mayPost(): boolean {
    return this.#credit > 0 && this.#turns.length === 0;
  }

  /** For SourceOutbox: it has something that waits for credit. */
  wait(outbox: SourceOutbox): void {
    this.#turns.push(outbox);
  }

  /** For SourceOutbox. */
  post(message: OfSource): void {
    if (this.#closed) return;
    if (message.type !== 'lines') {
      this.#post(message, []);
      return;
    }
    this.#credit -= costOf(message.batch);
    this.#post(message, buffersOf(message.batch));
  }
}

/** What one source has to say, in order. */
export class SourceOutbox {
  readonly #writer: FeedWriter;
  #waiting: Waiting[] = [];

  constructor(writer: FeedWriter) {
    this.#writer = writer;
  }

  /** Resolves when it has been posted; at once (undefined) for everything but lines that wait for credit, and what comes after such lines. */
  send(message: OfSource): Promise<void> | void {
    if (this.#writer.closed) return;
    if (this.#waiting.length === 0 && (message.type !== 'lines' || this.#writer.mayPost)) {
      this.#writer.post(message);
      return;
    }
    if (this.#waiting.length === 0) this.#writer.wait(this);
    return new Promise((resolve) => this.#waiting.push({ message, sent: resolve }));
  }

  /** Posts the batch that waits first, and what follows it up to the next one. True when one is left. */
  sendOne(): boolean {
    let count = 0;
    for (const { message } of this.#waiting) {
      if (count > 0 && message.type === 'lines') break;
      count++;
    }
    for (const { message, sent } of this.#waiting.splice(0, count)) {
      this.#writer.post(message);
      sent();
    }
    return this.#waiting.length > 0;
  }

  /** Nobody reads any more: what waits is dropped, and whoever waits for it goes on. */
  forget(): void {
    for (const { sent } of this.#waiting.splice(0)) sent();
  }
}

/** Each buffer once: columns may share one. */
function buffersOf(batch: LineBatch): readonly ArrayBuffer[] {
  return [...new Set([batch.bytes.buffer, batch.ends.buffer, batch.micros.buffer, batch.nanos.buffer])];
}
