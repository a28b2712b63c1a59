import type { LineBatch, Stamp } from '../feed.ts';
import type { Recall } from './recall.ts';
import type { SeenLines } from './seen-lines.ts';
import type { SplitLines } from './split-lines.ts';

/** Takes out of an answer after a break what was seen before it, while any of that can come. */
export class Rejoin {
  readonly #last: Stamp | null;
  #recall: Recall | null;
  readonly #comparable: boolean;
  #begun = false;
  #first: Stamp | null = null;

  /** `now`: when the answer is asked for, ms since the epoch by the server's clock. */
  constructor(seen: SeenLines, now: number) {
    this.#last = seen.last;
    this.#recall = this.#last === null ? null : seen.recall(now);
    this.recalled = this.#recall !== null;
    this.#comparable = this.#recall !== null && !this.#recall.isEmpty;
  }

  /** Something was seen before, so that the answer must begin with it as long as it comes from the same file. */
  readonly recalled: boolean;
  /** A line was recognised: the answer comes from the file that was read before the break. */
  proven = false;

  /** The stamp of the first line of the answer when it is newer than all that was seen and nothing was recognised; null otherwise. */
  get gapBefore(): Stamp | null {
    return this.#comparable && !this.proven ? this.#first : null;
  }

  /** Something must come again and has not yet: nobody knows what the answer is of. */
  get isOpen(): boolean {
    return this.#comparable && !this.proven;
  }

  /** What is new cannot be told by stamps, until a line is recognised. */
  get isInDoubt(): boolean {
    return !this.proven && (this.#recall?.isInDoubt ?? false);
  }

  /** Nothing was recognised, and what came is older than what was seen, or nothing came: what was seen is not of this log. */
  get unrelated(): boolean {
    if (!this.#comparable || this.proven || this.#last === null) return false;
    return this.#first === null || this.#first.micros <= this.#last.micros;
  }

  /** What is new; null when nothing is. */
  fresh({ batch, unstamped }: SplitLines): LineBatch | null {
    const recall = this.#recall;
    if (recall === null) return batch;
    const { ends, micros, nanos, bytes } = batch;
    const kept: number[] = [];
    let begin = 0;
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index] ?? begin;
      const at = micros[index] ?? 0;
      // The answer begins with the rest of a line whose beginning lies before what was asked for: it was seen whole.
      const tail = !this.#begun && unstamped.includes(index);
      const stamp = { micros: at, nanos: nanos[index] ?? 0 };
      if (!tail) {
        this.#begun = true;
        if (recall.recognises(at, stamp.nanos, bytes.subarray(begin, end - 1))) {
          // What came before the first line that is recognised was seen too, in the order of the file.
          if (!this.proven && recall.matched > 0) kept.length = 0;
          this.proven ||= recall.matched > 0;
        } else {
          this.#first ??= stamp;
          kept.push(index);
        }
      }
      begin = end;
    }
    if (this.#begun && recall.isOver(micros[ends.length - 1] ?? 0)) this.#recall = null;
    return selected(batch, kept);
  }
}

/** The lines with these indexes, in order. */
function selected(batch: LineBatch, indexes: readonly number[]): LineBatch | null {
  if (indexes.length === 0) return null;
  if (indexes.length === batch.ends.length) return batch;
  const ends = new Uint32Array(indexes.length);
  const bytes = new Uint8Array(batch.bytes.length);
  let length = 0;
  indexes.forEach((index, place) => {
    const text = batch.bytes.subarray(index === 0 ? 0 : batch.ends[index - 1], batch.ends[index]);
    bytes.set(text, length);
    length += text.length;
    ends[place] = length;
  });
  return {
    bytes: bytes.slice(0, length),
    ends,
    micros: Float64Array.from(indexes, (index) => batch.micros[index] ?? 0),
    nanos: Uint16Array.from(indexes, (index) => batch.nanos[index] ?? 0),
    arrivedAt: batch.arrivedAt,
  };
}
