import type { LogPattern } from '../../../../shared/logs.ts';

/** What is asked of each line. Every `include` must match, no `exclude` may; both empty = every line matches. */
export interface LineQuery {
  readonly include: readonly LogPattern[];
  readonly exclude: readonly LogPattern[];
}

/**
 * Lines to be searched, as the store keeps them: line `i` is the UTF-8 bytes from `starts[i]` up to `starts[i + 1] - 1`, and the byte
 * at `starts[i + 1] - 1` is always a line feed, which no line contains. So a segment is one text in which `^` and `$` mean a line.
 */
export interface ScanSegment {
  readonly firstId: number;
  readonly count: number;
  /** null: they are in the file. May be longer than the lines that count. */
  readonly bytes: SharedArrayBuffer | null;
  /** A Uint32Array of at least `count + 1` offsets into the bytes. */
  readonly starts: SharedArrayBuffer;
  readonly file: { readonly path: string; readonly offset: number; readonly length: number } | null;
}

/**
 * `matched` has one byte for each line asked about, 1 = it matches; its first is for line `from` of the segment. An error is a
 * sentence for the user: a pattern that is none, one that took too long, a file that cannot be read.
 */
export type ScanResult = { readonly ok: true; readonly matched: Uint8Array } | { readonly ok: false; readonly error: string };
