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
  readonly #everyMs: number;
  readonly #make: () => Item | null;
  readonly #write: (event: string) => void;
  readonly #onClose: () => void;
  #credit = initialCredit;
  #due = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #closed = false;

  /** `make` answers null while there is nothing to say yet. */
  constructor(options: {
    readonly clock: Clock;
    readonly everyMs: number;
    readonly make: () => Item | null;
    readonly write: (event: string) => void;
    readonly onClose: () => void;
  }) {
    this.#clock = options.clock;
    this.#everyMs = options.everyMs;
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
    if (this.#closed || !this.#due || this.#credit <= 0 || this.#cancel !== null) return;
    const wait = Math.max(0, this.#sentAt + this.#everyMs - this.#clock.monotonic());
    this.#cancel = this.#clock.after(wait, () => {
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
