import { Ban, Circle, ClockAlert, KeyRound, LoaderCircle, Power, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '../../shared/freshness.ts';
import { classes } from './classes.ts';
import { formatAbsolute } from './format-time.ts';
import css from './freshness-mark.module.css';
import { type FreshnessKind, freshnessWords } from './freshness-words.ts';

const icons = {
  quiet: Circle,
  listing: LoaderCircle,
  connecting: LoaderCircle,
  stale: ClockAlert,
  unreachable: Unplug,
  noLogin: KeyRound,
  forbidden: Ban,
  partial: Ban,
  off: Power,
} as const;

/**
 * How true a list is right now, in a shape and words. `now` comes from the shared clock, so that all marks change
 * together. The opposite form of the time (absolute for elapsed) is its title.
 */
export function FreshnessMark({ freshness, now, short = false }: { freshness: Freshness; now: number; short?: boolean }) {
  const { t, i18n } = useTranslation('shell');
  const words = freshnessWords(freshness, now, short);
  const at = 'since' in freshness ? freshness.since : 'lastByteAt' in freshness ? freshness.lastByteAt : null;
  return (
    <span className={classes(css.mark, css[words.kind])} title={at === null ? undefined : formatAbsolute(at, i18n.language)}>
      <FreshnessShape kind={words.kind} />
      <span className={css.words}>{t(words.key, words.values)}</span>
    </span>
  );
}

/** The shape of a freshness alone; the word has to stand near it. */
export function FreshnessShape({ kind, size = 12 }: { kind: FreshnessKind; size?: number }) {
  if (kind === 'live') {
    return (
      <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" className={css.dot}>
        <circle cx="7" cy="7" r="3.5" fill="currentColor" />
      </svg>
    );
  }
  const Icon = icons[kind];
  return <Icon size={size} aria-hidden="true" className={classes(css[kind], (kind === 'listing' || kind === 'connecting') && 'turning')} />;
}
