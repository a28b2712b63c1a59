import { Backoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import { RequestFailure } from './request-failure.ts';

/** Callers wait by the wall clock and the breaker counts monotonic time: coming this much early is on time. */
const toleranceMs = 5;

/**
 * Shared by all requests of one context, so that thirty watches of a dead cluster cost one attempt per back-off step:
 * while open, requests fail at once with the last reason and the time of the next attempt; when that time has come, one
 * request goes first and the others wait for what becomes of it. Order among those that waited is not promised.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  #open: { readonly failure: RequestFailure; readonly until: number } | null = null;
  #trial: Promise<void> | null = null;
  #endTrial: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#backoff = new Backoff(clock);
  }

  /** Failures in a row. */
  get attempt(): number {
    return this.#open === null ? 0 : this.#backoff.attempt;
  }

  /**
   * Resolves when a request may be sent, after which `succeeded` or `failed` must be called: to true when it goes first and others wait for
   * what becomes of it. Rejects with a RequestFailure while open.
   */
  async enter(): Promise<boolean> {
    while (this.#open !== null) {
      if (this.#clock.monotonic() < this.#open.until - toleranceMs) throw this.#open.failure;
      if (this.#trial === null) {
        this.#trial = new Promise((resolve) => {
          this.#endTrial = resolve;
        });
        return true;
      }
      await this.#trial;
    }
    return false;
  }

  /** The server answered, whatever it said. */
  succeeded(): void {
    this.#open = null;
    this.#finish();
  }

  /** No connection could be had. Returns the failure to throw, with the time of the next attempt for the whole context. */
  failed(failure: RequestFailure): RequestFailure {
    const now = this.#clock.monotonic();
    // Several requests that were on their way together are one failure, not several steps of the curve.
    if (this.#open === null || now >= this.#open.until - toleranceMs) {
      const delay = this.#backoff.next();
      const timed = new RequestFailure(failure.error, this.#clock.now() + delay, failure);
      this.#open = { failure: timed, until: now + delay };
    }
    this.#finish();
    return this.#open.failure;
  }

  /** The request that went first was given up by its caller, or may never be answered: the next one goes first. */
  abandoned(): void {
    this.#finish();
  }

  /** Lets the next request through at once, because the user asked or the machine woke up. */
  reset(): void {
    this.#open = null;
    this.#backoff.reset();
    this.#finish();
  }

  #finish(): void {
    this.#trial = null;
    this.#endTrial();
  }
}
