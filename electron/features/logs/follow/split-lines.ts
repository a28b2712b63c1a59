import type { LineBatch } from '../feed.ts';
import { StampReader } from './read-stamp.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Bytes of a line that are kept, its stamp included; the rest is counted and thrown away. Well beyond the 10 MB that one accident of a program writes. */
export const longestLine = 16 * 1_048_576;

/** Bytes of working memory that a splitter keeps between batches: more was needed for a long line and is given back. */
const largestSpare = 1_048_576;

/** Bytes of text from which on a batch is handed over in the memory in which it was made, instead of as a copy that has just its size. */
const largeBatch = 65_536;

/** Bytes that are copied at once. */
const wordBytes = BigInt64Array.BYTES_PER_ELEMENT;
/** Longer texts are copied faster by a call of Node, which takes 27 ns for any of them; words take 11 ns for 100 bytes. */
const longestByWords = 240;

/** Bytes of an unfinished line that are looked at: messages of the kubelet are shorter. */
const longestExcerpt = 1_024;

/** What was split since the last `take`. */
export interface SplitLines {
  readonly batch: LineBatch;
  /** Indexes of lines that had no stamp: messages of the kubelet, or the rest of a line whose beginning was not asked for. They carry the stamp of the line before. */
  readonly unstamped: readonly number[];
}

/**
 * Bytes of an answer with `timestamps=true`, in pieces cut anywhere, to lines in columns. Makes nothing per line; bytes are copied once and
 * never decoded, so that NUL, ANSI and broken UTF-8 stay what they are. A line ends with LF or CRLF. What has no line end yet waits, as
 * in kubectl and in the kubelet's own reader: `finish` makes a line of it when the answer ended properly, `discard` forgets it when it was cut off.
 * A line longer than `longestLine` keeps its beginning, and its end says how many bytes are not there.
 */
export class LineSplitter {
  readonly #stamps = new StampReader();
  #bytes = Buffer.allocUnsafeSlow(16_384);
  #view = viewOf(this.#bytes);
  /** Bytes of the texts so far, line feeds included. */
  #length = 0;
  #ends = new Uint32Array(64);
  #micros = new Float64Array(64);
  #nanos = new Uint16Array(64);
  #count = 0;
  #unstamped: number[] = [];
  /** The line whose end has not come. */
  #carry = Buffer.alloc(0);
  #carried = 0;
  #lost = 0;
  #lastMicros = Number.NaN;
  #lastNanos = 0;
  #arrivedAt = 0;

  /** Complete lines that wait for `take`. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of their texts, with a line feed each. */
  get length(): number {
    return this.#length;
  }

  /** Bytes of a line whose end has not come, those beyond the limit included. */
  get waiting(): number {
    return this.#carried + this.#lost;
  }

  /** The beginning of that line. */
  get waitingText(): string {
    return this.#carry.toString('utf8', 0, Math.min(this.#carried, longestExcerpt));
  }

  /** Takes a piece of the answer that came at `arrivedAt` (ms since the epoch, by the server's clock). The piece is not kept. */
  push(piece: Uint8Array, arrivedAt: number): void {
    this.#arrivedAt = arrivedAt;
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const view = viewOf(chunk);
    // The texts of a piece are never longer than the piece and what waited before it.
    this.#reserve(chunk.length + this.#carried);
    let start = 0;
    if (this.waiting > 0) {
      const end = chunk.indexOf(lineFeed);
      this.#hold(chunk, 0, end < 0 ? chunk.length : end);
      if (end < 0) return;
      this.#endCarried();
      start = end + 1;
    }
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end < 0) break;
      this.#line(chunk, view, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk, start, chunk.length);
  }

  /** The answer ended properly: what waits for its line end is a line. */
  finish(): void {
    if (this.waiting === 0) return;
    this.#reserve(this.#carried);
    this.#endCarried();
  }

  /** The answer was cut off: what waits for its line end will come again, whole. */
  discard(): void {
    this.#carried = 0;
    this.#lost = 0;
    this.#carry = Buffer.alloc(0);
  }

  /** Hands over the lines there are; null when there are none. */
  take(): SplitLines | null {
    if (this.#count === 0) return null;
    const batch = this.#batch();
    const unstamped = this.#unstamped;
    this.#unstamped = [];
    this.#length = 0;
    this.#count = 0;
    if (this.#bytes.length > largestSpare) this.#setBytes(Buffer.allocUnsafeSlow(16_384));
    return { batch, unstamped };
  }

  #batch(): LineBatch {
    return this.#length < largeBatch || this.#bytes.length > largestSpare ? this.#copied() : this.#handedOver();
  }

  /** The lines in the memory they were made in, and new memory for the next. */
  #handedOver(): LineBatch {
    const count = this.#count;
    const batch = {
      bytes: new Uint8Array(this.#bytes.buffer, 0, this.#length),
      ends: this.#ends.subarray(0, count),
      micros: this.#micros.subarray(0, count),
      nanos: this.#nanos.subarray(0, count),
      arrivedAt: this.#arrivedAt,
    };
    const places = this.#ends.length;
    this.#setBytes(Buffer.allocUnsafeSlow(this.#bytes.length));
    this.#ends = new Uint32Array(places);
    this.#micros = new Float64Array(places);
    this.#nanos = new Uint16Array(places);
    return batch;
  }

  /** A copy of the lines, its columns in one buffer: what a thread is given costs by the buffer, and a quiet container's lines are few. */
  #copied(): LineBatch {
    const count = this.#count;
    const endsAt = count * Float64Array.BYTES_PER_ELEMENT;
    const nanosAt = endsAt + count * Uint32Array.BYTES_PER_ELEMENT;
    const bytesAt = nanosAt + count * Uint16Array.BYTES_PER_ELEMENT;
    const buffer = new ArrayBuffer(bytesAt + this.#length);
    const batch = {
      bytes: new Uint8Array(buffer, bytesAt),
      ends: new Uint32Array(buffer, endsAt, count),
      micros: new Float64Array(buffer, 0, count),
      nanos: new Uint16Array(buffer, nanosAt, count),
      arrivedAt: this.#arrivedAt,
    };
    batch.bytes.set(this.#bytes.subarray(0, this.#length));
    batch.ends.set(this.#ends.subarray(0, count));
    batch.micros.set(this.#micros.subarray(0, count));
    batch.nanos.set(this.#nanos.subarray(0, count));
    return batch;
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const kept = Math.min(end - start, longestLine - this.#carried);
    if (this.#carried + kept > this.#carry.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(256, 2 * (this.#carried + kept)));
      this.#carry.copy(larger, 0, 0, this.#carried);
      this.#carry = larger;
    }
    chunk.copy(this.#carry, this.#carried, start, start + kept);
    this.#carried += kept;
    this.#lost += end - start - kept;
  }

  #endCarried(): void {
    if (this.#lost > 0) {
      const note = Buffer.from(` … and ${this.#lost} more bytes, which were not kept`);
      this.#carry = Buffer.concat([this.#carry.subarray(0, this.#carried), note]);
      this.#carried = this.#carry.length;
    }
    this.#line(this.#carry, viewOf(this.#carry), 0, this.#carried);
    this.#carried = 0;
    this.#lost = 0;
    if (this.#carry.length > largestSpare) this.#carry = Buffer.alloc(0);
  }

  #line(source: Buffer, view: DataView, start: number, lineEnd: number): void {
    const end = lineEnd > start && source[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd;
    const count = this.#count;
    if (count === this.#ends.length) this.#widen();
    let text = this.#stamps.readNext(source, view, start, end);
    if (text < 0) {
      text = start;
      this.#unstamped.push(count);
      if (Number.isNaN(this.#lastMicros)) this.#lastMicros = this.#arrivedAt * 1000;
    } else {
      this.#lastMicros = this.#stamps.micros;
      this.#lastNanos = this.#stamps.nanos;
    }
    const length = end - text;
    const to = this.#length;
    if (length <= longestByWords && text + length + wordBytes <= source.length) {
      // The last word may be of more than the text: what follows is written over it.
      const target = this.#view;
      for (let at = 0; at < length; at += wordBytes) target.setBigInt64(to + at, view.getBigInt64(text + at, true), true);
    } else source.copy(this.#bytes, to, text, end);
    this.#bytes[to + length] = lineFeed;
    this.#length = to + length + 1;
    this.#ends[count] = this.#length;
    this.#micros[count] = this.#lastMicros;
    this.#nanos[count] = this.#lastNanos;
    this.#count = count + 1;
  }

  #reserve(bytes: number): void {
    // A line feed for what came without one, and the rest of a word.
    const needed = this.#length + bytes + 1 + wordBytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#setBytes(larger);
  }

  #setBytes(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  #widen(): void {
    const size = this.#ends.length * 2;
    this.#ends = widened(this.#ends, new Uint32Array(size));
    this.#micros = widened(this.#micros, new Float64Array(size));
    this.#nanos = widened(this.#nanos, new Uint16Array(size));
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function widened<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
