// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by keys (WCAG 2.1.1)
import { type ReactNode, useEffect, useRef } from 'react';
import css from './access.module.css';

/** A view in place of the grid. It takes the focus when it comes, so that arrows scroll it and escape leaves it. */
export function ListRegion({ label, children }: { label: string; children: ReactNode }) {
  const region = useRef<HTMLElement>(null);
  useEffect(() => region.current?.focus(), []);
  return (
    <section ref={region} className={css.list} tabIndex={0} aria-label={label} data-keys>
      {children}
    </section>
  );
}
