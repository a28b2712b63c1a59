/** Lines of one chunk of columns: a power of two, so that an id says its chunk and its place by shifts. */
const chunkBits = 16;
export const chunkLines = 1 << chunkBits;
const inChunk = chunkLines - 1;

/** Bits of a line's flags: three for its level, then what it is. */
export const levelBits = 0b111;
export const markFlag = 0b1000;
export const continuesFlag = 0b1_0000;

/**
 * What is known of each of 65,536 lines apart from its text: 21 bytes a line. (With the offset of its text, its place in the order and
 * its place among the visible a line takes 33 bytes besides its text.)
 */
export interface ColumnChunk {
  /** Where the line belongs in time: ns since the view's base. Exact within 104 days of it, then to a few ns; never decreases within a source. */
  readonly orders: Float64Array;
  /** Its own stamp: microseconds since the epoch, and the nanoseconds (0 to 999) that follow. */
  readonly micros: Float64Array;
  readonly nanos: Uint16Array;
  readonly sources: Uint16Array;
  readonly flags: Uint8Array;
}

/** Columns of all lines by id. Reading what was dropped, or is not there yet, gives zeros. */
export class LineColumns {
  readonly #chunks: (ColumnChunk | undefined)[] = [];
  #firstChunk = 0;

  /** The chunk that holds a line, made when there is none yet. */
  chunkFor(id: number): ColumnChunk {
    const index = id >>> chunkBits;
    let chunk = this.#chunks[index];
    if (chunk === undefined) {
      chunk = {
        orders: new Float64Array(chunkLines),
        micros: new Float64Array(chunkLines),
        nanos: new Uint16Array(chunkLines),
        sources: new Uint16Array(chunkLines),
        flags: new Uint8Array(chunkLines),
      };
      this.#chunks[index] = chunk;
    }
    return chunk;
  }

  /** The chunk that holds a line, to be read only; undefined when it was dropped or is not there yet. */
  chunkOf(id: number): ColumnChunk | undefined {
    return this.#chunks[id >>> chunkBits];
  }

  order(id: number): number {
    return this.#chunks[id >>> chunkBits]?.orders[id & inChunk] ?? 0;
  }

  micros(id: number): number {
    return this.#chunks[id >>> chunkBits]?.micros[id & inChunk] ?? 0;
  }

  nanos(id: number): number {
    return this.#chunks[id >>> chunkBits]?.nanos[id & inChunk] ?? 0;
  }

  source(id: number): number {
    return this.#chunks[id >>> chunkBits]?.sources[id & inChunk] ?? 0;
  }

  flags(id: number): number {
    return this.#chunks[id >>> chunkBits]?.flags[id & inChunk] ?? 0;
  }

  /** Whether line `a` stands before line `b`: by time, then source, then arrival. A total order. */
  before(a: number, b: number): boolean {
    const left = this.#chunks[a >>> chunkBits];
    const right = this.#chunks[b >>> chunkBits];
    if (left === undefined || right === undefined) return a < b;
    const inLeft = a & inChunk;
    const inRight = b & inChunk;
    const difference = (left.orders[inLeft] as number) - (right.orders[inRight] as number);
    if (difference !== 0) return difference < 0;
    const sources = (left.sources[inLeft] as number) - (right.sources[inRight] as number);
    return sources !== 0 ? sources < 0 : a < b;
  }

  /** Frees the chunks whose lines are all older than `id`. */
  dropBefore(id: number): void {
    for (; this.#firstChunk < id >>> chunkBits; this.#firstChunk++) this.#chunks[this.#firstChunk] = undefined;
  }
}

/** Where a line is in its chunk. */
export function placeInChunk(id: number): number {
  return id & inChunk;
}
