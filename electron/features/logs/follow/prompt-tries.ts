import type { Clock } from '../../../kube/clock.ts';

/** A stream that lived for this long, in ms, is asked for again at once whenever it breaks: that is one question a second at most. */
const workedMs = 1_000;
/** Tries that may follow a break at once after one that lived for less and brought lines: a rollout over a bad network breaks a stream a few times. */
const mostTries = 5;
/** How long until one more may, in ms. */
const regainMs = 10_000;
/** The longest delay of such a try, in ms: a hundred streams that break together are not asked for in one instant. */
const longestMs = 100;

/**
 * Lets a stream that worked be asked for again at once when it breaks: the log of a pod that is going away is gone a second or two after its last line,
 * and what its kubelet rotates away meanwhile is lost, so the usual back-off would come too late. One that brings a line and breaks, again and again, runs out of it.
 */
export class PromptTries {
  readonly #clock: Clock;
  #left = mostTries;
  #regainedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#regainedAt = clock.monotonic();
  }

  /** The delay, in ms, of the try after an answer that was open for `livedMs` and brought so many new lines; null = as the back-off says. */
  after(livedMs: number, lines: number): number | null {
    const worked = livedMs >= workedMs || (lines > 0 && this.#take());
    return worked ? Math.random() * longestMs : null;
  }

  #take(): boolean {
    const now = this.#clock.monotonic();
    const regained = Math.floor((now - this.#regainedAt) / regainMs);
    this.#left = Math.min(mostTries, this.#left + regained);
    this.#regainedAt += regained * regainMs;
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }
}
