import { ansiSpans, withoutAnsi } from '../../../shared/ansi.ts';
import { type MatchRange, mostRanges } from '../../../shared/log-matches.ts';
import type { LogLevel, LogRow, LogSource } from '../../../shared/logs.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { fieldNamesIn, planText, type StyledRange, type TextParts, type TextPiece, type TextRange } from './plan-text.ts';

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
  const whole = folded ? foldedText(row, options) : writtenText(row, options);
  const text = whole.text.length > options.letters ? whole.text.slice(0, wholeLetters(whole.text, options.letters)) : whole.text;
  return {
    pieces: planText({ ...whole, text, names: whole.names ?? fieldNamesIn(text) }),
    columns,
    more: row.cut === 0 ? 0 : row.cut + Math.max(0, whole.text.length - text.length),
  };
}

/** A text as it was written, in pieces: colours shown, hidden characters visible. */
export function planWritten(text: string): TextPiece[] {
  return planText({ ...styledText(text, []), names: [] });
}

/** A text with what is known of it; `names` null = not looked for yet. */
type KnownText = Omit<TextParts, 'names'> & { readonly names: readonly TextRange[] | null };

/** The line as it was written, without escape sequences: colours become styles, and hits are where their letters are now. */
function writtenText(row: LineRow, options: TextOptions): KnownText {
  return { ...styledText(row.text, options.hits ? (row.hits ?? []) : []), names: null };
}

function styledText(written: string, hits: readonly MatchRange[]): Omit<TextParts, 'names'> {
  const spans = ansiSpans(written);
  const [only] = spans;
  if (spans.length <= 1 && (only === undefined || only.text === written))
    return { text: written, hits: hits.map(([start, end]) => ({ start, end })), styles: [] };
  let text = '';
  const styles: StyledRange[] = [];
  const shownHits: TextRange[] = [];
  for (const { start, text: part, ...style } of spans) {
    const shift = text.length - start;
    text += part;
    const end = start + part.length;
    if (Object.keys(style).length > 0) styles.push({ start: start + shift, end: end + shift, style });
    for (const [from, to] of hits)
      if (from < end && to > start) shownHits.push({ start: Math.max(from, start) + shift, end: Math.min(to, end) + shift });
  }
  return { text, hits: shownHits, styles };
}

/** The message, then the fields that have no column, as `name=value`. */
function foldedText(row: LineRow, options: TextOptions): KnownText {
  let text = row.message === undefined ? '' : withoutAnsi(row.message);
  const names: TextRange[] = [];
  for (const [name, value] of row.fields ?? []) {
    if (options.columns.includes(name)) continue;
    if (text !== '') text += ' ';
    names.push({ start: text.length, end: text.length + name.length + 1 });
    text += `${name}=${value === '' || /[\s"]/.test(value) ? JSON.stringify(value) : value}`;
  }
  return { text, names, hits: options.hits ? hitsInFolded(text, row) : [], styles: [] };
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

/**
 * A line with what stands before it when it is copied with its prefix: `2026-11-25T14:02:29.439123456Z pod container text`. What is hidden in names is
 * written out: an end of line in one would make two lines of it. The text is as the container wrote it.
 */
export function prefixedLine(row: LineRow, source: LogSource | undefined, text: string): string {
  const time = new Date(row.time);
  const stamp = Number.isNaN(time.getTime()) ? '' : `${time.toISOString().slice(0, -1)}${String(row.nanos).padStart(6, '0')}Z `;
  return `${stamp}${source ? `${visibleText(source.pod)} ${visibleText(source.container)} ` : ''}${text}`;
}
