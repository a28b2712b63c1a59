import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './text-field.module.css';

/** One line of text. `label` is its name for screen readers; `after` stands at its right end (a key hint, a count). */
export function TextField({
  icon: Icon,
  label,
  after,
  size = 'default',
  mono = false,
  invalid = false,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'size'> & {
  icon?: LucideIcon | undefined;
  label: string;
  after?: ReactNode;
  size?: 'default' | 'large';
  mono?: boolean;
  invalid?: boolean;
}) {
  return (
    <span className={classes(css.field, size === 'large' && css.large, invalid && css.invalid, className)}>
      {Icon ? <Icon size={13} aria-hidden="true" /> : null}
      <input
        type="text"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-label={label}
        aria-invalid={invalid || undefined}
        {...rest}
        className={classes(css.input, mono && 'mono')}
      />
      {after}
    </span>
  );
}
