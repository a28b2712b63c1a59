import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import css from './button.module.css';
import { classes } from './classes.ts';
import { Tooltip } from './tooltip.tsx';

/** A 26 px button that is only an icon: its label is its name for screen readers and its tooltip. */
export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keys?: string | undefined;
  readonly active?: boolean;
  readonly size?: 'small' | 'default';
  readonly iconSize?: number;
}

export function IconButton({ icon: Icon, label, keys, active, size = 'default', iconSize = 14, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={active}
        {...rest}
        className={classes(css.icon, active && css.active, size === 'small' && css.iconSmall, className)}
      >
        <Icon size={iconSize} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
