import { mostRanges } from '../../../shared/log-matches.ts';
import type { LogLevel, LogRow, LogSource } from '../../../shared/logs.ts';
import { fieldNamesIn, planText, type TextPiece, type TextRange } from './plan-text.ts';

export type LineRow = Extract<LogRow, { type: 'line' }>;

/** How the text of lines is shown. */
export interface TextOptions {
  /** JSON and logfmt as message and fields. */
  readonly fold: boolean;
  /** Fields that have columns of their own. */
  readonly columns: readonly string[];
  /** A search is on: what rows say of it is shown. */
  readonly hits: boolean;
  /** Characters that can be seen of one line; what is longer is cut, so that no line costs more than its place. Infinity when lines are wrapped. */
  readonly letters: number;
}

/** The text of a line as it is shown. */
export interface PlannedText {
  readonly pieces: readonly TextPiece[];
  /** Values of the columns, in their order; empty where the line has no such field. */
  readonly columns: readonly string[];
  /** Characters of the line that are not shown although the whole may be asked for; 0 = all are there, or only the screen's edge cuts it. */
  readonly more: number;
}

/** Plans the text of one line. */
export function planLineText(row: LineRow, options: TextOptions): PlannedText {
  const fields = row.fields ?? [];
  const columns = options.columns.map((name) => fields.find(([field]) => field === name)?.[1] ?? '');
  const folded = options.fold && (row.message !== undefined || fields.length > 0);
  const { text, names } = folded ? foldedText(row, options.columns) : { text: row.text, names: null };
  const shown = text.length > options.letters ? text.slice(0, wholeLetters(text, options.letters)) : text;
  return {
    pieces: planText({
      text: shown,
      names: names ?? fieldNamesIn(shown),
      hits: options.hits && row.hits ? (folded ? hitsInFolded(shown, row) : row.hits.map(([start, end]) => ({ start, end }))) : [],
      styles: [],
    }),
    columns,
    more: row.cut === 0 ? 0 : row.cut + (row.text.length - Math.min(row.text.length, shown.length)),
  };
}

/** The message, then the fields that have no column, as `name=value`. */
function foldedText(row: LineRow, columns: readonly string[]): { readonly text: string; readonly names: readonly TextRange[] } {
  let text = row.message ?? '';
  const names: TextRange[] = [];
  for (const [name, value] of row.fields ?? []) {
    if (columns.includes(name)) continue;
    if (text !== '') text += ' ';
    names.push({ start: text.length, end: text.length + name.length + 1 });
    text += `${name}=${value === '' || /[\s"]/.test(value) ? JSON.stringify(value) : value}`;
  }
  return { text, names };
}

/**
 * Hits are places of the line as it was written; a folded line has its parts elsewhere. What matched is looked for there as it stands:
 * the pattern itself may take any time, and is not run in the page.
 */
function hitsInFolded(shown: string, row: LineRow): TextRange[] {
  const ranges: TextRange[] = [];
  for (const matched of new Set((row.hits ?? []).map(([start, end]) => row.text.slice(start, end)))) {
    for (
      let start = shown.indexOf(matched);
      start >= 0 && ranges.length < mostRanges;
      start = shown.indexOf(matched, start + matched.length)
    )
      ranges.push({ start, end: start + matched.length });
  }
  ranges.sort((a, b) => a.start - b.start);
  return ranges.filter((range, index) => index === 0 || range.start >= (ranges[index - 1]?.end ?? 0));
}

/** Never between the halves of a surrogate pair. */
function wholeLetters(text: string, letters: number): number {
  const code = text.charCodeAt(letters - 1);
  return code >= 0xd800 && code <= 0xdbff ? letters - 1 : letters;
}

/** Lines that are gone through for the head of a stack trace; longer traces keep the level of what is found. */
const longestTrace = 300;

/**
 * The level that colours a row: the further lines of a stack trace have that of their head. `rowAt` gives known rows by position.
 */
export function levelAt(position: number, rowAt: (position: number) => LogRow | null): LogLevel | null {
  const row = rowAt(position);
  if (row?.type !== 'line') return null;
  if (!row.continues || row.level !== null) return row.level;
  for (let before = position - 1; before >= 0 && position - before < longestTrace; before--) {
    const head = rowAt(before);
    if (!head) return null;
    if (head.source !== row.source || head.type !== 'line') continue;
    if (head.level !== null || !head.continues) return head.level;
  }
  return null;
}

/** Levels as they are said in one letter. */
export const levelLetters: Readonly<Record<LogLevel, string>> = { trace: 'T', debug: 'D', info: 'I', warn: 'W', error: 'E', fatal: 'F' };

/** A line with what stands before it when it is copied with its prefix: `2026-11-25T14:02:29.439123456Z pod container text`. */
export function prefixedLine(row: LineRow, source: LogSource | undefined, text: string): string {
  const time = new Date(row.time);
  const stamp = Number.isNaN(time.getTime()) ? '' : `${time.toISOString().slice(0, -1)}${String(row.nanos).padStart(6, '0')}Z `;
  return `${stamp}${source ? `${source.pod} ${source.container} ` : ''}${text}`;
}
