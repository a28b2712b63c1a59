import type { Clock } from './clock.ts';

/** client-go's reflector constants (tools/cache/reflector.go, NewReflectorWithOptions). */
const initialMs = 800;
const maximumMs = 30_000;
/** Quiet for this long: the trouble is over and the next failure starts from the beginning. */
const resetAfterMs = 120_000;
/** A delay d becomes a random one in [d, d * (1 + jitter)], so that many clients do not come back together. */
const jitter = 1;

/**
 * Growing, jittered delays between attempts: 800 ms doubling to 30 s (up to twice that with jitter), starting over when
 * nobody asked for two minutes beyond the last delay. Same curve as client-go's exponential backoff manager.
 */
export class Backoff {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #maximumMs: number;
  #nextMs = initialMs;
  #quietAt = Number.NEGATIVE_INFINITY;
  #attempt = 0;

  constructor(clock: Clock, options: { readonly maximumMs?: number; readonly random?: () => number } = {}) {
    this.#clock = clock;
    this.#random = options.random ?? Math.random;
    this.#maximumMs = options.maximumMs ?? maximumMs;
  }

  /** Failures in a row, the present one included. */
  get attempt(): number {
    return this.#attempt;
  }

  /** ms to wait before the next attempt. */
  next(): number {
    const now = this.#clock.monotonic();
    if (now > this.#quietAt) this.reset();
    const delay = Math.min(this.#nextMs, this.#maximumMs);
    this.#nextMs = Math.min(delay * 2, this.#maximumMs);
    this.#attempt++;
    const jittered = delay * (1 + this.#random() * jitter);
    this.#quietAt = now + jittered + resetAfterMs;
    return jittered;
  }

  /** Starts over, because something worked for long or the user asked. */
  reset(): void {
    this.#nextMs = initialMs;
    this.#attempt = 0;
  }
}
