import { initialCredit } from '../../shared/wire.ts';
import type { Clock } from './clock.ts';
import type { StreamServer } from './data-thread-host.ts';

/**
 * Writes the newest state of something to one reader: at most one item in `everyMs`, none while the reader grants no credit, and always the newest when
 * it is sent; what came between is never sent. `make` is asked only when an item is due, so that what nobody can take costs nothing. After `close`
 * nothing is written.
 */
export class LatestWriter<Item> implements StreamServer {
  readonly #clock: Clock;
  readonly #everyMs: () => number;
  readonly #make: () => Item | null;
  readonly #write: (event: string) => void;
  readonly #onClose: () => void;
  #credit = initialCredit;
  #due = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  /** When the item that waits is due, by the monotonic clock. */
  #dueAt = Number.POSITIVE_INFINITY;
  #closed = false;

  /** `make` answers null while there is nothing to say yet. */
  constructor(options: {
    readonly clock: Clock;
    /** Asked whenever something is newer: what is waited for can be over sooner than it was thought. */
    readonly everyMs: number | (() => number);
    readonly make: () => Item | null;
    readonly write: (event: string) => void;
    readonly onClose: () => void;
  }) {
    this.#clock = options.clock;
    const { everyMs } = options;
    this.#everyMs = typeof everyMs === 'number' ? () => everyMs : everyMs;
    this.#make = options.make;
    this.#write = options.write;
    this.#onClose = options.onClose;
  }

  /** There is something newer to say. */
  changed(): void {
    this.#due = true;
    this.#schedule();
  }

  grant(count: number): void {
    this.#credit += count;
    this.#schedule();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel?.();
    this.#onClose();
  }

  #schedule(): void {
    if (this.#closed || !this.#due || this.#credit <= 0) return;
    const now = this.#clock.monotonic();
    const dueAt = Math.max(now, this.#sentAt + this.#everyMs());
    if (this.#cancel !== null) {
      if (this.#dueAt <= dueAt) return;
      this.#cancel();
    }
    this.#dueAt = dueAt;
    this.#cancel = this.#clock.after(dueAt - now, () => {
      this.#cancel = null;
      this.#due = false;
      const items = this.#make();
      if (items === null) return;
      this.#sentAt = this.#clock.monotonic();
      this.#credit--;
      this.#write(JSON.stringify({ type: 'items', items }));
      this.#schedule();
    });
  }
}
