import { clockWarningMs } from '../../shared/context-view.ts';
import { formatElapsed } from './format-time.ts';

/** A message of the namespace `shell` about two clocks that differ. */
export interface ClockWords {
  readonly key: 'clock.behind' | 'clock.ahead';
  /** How far, e.g. `3h00m`. */
  readonly by: string;
}

/** Date headers have whole seconds and travel: from a minute on, nothing finer than this is meant, in ms. */
const stepMs = 10_000;

/** How far two clocks are apart, without its sign: `45 s`, `3h00m`. */
export function formatSkew(skewMs: number): string {
  const size = Math.abs(skewMs);
  return formatElapsed(size < 60_000 ? size : Math.round(size / stepMs) * stepMs);
}

/** What to say about a server's clock minus ours; null while they agree well enough, or nobody knows. */
export function clockWords(skewMs: number | null): ClockWords | null {
  if (skewMs === null || Math.abs(skewMs) <= clockWarningMs) return null;
  return { key: skewMs > 0 ? 'clock.behind' : 'clock.ahead', by: formatSkew(skewMs) };
}
