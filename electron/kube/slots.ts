interface Waiting {
  readonly go: () => void;
  readonly wanted: () => boolean;
}

/** A counting semaphore: a handful of lists in flight per context; those that somebody looks at go first, each kind in the order they were asked for. */
export class Slots {
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Nobody waits, and the next one who takes does not either. */
  get free(): boolean {
    return this.#free > 0;
  }

  /**
   * Resolves with the function that gives the slot back (calling it twice is harmless). `wanted` is asked anew whenever a slot
   * is free, so that what comes on screen meanwhile moves ahead. Waits in vain when `signal` aborts: then it rejects with its reason.
   */
  async take(signal: AbortSignal, wanted: () => boolean = () => true): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal, wanted);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const first = this.#waiting.findIndex((waiting) => waiting.wanted());
      const [next] = this.#waiting.splice(Math.max(0, first), 1);
      if (next === undefined) this.#free++;
      else next.go();
    };
  }

  #wait(signal: AbortSignal, wanted: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal.reason);
      };
      const turn = {
        wanted,
        go: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.#waiting.push(turn);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
