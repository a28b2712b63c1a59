/** Made-up values that are the same for the same numbers: mulberry32, seeded by all of them. */
export class Roll {
  #state: number;

  constructor(...numbers: readonly number[]) {
    this.#state = numbers.reduce((state, number) => Math.imul(state ^ (number | 0), 0x9e3779b1) ^ (state >>> 15), 0x2545f491);
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `first` to `last`, both included. */
  whole(first: number, last: number): number {
    return first + Math.floor(this.next() * (last - first + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(first: T, ...more: readonly T[]): T {
    return more[Math.floor(this.next() * (more.length + 1)) - 1] ?? first;
  }

  /** Digits of a trace or a hash. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits)
      text += Math.floor(this.next() * 4_294_967_296)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, digits);
  }
}
