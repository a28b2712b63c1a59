import type { Clock } from '../../../electron/kube/clock.ts';

/** A clock that only moves when told to. */
export class FakeClock implements Clock {
  #now = 1_790_000_000_000;
  #elapsed = 0;
  #timers: { readonly at: number; readonly action: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#elapsed + ms, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Sets the wall clock by `ms`, as sleep or a user does; no time passes by the monotonic one. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Lets `ms` pass, calling what is due in order, with a turn of the event loop after each so that promises settle. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#move(next.at);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.action();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#move(end);
    await new Promise((resolve) => setImmediate(resolve));
  }

  #move(to: number): void {
    this.#now += to - this.#elapsed;
    this.#elapsed = to;
  }
}

/**
 * Waits for a condition while time passes `stepMs` at a time; fails with `what` after fifteen real seconds. Resolves to the time
 * that has passed by the clock. What is real (sockets) keeps its own pace, so steps are small where a time is measured, and `pauseMs` of real time follow each.
 */
export async function untilPassing(clock: FakeClock, what: string, holds: () => boolean, stepMs = 50, pauseMs = 2): Promise<number> {
  const end = performance.now() + 15_000;
  const start = clock.monotonic();
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await clock.pass(stepMs);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return clock.monotonic() - start;
}
