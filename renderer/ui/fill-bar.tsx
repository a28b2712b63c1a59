import type { Fill } from '../../shared/overview.ts';
import { classes } from './classes.ts';
import css from './fill-bar.module.css';
import { planFillBar } from './plan-fill-bar.ts';

/**
 * How full something is: the track is what there is to give, the wide band what is asked for, the line what is used; hatched where nobody knows. `label` says it in words for screen
 * readers, and on hover; without one the bar is decoration beside numbers that say the same. `old`: as it was last seen.
 */
export function FillBar({
  fill,
  label,
  size = 'cell',
  old = false,
}: {
  fill: Pick<Fill, 'used' | 'requested' | 'allocatable'>;
  label?: string;
  /** 4 px high in cells, 8 px in panels. */
  size?: 'cell' | 'panel';
  old?: boolean;
}) {
  const { used, requested, noData, state } = planFillBar(fill);
  return (
    <span
      className={classes(css.bar, css[size], noData && css.noData, old && css.old, css[state])}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label, title: label })}
    >
      {requested === null ? null : <i className={css.requested} style={{ width: percent(requested) }} />}
      {used === null ? null : <i className={css.used} style={{ width: percent(used) }} />}
    </span>
  );
}

function percent(part: number): string {
  return `${Math.round(part * 1000) / 10}%`;
}
