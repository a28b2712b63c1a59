/** Longest line of a watch, in bytes: etcd's limit is 1.5 MB, so this is no object but a broken or hostile stream (F14). */
const longestLine = 64 * 1024 * 1024;

/** One line of a watch, with the shape of its object left open. */
export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

/** The stream cannot be trusted any more: everything since the last good event must be asked for again. */
export class WatchCorruption extends Error {
  /** True when the line was too long, which asking again would only repeat. */
  readonly tooLong: boolean;

  constructor(message: string, tooLong: boolean) {
    super(message);
    this.name = 'WatchCorruption';
    this.tooLong = tooLong;
  }
}

/**
 * Cuts the bytes of a watch into events at newline bytes, whatever the chunks look like: one byte at a time, a thousand
 * lines at once, a character cut in half. Every byte is looked at once. A decoder that threw is spent.
 */
export class WatchDecoder {
  readonly #longestLine: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number = longestLine) {
    this.#longestLine = limit;
  }

  /** Bytes of a line that has not ended yet. A stream that closes with some was cut in the middle. */
  get unfinished(): number {
    return this.#length;
  }

  /** Yields the events that `chunk` completes. Throws WatchCorruption at the first line that is not an event. */
  *push(chunk: Uint8Array): Generator<WatchEvent> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const piece = bytes.subarray(start, end);
      start = end + 1;
      const line = this.#finish(piece);
      if (line !== '') yield parseEvent(line);
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start));
  }

  #finish(piece: Buffer): string {
    if (this.#length === 0) return piece.toString('utf8').trim();
    this.#keep(piece);
    const line = Buffer.concat(this.#parts, this.#length).toString('utf8').trim();
    this.#parts = [];
    this.#length = 0;
    return line;
  }

  #keep(piece: Uint8Array): void {
    this.#parts.push(piece);
    this.#length += piece.length;
    if (this.#length > this.#longestLine) {
      throw new WatchCorruption(`a watch event is longer than ${this.#longestLine} bytes`, true);
    }
  }
}

function parseEvent(line: string): WatchEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new WatchCorruption(`a watch event is not JSON: ${line.slice(0, 120)}`, false);
  }
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') {
    throw new WatchCorruption(`a line of a watch is not an event: ${line.slice(0, 120)}`, false);
  }
  return { type: value.type, object: 'object' in value ? value.object : undefined };
}
