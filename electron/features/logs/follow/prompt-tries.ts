import type { Clock } from '../../../kube/clock.ts';

/** Tries that may follow a break at once: a rollout over a bad network breaks a stream a few times. */
const mostTries = 5;
/** How long until one more may, in ms: a log that breaks every second is asked for at the usual pace then. */
const regainMs = 10_000;
/** The longest delay of such a try, in ms: a hundred streams that break together are not asked for in one instant. */
const longestMs = 100;

/**
 * Lets a stream that worked be asked for again at once when it breaks: the log of a pod that is going away is gone a second or two after its
 * last line, and the usual back-off would come too late. Runs out, so that a log that breaks again and again is no storm.
 */
export class PromptTries {
  readonly #clock: Clock;
  #left = mostTries;
  #regainedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#regainedAt = clock.monotonic();
  }

  /** Takes one, and returns its delay in ms; null when there is none left. */
  take(): number | null {
    const now = this.#clock.monotonic();
    const regained = Math.floor((now - this.#regainedAt) / regainMs);
    this.#left = Math.min(mostTries, this.#left + regained);
    this.#regainedAt += regained * regainMs;
    if (this.#left === 0) return null;
    this.#left--;
    return Math.random() * longestMs;
  }
}
