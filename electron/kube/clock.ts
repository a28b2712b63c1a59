/**
 * Time as the data path sees it, so that tests can turn the hands: wall time for what users read, monotonic time for
 * intervals (the wall clock may jump), and timers.
 */
export interface Clock {
  /** Wall clock, ms since the epoch. */
  now(): number;
  /** Monotonic, ms from an arbitrary start; does not jump when the user sets the clock. May or may not count sleep. */
  monotonic(): number;
  /** Calls `action` once after `ms`; the returned function cancels it. Never keeps the process alive by itself. */
  after(ms: number, action: () => void): () => void;
}

/** The longest time that a timer of Node holds, in ms; one that is longer goes off at once (Node documentation, `setTimeout`). */
const longestTimerMs = 2_147_483_647;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, action) {
    let timer: NodeJS.Timeout;
    // A pod may have a grace period of years, which a server takes without a word.
    const wait = (left: number) => {
      timer = setTimeout(() => (left > longestTimerMs ? wait(left - longestTimerMs) : action()), Math.min(left, longestTimerMs));
      timer.unref();
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or at once when `signal` aborts; the caller looks at the signal. Never rejects. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || ms <= 0) {
      resolve();
      return;
    }
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
