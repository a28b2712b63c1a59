import type { CSSProperties } from 'react';
import type { AnsiColour, AnsiStyle } from '../../../shared/ansi.ts';

/** Lightness between which a colour of the container's choice can be read on the surface of each theme (4.5:1). */
const readable = { darkestOnDark: 0.68, lightestOnLight: 0.55 } as const;
/** Relative luminance (WCAG 2) at which black and white text have the same contrast. */
const middle = 0.179;

/**
 * The CSS of a style that a container wrote. The sixteen named colours are the theme's; others keep their hue and are made readable.
 * On a background of the container's choice text is that of the theme which has such a background.
 */
export function ansiCss(style: AnsiStyle): CSSProperties {
  const fg = style.inverse ? style.bg : style.fg;
  const bg = style.inverse ? style.fg : style.bg;
  const whole = style.inverse === true && bg === undefined;
  return {
    ...(typeof bg === 'string' ? { colorScheme: luminance(bg) > middle ? 'light' : 'dark' } : {}),
    ...(fg !== undefined
      ? { color: asText(fg) }
      : whole
        ? { color: 'var(--surface-sunken)' }
        : bg !== undefined
          ? { color: 'var(--text-1)' }
          : {}),
    ...(whole ? { background: 'var(--text-1)' } : bg === undefined ? {} : { background: asFill(bg) }),
    ...(style.bold ? { fontWeight: 'var(--weight-strong)' } : {}),
    ...(style.dim ? { opacity: 0.7 } : {}),
    ...(style.italic ? { fontStyle: 'italic' } : {}),
    ...(style.underline ? { textDecoration: 'underline' } : {}),
  };
}

function asText(colour: AnsiColour): string {
  if (typeof colour === 'number') return `var(--ansi-${colour})`;
  const { darkestOnDark, lightestOnLight } = readable;
  return `light-dark(oklch(from ${colour} min(l, ${lightestOnLight}) c h), oklch(from ${colour} max(l, ${darkestOnDark}) c h))`;
}

function asFill(colour: AnsiColour): string {
  return typeof colour === 'number' ? `var(--ansi-fill-${colour % 8})` : colour;
}

/** Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
