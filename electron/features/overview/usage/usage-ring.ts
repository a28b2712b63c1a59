/** Stands where there is no number. */
const none = 0xffff_ffff;
const kibi = 1024;

/** A number of a history that is not there. */
export type Point = number | null;

/**
 * The last numbers of one object, by round: thousandths of a core and KiB in eight bytes a round (up to four million cores and four TiB). A round that brought
 * nothing is a gap, also when nobody asked for several.
 */
export class UsageRing {
  readonly #cpu: Uint32Array;
  readonly #memory: Uint32Array;
  readonly #first: number;
  #last: number;

  /** `length`: rounds that are kept. */
  constructor(length: number, round: number) {
    this.#cpu = new Uint32Array(length).fill(none);
    this.#memory = new Uint32Array(length).fill(none);
    this.#first = round;
    this.#last = round - 1;
  }

  /** The newest round with a number. */
  get last(): number {
    return this.#last;
  }

  /** The oldest round that can have one. */
  get first(): number {
    return Math.max(this.#first, this.#last - this.#cpu.length + 1);
  }

  /** Memory it takes, in bytes. */
  get bytes(): number {
    return this.#cpu.byteLength + this.#memory.byteLength;
  }

  /** `round` is later than any before. */
  put(round: number, milli: number, bytes: number): void {
    const { length } = this.#cpu;
    const skipped = Math.max(this.#last + 1, round - length);
    for (let each = skipped; each < round; each++) this.#set(each, none, none);
    this.#set(round, Math.min(milli, none - 1), Math.min(Math.round(bytes / kibi), none - 1));
    this.#last = round;
  }

  cpu(round: number): Point {
    return this.#get(this.#cpu, round);
  }

  /** In bytes. */
  memory(round: number): Point {
    const value = this.#get(this.#memory, round);
    return value === null ? null : value * kibi;
  }

  #set(round: number, cpu: number, memory: number): void {
    const at = round % this.#cpu.length;
    this.#cpu[at] = cpu;
    this.#memory[at] = memory;
  }

  #get(values: Uint32Array, round: number): Point {
    if (round < this.first || round > this.#last) return null;
    const value = values[round % values.length] ?? none;
    return value === none ? null : value;
  }
}
