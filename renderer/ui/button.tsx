import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import css from './button.module.css';
import { classes } from './classes.ts';
import { Kbd } from './kbd.tsx';

/** A button with a word. At most one `primary` per surface; `danger` never gets the focus by itself. */
export interface ButtonProps extends ComponentProps<'button'> {
  readonly icon?: LucideIcon | undefined;
  readonly kind?: 'default' | 'primary' | 'danger' | 'ghost';
  readonly size?: 'small' | 'default' | 'large';
  /** Shortcut that does the same, shown as a hint: `esc`, `mod+k`. */
  readonly keys?: string | undefined;
}

export function Button({ icon: Icon, kind = 'default', size = 'default', keys, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={classes(css.button, css[kind], css[size], className)}>
      {Icon ? <Icon size={14} aria-hidden="true" /> : null}
      <span>{children}</span>
      {keys ? <Kbd keys={keys} /> : null}
    </button>
  );
}
