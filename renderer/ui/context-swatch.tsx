import { classes } from './classes.ts';
import css from './context-swatch.module.css';
import { MiddleText } from './middle-text.tsx';

/** The CSS colour of a context colour index (1-8; others wrap around). */
export function contextColour(colour: number): string {
  return `var(--ctx-${((((Math.round(colour) - 1) % 8) + 8) % 8) + 1})`;
}

/** Two initials of a context name: `kapsule-prod` is KP, `demo` is DE. */
export function contextInitials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0] ?? '') : [...(words[0] ?? name)].slice(0, 2);
  return letters.join('').toUpperCase();
}

/** The 9 px square that says which cluster. Always next to the name: colours repeat above eight contexts. */
export function ContextSwatch({ colour, stale = false }: { colour: number; stale?: boolean }) {
  return <i aria-hidden="true" className={classes(css.swatch, stale && css.stale)} style={{ background: contextColour(colour) }} />;
}

/** The 4 px edge at the left of everything that belongs to one context. Its parent is positioned. */
export function ContextEdge({ colour }: { colour: number }) {
  return <i aria-hidden="true" className={css.edge} style={{ background: contextColour(colour) }} />;
}

/** Square and name of a context; `short` shows initials, with the name for screen readers and on hover. */
export function ContextName({
  colour,
  name,
  short = false,
  stale = false,
}: {
  colour: number;
  name: string;
  short?: boolean;
  stale?: boolean;
}) {
  return (
    <span className={css.name} title={name}>
      <ContextSwatch colour={colour} stale={stale} />
      {short ? (
        <>
          <span aria-hidden="true">{contextInitials(name)}</span>
          <span className="visually-hidden">{name}</span>
        </>
      ) : (
        <MiddleText text={name} />
      )}
    </span>
  );
}
