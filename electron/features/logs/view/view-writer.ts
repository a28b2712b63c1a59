import type { LogViewItem } from '../../../../shared/logs.ts';
import { initialCredit } from '../../../../shared/wire.ts';
import type { Clock } from '../../../kube/clock.ts';

/** At most one message of a view in this time: a page renders at most twenty times a second, and a line waits no longer. */
export const messageEveryMs = 50;

/** What there is to say. */
export interface ItemSource {
  /** What changed since the last item, null when nothing did. What it returns is taken as said. */
  takeItem(): Promise<LogViewItem | null>;
}

/**
 * Writes what changed of a view to its page: the first at once, then at most one message in 50 ms, and only while the page grants
 * credit. Nothing is sent after `close`.
 */
export class ViewWriter {
  readonly #clock: Clock;
  readonly #source: ItemSource;
  readonly #send: (event: string) => void;
  #credit = initialCredit;
  #wanted = false;
  #busy = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: (() => void) | null = null;
  #closed = false;

  constructor(clock: Clock, source: ItemSource, send: (event: string) => void) {
    this.#clock = clock;
    this.#source = source;
    this.#send = send;
  }

  /** Something changed. */
  changed(): void {
    this.#wanted = true;
    this.#schedule();
  }

  /** The page has taken `count` messages and can take as many again. */
  grant(count: number): void {
    this.#credit += count;
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.();
  }

  #schedule(): void {
    if (this.#closed || !this.#wanted || this.#busy || this.#timer !== null || this.#credit <= 0) return;
    const wait = Math.max(0, this.#sentAt + messageEveryMs - this.#clock.monotonic());
    this.#timer = this.#clock.after(wait, () => void this.#flush());
  }

  async #flush(): Promise<void> {
    this.#timer = null;
    this.#wanted = false;
    this.#busy = true;
    this.#sentAt = this.#clock.monotonic();
    const item = await this.#source.takeItem();
    this.#busy = false;
    if (this.#closed) return;
    if (item !== null) {
      this.#credit--;
      this.#send(JSON.stringify({ type: 'items', items: item }));
    }
    this.#schedule();
  }
}
