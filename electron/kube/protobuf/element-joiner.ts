/** What became of bytes: how many were used, and how many from there the next element needs at least (0 = none has begun). */
export interface Taken {
  readonly used: number;
  readonly needed: number;
}

/**
 * Puts elements together that chunks cut. `take` gets bytes that begin with an element, uses those that are whole and says how
 * many more it needs; it may be called with fewer than that never. Only the element on the border is copied.
 */
export class ElementJoiner {
  readonly #take: (bytes: Buffer) => Taken;
  #parts: Buffer[] = [];
  #length = 0;
  #needed = 0;

  constructor(take: (bytes: Buffer) => Taken) {
    this.#take = take;
  }

  /** Bytes of an element that has not ended yet. */
  get unfinished(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (this.#length > 0) {
      const piece = bytes.subarray(0, this.#needed - this.#length);
      bytes = bytes.subarray(piece.length);
      if (piece.length > 0) this.#keep(piece);
      if (this.#length < this.#needed) return;
      const joined = Buffer.concat(this.#parts, this.#length);
      this.#parts = [];
      this.#length = 0;
      this.#read(joined);
    }
    if (bytes.length > 0) this.#read(bytes);
  }

  #read(bytes: Buffer): void {
    const { used, needed } = this.#take(bytes);
    this.#needed = needed;
    if (used < bytes.length) this.#keep(bytes.subarray(used));
  }

  #keep(piece: Buffer): void {
    // A copy: the memory of a chunk is given back once it was read (inflate.ts, release).
    this.#parts.push(Buffer.from(piece));
    this.#length += piece.length;
  }
}
