import { applySgr } from './ansi-sgr.ts';

/** 0 to 15: the theme's colour of that number (black red green yellow blue magenta cyan white, then the bright ones); else `#rrggbb`. */
export type AnsiColour = number | string;

/** How text looks; what is absent is as the page has it. */
export interface AnsiStyle {
  readonly fg?: AnsiColour;
  readonly bg?: AnsiColour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  /** Foreground and background change places. */
  readonly inverse?: true;
}

/** A piece of a line that looks one way. `text` is what the line has from `start` on, so that ranges of the line are found again in it. */
export interface AnsiSpan extends AnsiStyle {
  readonly start: number;
  readonly text: string;
}

/**
 * Escape sequences of ECMA-48: CSI, also in its form of one character; the strings OSC, DCS, SOS, PM and APC up to their end (BEL or
 * ST), if they have one; and the short ones. One that is cut or damaged loses only its introducer, never text.
 */
const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about.
  /(?:\x1b\[|\x9b)([\x30-\x3f]*)[\x20-\x2f]*([\x40-\x7e])|\x1b[\]PX^_][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|\x1b[\x20-\x2f]*[\x30-\x7e]?|\x9b/g;

/** A line in pieces by its colours and styles (SGR: 16, 256 and RGB colours); all other escape sequences are left out. */
export function ansiSpans(line: string): AnsiSpan[] {
  if (!hasAnsi(line)) return line === '' ? [] : [{ start: 0, text: line }];
  const spans: AnsiSpan[] = [];
  let style: AnsiStyle = {};
  let start = 0;
  for (const match of line.matchAll(sequence)) {
    if (match.index > start) spans.push({ start, text: line.slice(start, match.index), ...style });
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
    start = match.index + match[0].length;
  }
  if (start < line.length) spans.push({ start, text: line.slice(start), ...style });
  return spans;
}

/** A line without its escape sequences. */
export function withoutAnsi(line: string): string {
  return hasAnsi(line) ? line.replace(sequence, '') : line;
}

function hasAnsi(line: string): boolean {
  return line.includes('\x1b') || line.includes('\x9b');
}
