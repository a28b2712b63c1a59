import type { ReactNode } from 'react';
import css from './badge.module.css';
import { classes } from './classes.ts';

/** What a badge or a count is about; `neutral` is grey. */
export type Tone = 'neutral' | 'ok' | 'attention' | 'broken' | 'progressing' | 'unknown' | 'accent';

/** A soft 16 px tag. At most one per row: a second fact becomes text. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes(css.badge, css[tone])}>{children}</span>;
}
