/** Lines of one chunk: 8 KiB of bits. */
const chunkBits = 16;
const chunkBytes = (1 << chunkBits) / 8;

/** A set of lines, one bit each, in chunks that are made when one of their lines is in it. */
export class LineBits {
  #chunks: (Uint8Array | undefined)[] = [];
  #firstChunk = 0;

  has(id: number): boolean {
    const chunk = this.#chunks[id >>> chunkBits];
    return chunk !== undefined && ((chunk[(id >>> 3) & (chunkBytes - 1)] as number) & (1 << (id & 7))) !== 0;
  }

  add(id: number): void {
    let chunk = this.#chunks[id >>> chunkBits];
    if (chunk === undefined) {
      chunk = new Uint8Array(chunkBytes);
      this.#chunks[id >>> chunkBits] = chunk;
    }
    const at = (id >>> 3) & (chunkBytes - 1);
    chunk[at] = (chunk[at] as number) | (1 << (id & 7));
  }

  clear(): void {
    this.#chunks = [];
    this.#firstChunk = 0;
  }

  /** Frees the chunks whose lines are all older than `id`. */
  dropBefore(id: number): void {
    for (; this.#firstChunk < id >>> chunkBits; this.#firstChunk++) this.#chunks[this.#firstChunk] = undefined;
  }
}
