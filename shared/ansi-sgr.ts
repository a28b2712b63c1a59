import type { AnsiColour, AnsiStyle } from './ansi.ts';

type Mutable = { -readonly [Name in keyof AnsiStyle]: AnsiStyle[Name] };

/**
 * The style after `CSI parameters m` (ECMA-48 8.3.117; colours 38 and 48 as ISO 8613-6 has them, with semicolons or colons; 90 to 107 are
 * xterm's bright colours). Parameters that it does not know change nothing: concealed text (8) stays readable, nothing blinks.
 */
export function applySgr(style: AnsiStyle, parameters: string): AnsiStyle {
  const next: Mutable = { ...style };
  const groups = parameters.split(';');
  for (let index = 0; index < groups.length; index++) {
    const parts = (groups[index] ?? '').split(':');
    const code = Number(parts[0]);
    if (code === 38 || code === 48) {
      const colour = parts.length > 1 ? colourOfColons(parts.slice(1)) : colourOfSemicolons(groups, index + 1);
      if (parts.length === 1) index += groups[index + 1] === '2' ? 4 : groups[index + 1] === '5' ? 2 : 0;
      if (colour !== null) next[code === 38 ? 'fg' : 'bg'] = colour;
    } else applyCode(next, code, parts[1]);
  }
  return next;
}

function applyCode(style: Mutable, code: number, sub: string | undefined): void {
  if (code === 0) for (const name of Object.keys(style) as (keyof AnsiStyle)[]) delete style[name];
  else if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 3) style.italic = true;
  else if (code === 4 && sub === '0') delete style.underline;
  else if (code === 4 || code === 21) style.underline = true;
  else if (code === 7) style.inverse = true;
  else if (code === 22) {
    delete style.bold;
    delete style.dim;
  } else if (code === 23) delete style.italic;
  else if (code === 24) delete style.underline;
  else if (code === 27) delete style.inverse;
  else if (code === 39) delete style.fg;
  else if (code === 49) delete style.bg;
  else if (code >= 30 && code <= 37) style.fg = code - 30;
  else if (code >= 40 && code <= 47) style.bg = code - 40;
  else if (code >= 90 && code <= 97) style.fg = code - 82;
  else if (code >= 100 && code <= 107) style.bg = code - 92;
}

/** `5:n`, `2:r:g:b`, or with the colour space that ISO has and most leave out, `2::r:g:b`. */
function colourOfColons(parts: readonly string[]): AnsiColour | null {
  if (parts[0] === '5') return indexed(parts[1]);
  if (parts[0] !== '2') return null;
  return rgb(parts.length > 4 ? parts.slice(2, 5) : parts.slice(1, 4));
}

function colourOfSemicolons(groups: readonly string[], at: number): AnsiColour | null {
  if (groups[at] === '5') return indexed(groups[at + 1]);
  return groups[at] === '2' ? rgb(groups.slice(at + 1, at + 4)) : null;
}

function byteOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{0,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null;
}

/** xterm's 256 colours: 16 of the theme, a cube of 6 x 6 x 6, 24 greys. */
function indexed(text: string | undefined): AnsiColour | null {
  const index = byteOf(text);
  if (index === null || index < 16) return index;
  if (index >= 232) return hex(Array.from({ length: 3 }, () => 8 + (index - 232) * 10));
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => (step === 0 ? 0 : 55 + step * 40)));
}

function rgb(parts: readonly string[]): AnsiColour | null {
  const bytes = parts.map(byteOf);
  return bytes.length === 3 && bytes.every((byte) => byte !== null) ? hex(bytes) : null;
}

function hex(bytes: readonly number[]): string {
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
