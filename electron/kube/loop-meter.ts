import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { LoopDiagnostics } from '../../shared/diagnostics.ts';
import { LastMinute } from '../../shared/last-minute.ts';
import type { Clock } from './clock.ts';

/** How finely the loop is watched, in ms: stalls are tens of milliseconds, and a timer more often would keep a laptop awake. */
const resolutionMs = 10;
/** Nobody asked for this long: the panel is closed, and its timer stops. A hidden page asks once a second, or once a minute. */
const stopAfterMs = 90_000;

/**
 * Measures how long the event loop of its thread did not turn, from the first `read` until nobody has read for a while, so
 * that it costs nothing while the panel is closed.
 */
export class LoopMeter {
  readonly #clock: Clock;
  readonly #histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  #lastMinute = new LastMinute();
  #running = false;
  #cancelStop: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The longest stall of the last minute, as far as it was measured, and the heap of this thread. */
  read(): LoopDiagnostics {
    this.#cancelStop();
    this.#cancelStop = this.#clock.after(stopAfterMs, () => this.#stop());
    const now = this.#clock.monotonic();
    if (!this.#running) {
      this.#running = true;
      this.#histogram.reset();
      this.#histogram.enable();
    } else if (this.#histogram.count > 0) {
      // Nanoseconds between two turns of a timer, the time it was meant to wait included.
      this.#lastMinute.record(Math.max(0, this.#histogram.max / 1e6 - resolutionMs), now);
      this.#histogram.reset();
    }
    return { stallMs: this.#lastMinute.read(now)?.longest ?? null, heapBytes: getHeapStatistics().used_heap_size };
  }

  #stop(): void {
    this.#running = false;
    this.#histogram.disable();
    this.#lastMinute = new LastMinute();
  }
}
