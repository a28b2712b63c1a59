import { Ban, Check, CircleDashed, CircleQuestionMark, ClockAlert, KeyRound, LoaderCircle, Power, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../shared/row.ts';
import { classes } from './classes.ts';
import css from './health-shape.module.css';

/** A state shape: the health of a row, or what became of the list it stands in. */
export type Shape = Health | 'stale' | 'unreachable' | 'noLogin' | 'none' | 'forbidden' | 'off';

const outlines = {
  progressing: LoaderCircle,
  unknown: CircleQuestionMark,
  stale: ClockAlert,
  unreachable: Unplug,
  noLogin: KeyRound,
  none: CircleDashed,
  done: Check,
  forbidden: Ban,
  off: Power,
} as const;

/**
 * The shape that says which state. Filled means act or look, outlined means know. Named for screen readers unless
 * `decorative`: pass that where the word stands next to it.
 */
export function HealthShape({ health, size = 14, decorative = false }: { health: Shape; size?: number; decorative?: boolean }) {
  const { t } = useTranslation('shell');
  return (
    <span
      className={classes(css.shape, css[health])}
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': t(`health.${health}`), title: t(`health.${health}`) })}
    >
      {drawing(health, size)}
    </span>
  );
}

function drawing(health: Shape, size: number) {
  if (health === 'ok') {
    return (
      <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="3.5" fill="currentColor" />
      </svg>
    );
  }
  if (health === 'attention' || health === 'broken') {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" className={css.solid} aria-hidden="true">
        {health === 'attention' ? (
          <>
            <path className={css.body} d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3" />
            <path className={css.cut} d="M12 9v4M12 17h.01" />
          </>
        ) : (
          <>
            <path
              className={css.body}
              d="M2.586 16.726A2 2 0 0 1 2 15.312V8.688a2 2 0 0 1 .586-1.414l4.688-4.688A2 2 0 0 1 8.688 2h6.624a2 2 0 0 1 1.414.586l4.688 4.688A2 2 0 0 1 22 8.688v6.624a2 2 0 0 1-.586 1.414l-4.688 4.688a2 2 0 0 1-1.414.586H8.688a2 2 0 0 1-1.414-.586z"
            />
            <path className={css.cut} d="m15 9-6 6M9 9l6 6" />
          </>
        )}
      </svg>
    );
  }
  const Icon = outlines[health];
  return <Icon size={size} aria-hidden="true" className={health === 'progressing' ? 'turning' : undefined} />;
}

/** A shape and how many: no pill, the number takes the state's colour. `label` says it in words. */
export function HealthCount({ health, count, label, old = false }: { health: Shape; count: number; label: string; old?: boolean }) {
  return (
    <span className={classes(css.count, css[health], old && css.old)} role="img" aria-label={label} title={label}>
      {drawing(health, 12)}
      <span aria-hidden="true">{count}</span>
    </span>
  );
}
