import type { Clock } from '../../../kube/clock.ts';

/** A quiet stream is looked at this often, in ms: what comes meanwhile is one read and one batch, and nobody sees the delay. */
const tickMs = 30;

/** One timer for all followers that share a clock: a hundred quiet streams wake up together, thirty times a second, not once per line. */
export class ReadPacer {
  static readonly #pacers = new WeakMap<Clock, ReadPacer>();
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The pacer of a clock. */
  static of(clock: Clock): ReadPacer {
    const known = ReadPacer.#pacers.get(clock);
    if (known !== undefined) return known;
    const pacer = new ReadPacer(clock);
    ReadPacer.#pacers.set(clock, pacer);
    return pacer;
  }

  /** Calls `action` at the next tick, once. */
  soon(action: () => void): void {
    this.#waiting.push(action);
    if (this.#waiting.length > 1) return;
    this.#clock.after(tickMs, () => {
      const due = this.#waiting;
      this.#waiting = [];
      for (const each of due) each();
    });
  }

  /** Resolves at the next tick. */
  tick(): Promise<void> {
    return new Promise((resolve) => this.soon(resolve));
  }
}
