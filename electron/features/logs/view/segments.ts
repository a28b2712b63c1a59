import type { ScanSegment } from '../search/scanner.ts';

/** Bytes of a segment: what is written to disk, read back and searched at once, some milliseconds each. A longer line has a segment as long as itself. */
export const segmentBytes = 1_048_576;

/** Lines of a segment at most: 64 KiB of offsets; lines of less than 64 bytes fill it before its bytes. */
export const segmentLines = 16_384;

/** Lines that came one after the other, with their bytes; ids in it are contiguous. As search threads see it, and the store's own views of the same memory. */
export interface Segment extends ScanSegment {
  count: number;
  bytes: SharedArrayBuffer | null;
  file: { readonly path: string; readonly offset: number; readonly length: number } | null;
  /** Of `bytes`; null when they are in the file. */
  data: Uint8Array<SharedArrayBuffer> | null;
  /** Of `starts`. */
  readonly offsets: Uint32Array<SharedArrayBuffer>;
  /** Bytes that are used, line feeds included. */
  used: number;
  /** Nothing is appended any more. */
  sealed: boolean;
}

/** All segments of a store that are kept, oldest first. Ids grow through them without a hole. */
export class Segments {
  readonly #list: Segment[] = [];
  readonly #bytes: number;
  readonly #lines: number;
  #last: Segment | null = null;

  /** Segments of at most so many bytes (but for one longer line) and lines. */
  constructor(bytes = segmentBytes, lines = segmentLines) {
    this.#bytes = Math.min(bytes, segmentBytes);
    this.#lines = Math.min(lines, segmentLines);
  }

  get list(): readonly Segment[] {
    return this.#list;
  }

  /** A segment that has room for one more line of `length` bytes, its line feed included; `id` is the line's. */
  roomFor(id: number, length: number): Segment {
    const last = this.#last;
    if (last !== null && last.count < this.#lines && last.used + length <= (last.data?.length ?? 0)) return last;
    if (last !== null) last.sealed = true;
    const bytes = new SharedArrayBuffer(Math.max(this.#bytes, length));
    const starts = new SharedArrayBuffer((this.#lines + 1) * Uint32Array.BYTES_PER_ELEMENT);
    const segment: Segment = {
      firstId: id,
      count: 0,
      bytes,
      starts,
      file: null,
      data: new Uint8Array(bytes),
      offsets: new Uint32Array(starts),
      used: 0,
      sealed: false,
    };
    this.#list.push(segment);
    this.#last = segment;
    return segment;
  }

  /** The segment that holds a line; null when it was dropped or never was. */
  of(id: number): Segment | null {
    let low = 0;
    let high = this.#list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#list[middle]?.firstId ?? 0) <= id) low = middle;
      else high = middle - 1;
    }
    const segment = this.#list[low];
    return segment !== undefined && id >= segment.firstId && id < segment.firstId + segment.count ? segment : null;
  }

  /** Id of the oldest line that is kept; of the next line when there is none. */
  get firstId(): number {
    return this.#list[0]?.firstId ?? 0;
  }

  /** Forgets the oldest `count` segments; the one that is written to stays. Returns them. */
  dropOldest(count: number): Segment[] {
    return this.#list.splice(0, Math.min(count, this.#list.length - 1));
  }
}

/**
 * Copies lines of a batch from line `from` on, as many of those before `to` as there is room for, to the end of a segment that has room for the first.
 * Returns how many. Laid out as LineBatch says, which is how they lie here.
 */
export function appendLines(segment: Segment, bytes: Buffer, ends: Uint32Array, from: number, to: number): number {
  const { data, offsets, used, count } = segment;
  if (data === null) return 0;
  const start = from === 0 ? 0 : (ends[from - 1] as number);
  const shift = used - start;
  const most = data.length - shift;
  const stop = Math.min(to, from + offsets.length - 1 - count);
  let line = from;
  for (let place = count + 1; line < stop; line++, place++) {
    const end = ends[line] as number;
    if (end > most) break;
    offsets[place] = end + shift;
  }
  const end = line === from ? start : (ends[line - 1] as number);
  // Not `set`: into shared memory V8 copies word by word, which takes four times as long.
  bytes.copy(data, used, start, end);
  segment.used = end + shift;
  segment.count = count + line - from;
  return line - from;
}
