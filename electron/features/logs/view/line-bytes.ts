import type { Segment, Segments } from './segments.ts';
import type { SpillFile } from './spill-file.ts';

const none = new Uint8Array(0);

/** The bytes of some lines, wherever they are: of what is in the file one piece per segment is read, no more than from the first to the last line wanted. */
export class LineBytes {
  readonly #segments: Segments;
  readonly #file: () => SpillFile | null;

  constructor(segments: Segments, file: () => SpillFile | null) {
    this.#segments = segments;
    this.#file = file;
  }

  /** Resolves to how to get the bytes of each of `ids`; a line that was dropped has none. Rejects when the file cannot be read. */
  async of(ids: Uint32Array | readonly number[]): Promise<(id: number) => Uint8Array> {
    const pieces = new Map<Segment, Piece>();
    for (const id of ids) {
      const segment = this.#segments.of(id);
      if (segment === null) continue;
      const piece = pieces.get(segment);
      if (piece === undefined) pieces.set(segment, { first: id, last: id, data: segment.data, offset: 0 });
      else {
        piece.first = Math.min(piece.first, id);
        piece.last = Math.max(piece.last, id);
      }
    }
    await Promise.all(Array.from(pieces, ([segment, piece]) => (piece.data === null ? this.#load(segment, piece) : undefined)));
    const wanted = [...pieces.keys()];
    let segment: Segment | undefined;
    return (id) => {
      if (segment === undefined || id < segment.firstId || id >= segment.firstId + segment.count) {
        segment = wanted.find(({ firstId, count }) => id >= firstId && id < firstId + count);
        if (segment === undefined) return none;
      }
      const piece = pieces.get(segment);
      const index = id - segment.firstId;
      const start = segment.offsets[index] ?? 0;
      return piece?.data?.subarray(start - piece.offset, (segment.offsets[index + 1] ?? start + 1) - 1 - piece.offset) ?? none;
    };
  }

  /** Bytes of a line, known without reading it; 0 when it was dropped. */
  lengthOf(id: number): number {
    const segment = this.#segments.of(id);
    if (segment === null) return 0;
    const index = id - segment.firstId;
    return (segment.offsets[index + 1] ?? 1) - (segment.offsets[index] ?? 0) - 1;
  }

  async #load(segment: Segment, piece: Piece): Promise<void> {
    const from = segment.offsets[piece.first - segment.firstId] ?? 0;
    const to = segment.offsets[piece.last - segment.firstId + 1] ?? from;
    const file = this.#file();
    if (segment.file === null || file === null) return;
    piece.data = await file.read(segment.file, from, to);
    piece.offset = from;
  }
}

interface Piece {
  first: number;
  last: number;
  data: Uint8Array | null;
  /** Where `data` begins in the segment. */
  offset: number;
}
