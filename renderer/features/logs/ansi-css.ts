import type { CSSProperties } from 'react';
import type { AnsiColour, AnsiStyle } from '../../../shared/ansi.ts';

/** Lightness between which a colour of the container's choice can be read on the surface of each theme (4.5:1). */
const readable = { darkestOnDark: 0.68, lightestOnLight: 0.55 } as const;

/** The CSS of a style that a container wrote. The sixteen named colours are the theme's; others keep their hue and are made readable. */
export function ansiCss(style: AnsiStyle): CSSProperties {
  const fg = style.inverse ? style.bg : style.fg;
  const bg = style.inverse ? (style.fg ?? 'currentColor') : style.bg;
  return {
    // On a background that the container chose too, its own contrast stands.
    ...(fg === undefined
      ? style.inverse
        ? { color: 'var(--surface-sunken)' }
        : {}
      : { color: bg === undefined ? asText(fg) : asFill(fg) }),
    ...(bg === undefined ? {} : { background: bg === 'currentColor' ? 'var(--text-1)' : asFill(bg) }),
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
