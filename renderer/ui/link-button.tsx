import type { ComponentProps } from 'react';
import css from './link-button.module.css';

/** A remedy in a line of text: acts like a button, looks like a link. */
export function LinkButton({ children, ...rest }: ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className={css.link}>
      {children}
    </button>
  );
}
