/** Answers whose median counts: one that was held up on its way does not move it, and a clock that was set right shows within three. */
const answers = 5;
/** A Date header has whole seconds, cut off: on average it is half a second old when it is written. */
const halfSecondMs = 500;
/** The value is told anew only when it moved this far, in ms, so that a status does not change with every answer. */
const movedMs = 2_000;

/**
 * How far the server's clock is ahead of this machine's (negative: behind), in ms: the median of the Date headers (RFC 9110
 * section 6.6.1) of the last answers minus our clock at that moment. Null until one came. Within a second or two of the truth.
 */
export class ClockSkew {
  readonly #samples: number[] = [];
  #told: number | null = null;
  /** The last header and what it says: a busy server says the same second hundreds of times. */
  #last: { readonly date: string; readonly at: number } | null = null;

  get ms(): number | null {
    return this.#told;
  }

  /** Takes an answer's Date header; `now` is our wall clock when the headers came. A header that is missing or no date says nothing. */
  heard(date: string | null, now: number): void {
    const at = this.#parse(date);
    if (Number.isNaN(at)) return;
    this.#samples.push(at + halfSecondMs - now);
    if (this.#samples.length > answers) this.#samples.shift();
    const median = medianOf(this.#samples);
    if (this.#told === null || Math.abs(median - this.#told) > movedMs) this.#told = median;
  }

  #parse(date: string | null): number {
    if (date === null) return Number.NaN;
    if (this.#last?.date !== date) this.#last = { date, at: Date.parse(date) };
    return this.#last.at;
  }
}

/** The one in the middle, found without a sorted copy: every answer of a server comes by here. */
function medianOf(samples: readonly number[]): number {
  const middle = Math.floor(samples.length / 2);
  for (const one of samples) {
    let below = 0;
    let equal = 0;
    for (const other of samples) {
      if (other < one) below++;
      else if (other === one) equal++;
    }
    if (below <= middle && middle < below + equal) return one;
  }
  return 0;
}
