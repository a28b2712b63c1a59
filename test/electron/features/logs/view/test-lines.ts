import type { LineBatch } from '../../../../../electron/features/logs/feed.ts';

/** A line as tests write it: its stamp in microseconds after `testBaseMs`, and its text. */
export interface TestLine {
  readonly micros: number;
  readonly nanos?: number;
  readonly text: string;
}

/** The time near which the lines of tests are, ms since the epoch. */
export const testBaseMs = 1_790_000_000_000;

/** Lines as a data thread sends them. */
export function batchOf(lines: readonly TestLine[], arrivedAt = testBaseMs): LineBatch {
  const texts = lines.map(({ text }) => Buffer.from(`${text}\n`));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, 0));
  const ends = new Uint32Array(lines.length);
  let at = 0;
  texts.forEach((text, index) => {
    bytes.set(text, at);
    at += text.length;
    ends[index] = at;
  });
  return {
    bytes,
    ends,
    micros: Float64Array.from(lines, ({ micros }) => testBaseMs * 1_000 + micros),
    nanos: Uint16Array.from(lines, ({ nanos }) => nanos ?? 0),
    arrivedAt,
  };
}
