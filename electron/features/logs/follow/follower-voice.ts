import type { LogMark, LogSourceState } from '../../../../shared/logs.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { LineBatch } from '../feed.ts';
import type { FollowerSink } from './follower-options.ts';
import type { SeenLines } from './seen-lines.ts';

/** How a follower speaks to its sink: remembers what it said, repeats no state, and is silent after the stop. */
export class FollowerVoice {
  readonly #sink: FollowerSink;
  readonly #clock: Clock;
  readonly #stopped: AbortSignal;
  #state = '';
  /** What was said of the present run. */
  seen: SeenLines;
  /** When the last line was sent, by the monotonic clock. */
  heardAt: number;

  constructor(sink: FollowerSink, clock: Clock, stopped: AbortSignal, seen: SeenLines) {
    this.#sink = sink;
    this.#clock = clock;
    this.#stopped = stopped;
    this.seen = seen;
    this.heardAt = clock.monotonic();
  }

  /** Resolves when more may be sent. The batch's buffers may be gone afterwards. */
  lines(batch: LineBatch): Promise<void> | void {
    if (this.#stopped.aborted) return;
    this.seen.append(batch);
    this.heardAt = this.#clock.monotonic();
    return this.#sink.lines(batch);
  }

  /** `time` (ms) is when it happened, if it is known; a mark is never placed before the last line. */
  mark(mark: LogMark, time: number | null = null): void {
    if (this.#stopped.aborted) return;
    const { last } = this.seen;
    const micros = (time ?? (last === null ? this.#clock.now() : Number.NEGATIVE_INFINITY)) * 1000;
    this.#sink.mark(last !== null && last.micros >= micros ? last : { micros, nanos: 0 }, mark);
  }

  state(state: LogSourceState): void {
    const text = JSON.stringify(state);
    if (this.#stopped.aborted || text === this.#state) return;
    this.#state = text;
    this.#sink.state(state);
  }
}
