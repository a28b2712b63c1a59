import { open } from 'node:fs/promises';

const lineFeed = 0x0a;
/** A line longer than this, in bytes, is none of ours (an API server takes bodies of 3 MiB, which stand in a line up to three times). */
const longestLine = 16_777_216;

/**
 * The lines of a file from its end to its beginning, a block at a time, so that memory does not grow with the file. The file is opened for each block:
 * a reader that is dropped leaves nothing open.
 */
export class BackwardLines {
  readonly #path: string;
  /** What is before this byte has not been read. */
  #position: number;
  /** The end of a line whose beginning has not been read. */
  #rest: Buffer = Buffer.alloc(0);
  #tooLong = false;

  /** `size` in bytes: what is appended afterwards is not read. */
  constructor(path: string, size: number) {
    this.#path = path;
    this.#position = size;
  }

  /** Bytes that have not been read. */
  get left(): number {
    return this.#position;
  }

  /** Lines of the block of `bytes` before, newest first, without empty ones; null stands for one that is too long. Rejects when it cannot be read. */
  async next(bytes: number): Promise<readonly (Buffer | null)[]> {
    const length = Math.min(bytes, this.#position);
    const block = Buffer.alloc(length);
    const handle = await open(this.#path, 'r');
    try {
      const { bytesRead } = await handle.read(block, 0, length, this.#position - length);
      if (bytesRead < length) throw new Error('the file became shorter while it was read');
    } finally {
      await handle.close();
    }
    this.#position -= length;
    return this.#cut(block);
  }

  #cut(block: Buffer): readonly (Buffer | null)[] {
    const lines: (Buffer | null)[] = [];
    let end = block.length;
    for (let at = block.lastIndexOf(lineFeed); at >= 0; at = at === 0 ? -1 : block.lastIndexOf(lineFeed, at - 1)) {
      this.#finish(block.subarray(at + 1, end), lines);
      end = at;
    }
    const first = block.subarray(0, end);
    if (this.left === 0) this.#finish(first, lines);
    else if (this.#rest.length + first.length > longestLine) {
      this.#rest = Buffer.alloc(0);
      this.#tooLong = true;
    } else if (!this.#tooLong) this.#rest = Buffer.concat([first, this.#rest]);
    return lines;
  }

  #finish(beginning: Buffer, lines: (Buffer | null)[]): void {
    const line = this.#rest.length === 0 ? beginning : Buffer.concat([beginning, this.#rest]);
    if (this.#tooLong) lines.push(null);
    else if (line.length > 0) lines.push(line);
    this.#rest = Buffer.alloc(0);
    this.#tooLong = false;
  }
}
