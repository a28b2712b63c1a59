import { type LogRow, logLevels, longestRowText } from '../../../../shared/logs.ts';
import { countCharacters } from '../lines/count-characters.ts';
import { fieldsOf } from '../lines/fields.ts';
import { continuesFlag, levelBits, markFlag } from './line-columns.ts';
import type { LogStore } from './log-store.ts';

/** Invalid UTF-8 becomes U+FFFD; a byte order mark is text like any other. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that are decoded for a row at most: four a character. What is beyond is only counted. */
const longestRowBytes = 4 * longestRowText;

/** The row of a line whose bytes are at hand; `line` is ignored for marks. */
export function rowOf(store: LogStore, id: number, line: Uint8Array, context: boolean): LogRow {
  const { columns } = store;
  const flags = columns.flags(id);
  const micros = columns.micros(id);
  const time = Math.floor(micros / 1_000);
  const source = columns.source(id);
  const mark = (flags & markFlag) === 0 ? undefined : store.marks.get(id);
  if (mark !== undefined) return { type: 'mark', id, source, time, mark };
  const { text, cut } = cutText(line);
  return {
    type: 'line',
    id,
    source,
    time,
    nanos: (micros - time * 1_000) * 1_000 + columns.nanos(id),
    level: logLevels[flags & levelBits] ?? null,
    text,
    cut,
    continues: (flags & continuesFlag) !== 0,
    // Of a line that is cut only the text is shown: half an object says nothing.
    ...(cut === 0 ? fieldsOf(text) : null),
    ...(context ? { context } : {}),
  };
}

/** The whole text of a line. */
export function textOf(line: Uint8Array): string {
  return decoder.decode(line);
}

function cutText(line: Uint8Array): { readonly text: string; readonly cut: number } {
  // Copied first: TextDecoder takes no shared memory.
  const whole = textOf(line.slice(0, longestRowBytes));
  if (whole.length <= longestRowText && line.length <= longestRowBytes) return { text: whole, cut: 0 };
  // No half of a surrogate pair at the end.
  const last = whole.charCodeAt(longestRowText - 1);
  const text = whole.slice(0, last >= 0xd800 && last <= 0xdbff ? longestRowText - 1 : longestRowText);
  return { text, cut: whole.length - text.length + countCharacters(line.subarray(longestRowBytes)) };
}
