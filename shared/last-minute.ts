/** Slots of a second; as many as there are in the time that is looked back at. */
const slots = 60;
const slotMs = 1_000;

/**
 * Longest and mean of what was recorded in the last minute, in slots of a second: recording costs a comparison and an
 * addition, whatever the rate. Times are of one monotonic clock, in ms, and never go back.
 */
export class LastMinute {
  readonly #longest = new Float64Array(slots);
  readonly #sum = new Float64Array(slots);
  readonly #count = new Float64Array(slots);
  #second: number | null = null;

  record(value: number, now: number): void {
    this.#turn(now);
    const slot = Math.floor(now / slotMs) % slots;
    if (value > (this.#longest[slot] ?? 0)) this.#longest[slot] = value;
    this.#sum[slot] = (this.#sum[slot] ?? 0) + value;
    this.#count[slot] = (this.#count[slot] ?? 0) + 1;
  }

  /** Null when nothing was recorded in the last minute. */
  read(now: number): { readonly longest: number; readonly mean: number } | null {
    this.#turn(now);
    const count = this.#count.reduce((total, one) => total + one, 0);
    if (count === 0) return null;
    return { longest: Math.max(...this.#longest), mean: this.#sum.reduce((total, one) => total + one, 0) / count };
  }

  /** Empties the slots of the seconds that passed since the last call. */
  #turn(now: number): void {
    const second = Math.floor(now / slotMs);
    const before = this.#second ?? second;
    for (let passed = Math.max(before + 1, second - slots + 1); passed <= second; passed++) {
      const slot = passed % slots;
      this.#longest[slot] = 0;
      this.#sum[slot] = 0;
      this.#count[slot] = 0;
    }
    this.#second = Math.max(before, second);
  }
}
