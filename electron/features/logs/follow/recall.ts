import { aheadMs } from '../../../../shared/log-clocks.ts';

/** Lines this much newer than all that are remembered, in microseconds, end the comparing. */
const beyondMicros = 2_000_000;

/** Nanoseconds and text of a line, to be looked up: thousands may have one stamp where a clock is coarse. */
export function keyOf(nanos: number, text: Uint8Array): string {
  return `${nanos} ${Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1')}`;
}

/** What is known of lines that were seen and are not remembered, though they may come again. Times in microseconds. */
interface Forgotten {
  /** Stamp of the newest of them. */
  readonly upTo: number;
  /** How many come again; infinite when nobody knows. */
  count: number;
  /** What has an older stamp than this was written before the last line that was seen; minus infinity when a clock was ahead and stamps say nothing of that. */
  readonly seenBefore: number;
  /** When the answer was asked for, by the server's clock. */
  readonly askedMicros: number;
}

/**
 * Tells the lines of one answer that were seen before from those that were not: by stamp and text, each as often as it was seen, so that lines that
 * repeat legitimately stay. Lines must be asked about in the order of the answer.
 */
export class Recall {
  /** By microseconds: how often each line was seen. */
  readonly #lines: Map<number, Map<string, number>>;
  readonly #forgotten: Forgotten;
  #left: number;
  #newest = Number.NEGATIVE_INFINITY;
  #matched = 0;

  constructor(lines: Map<number, Map<string, number>>, count: number, forgotten: Readonly<Forgotten>) {
    this.#lines = lines;
    this.#left = count;
    this.#forgotten = { ...forgotten };
    this.#newest = forgotten.upTo;
    for (const micros of lines.keys()) if (micros > this.#newest) this.#newest = micros;
  }

  /** True when there is nothing that could be recognised. */
  get isEmpty(): boolean {
    return this.#left === 0;
  }

  /** Lines may come that were seen and are not remembered, and nobody knows how many. */
  get isInDoubt(): boolean {
    return this.#forgotten.count === Number.POSITIVE_INFINITY;
  }

  /** Lines that were recognised so far. */
  get matched(): number {
    return this.#matched;
  }

  /** True when nothing that was seen can come any more: everything came, or the answer is well beyond it. */
  isOver(micros: number): boolean {
    const { count } = this.#forgotten;
    // Those that nobody counted came before the first that was recognised, in the order of the file.
    const allCame = this.#left === 0 && (count === 0 || (count === Number.POSITIVE_INFINITY && this.#matched > 0));
    return allCame || micros > this.#newest + beyondMicros;
  }

  /** Whether this line was seen before the break. */
  recognises(micros: number, nanos: number, text: Uint8Array): boolean {
    // Those that were counted come first, before those that are remembered.
    if (Number.isFinite(this.#forgotten.count) && this.#forgotten.count > 0 && micros <= this.#forgotten.upTo) {
      this.#forgotten.count--;
      this.#matched++;
      return true;
    }
    const same = this.#lines.get(micros);
    const key = same === undefined ? '' : keyOf(nanos, text);
    const times = same?.get(key) ?? 0;
    if (same !== undefined && times > 0) {
      same.set(key, times - 1);
      this.#left--;
      this.#matched++;
      return true;
    }
    return this.#precedes(micros);
  }

  /**
   * Whether a line that is not remembered comes before those that are, in the order of the file, and so was seen. Its stamp says so unless it lies between the last that was seen and
   * now: there it may as well be new, of a file that begins after all that was seen, where some line long ago had a stamp far ahead.
   */
  #precedes(micros: number): boolean {
    const { count, upTo, seenBefore, askedMicros } = this.#forgotten;
    if (count !== Number.POSITIVE_INFINITY || this.#matched > 0 || micros > upTo) return false;
    return micros < seenBefore || micros > askedMicros + aheadMs * 1000;
  }
}
