import type { AnsiStyle } from '../../../shared/ansi.ts';

/** Characters from `start` on, before `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One stretch of a line that looks the same. */
export interface TextPiece {
  readonly text: string;
  /** Name of a field with its `=`: shown fainter. */
  readonly name: boolean;
  readonly hit: boolean;
  /** The character is not seen, or moves what is seen: `text` is it, this is shown instead, e.g. `<U+202E>`. Null for all others. */
  readonly shown: string | null;
  /** Colours and styles that the container wrote; null = as the line. */
  readonly style: AnsiStyle | null;
}

/** A stretch with a style that the container wrote. */
export interface StyledRange extends TextRange {
  readonly style: AnsiStyle;
}

/** What is known of a line's text. Ranges of one kind are in order and do not overlap. */
export interface TextParts {
  readonly text: string;
  readonly names: readonly TextRange[];
  readonly hits: readonly TextRange[];
  readonly styles: readonly StyledRange[];
}

/**
 * Emoji made of several characters stay whole; what is left of the second kind is hidden: controls but the tab, bidirectional marks,
 * zero-width, tags, variation selectors, line separators, lone surrogates.
 */
const hidden =
  /\p{Extended_Pictographic}\uFE0F?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*|([\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}])/gu;
/** Most lines have none of them, and this is asked of every line that is shown. */
const maybeHidden = /[^\t\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0600]/;

/** Names of logfmt fields, at the beginning or after a blank. Go's logfmt takes any run of letters above the blank but `="`. */
const fieldName = /(?<=^|\s)[A-Za-z_][\w.\-/]{0,60}=(?=\S)/g;

/** Ranges of the field names of a line as it was written. */
export function fieldNamesIn(text: string): TextRange[] {
  if (!text.includes('=')) return [];
  return [...text.matchAll(fieldName)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Cuts a line into pieces. Joined, their texts are the line. */
export function planText({ text, names, hits, styles }: TextParts): TextPiece[] {
  const chips = hiddenIn(text);
  if (names.length === 0 && hits.length === 0 && styles.length === 0 && chips.length === 0)
    return text === '' ? [] : [{ text, name: false, hit: false, shown: null, style: null }];
  const cuts = new Set([0, text.length]);
  for (const ranges of [names, hits, styles, chips])
    for (const { start, end } of ranges) {
      if (start < text.length) cuts.add(start);
      if (end < text.length) cuts.add(end);
    }
  const places = [...cuts].sort((a, b) => a - b);
  const inName = follower(names);
  const inHit = follower(hits);
  const inStyle = follower(styles);
  const inChip = follower(chips);
  const pieces: TextPiece[] = [];
  for (const [index, start] of places.entries()) {
    const end = places[index + 1];
    if (end === undefined || end === start) continue;
    const part = text.slice(start, end);
    pieces.push({
      text: part,
      name: inName(start) >= 0,
      hit: inHit(start) >= 0,
      shown: inChip(start) >= 0 ? codeOf(part) : null,
      style: styles[inStyle(start)]?.style ?? null,
    });
  }
  return pieces;
}

/** One range for each hidden character. */
function hiddenIn(text: string): TextRange[] {
  if (!maybeHidden.test(text)) return [];
  const ranges: TextRange[] = [];
  for (const match of text.matchAll(hidden)) {
    const [, character] = match;
    if (character !== undefined && character !== '\t') ranges.push({ start: match.index, end: match.index + character.length });
  }
  return ranges;
}

function codeOf(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The index of the range that holds a place, asked for places in growing order; -1 when none does. */
function follower(ranges: readonly TextRange[]): (place: number) => number {
  let next = 0;
  return (place) => {
    for (let range = ranges[next]; range && range.end <= place; range = ranges[next]) next++;
    const range = ranges[next];
    return range && range.start <= place ? next : -1;
  };
}

/** Characters that are laid out at once: some milliseconds of work. */
const chunkLetters = 10_000;

/** A long text in pieces with their places, never between the halves of a surrogate pair. */
export function chunksOf(text: string): { readonly start: number; readonly text: string }[] {
  const chunks: { start: number; text: string }[] = [];
  for (let start = 0; start < text.length || start === 0; ) {
    let end = Math.min(text.length, start + chunkLetters);
    const code = text.charCodeAt(end - 1);
    if (end < text.length && code >= 0xd800 && code <= 0xdbff) end++;
    chunks.push({ start, text: text.slice(start, end) });
    if (end === start) break;
    start = end;
  }
  return chunks;
}
