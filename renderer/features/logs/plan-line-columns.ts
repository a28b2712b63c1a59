import type { LogSettings } from '../../../shared/settings.ts';
import { timeLetters } from './format-log-time.ts';

/** The grid of a line. */
export interface LineColumns {
  /** For `grid-template-columns`. */
  readonly template: string;
  /** Columns before those of fields. */
  readonly before: number;
  readonly lineHeight: number;
  /** Letters that fit in the source's column. */
  readonly sourceLetters: number;
  /** Letters of a line that fit its width, and a few more. */
  readonly letters: number;
}

/** Width of a letter of JetBrains Mono over its size. */
const letterWidth = 0.6;
/** design.md: rows of 18 px at 12 px. */
const lineHeight = 1.5;
/** Below this width of the lines, px, sources get less room (the drawing of 1000x700). */
const narrow = 1_000;
/** Letters of a source's name: what 186 and 136 px hold at 12 px. */
const sourceLetters = { wide: 25.8, narrow: 18.9 } as const;
/** Room around the letters of a time, px. */
const timeRoom = { wide: 11.6, narrow: 5.6 } as const;
/** Letters of a column of a field. */
const fieldLetters = 18;

/** Plans the grid for lines of a width in px. */
export function planColumns(
  width: number,
  { fontSize, times, prefix, fields }: Pick<LogSettings, 'fontSize' | 'times' | 'prefix' | 'fields'>,
): LineColumns {
  const letter = fontSize * letterWidth;
  const size = width < narrow ? 'narrow' : 'wide';
  const time = times === 'none' ? [] : [Math.round(timeLetters[times] * letter + timeRoom[size])];
  const source = prefix === 'none' ? [] : [Math.round(sourceLetters[size] * letter)];
  const columns = [3, ...time, ...source, Math.round(letter * 2), ...fields.map(() => Math.round(fieldLetters * letter))];
  return {
    template: `${columns.map((column) => `${column}px`).join(' ')} minmax(0, 1fr)`,
    before: columns.length - fields.length,
    lineHeight: Math.round(fontSize * lineHeight),
    sourceLetters: Math.floor(sourceLetters[size]),
    letters: Math.max(40, Math.ceil(width / letter) + 2),
  };
}
