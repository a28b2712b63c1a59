import { clockWarningMs } from '../../shared/context-view.ts';
import { formatElapsed } from './format-time.ts';

/** A message of the namespace `shell` about two clocks that differ. */
export interface ClockWords {
  readonly key: 'clock.behind' | 'clock.ahead';
  /** How far, e.g. `3h00m`. */
  readonly by: string;
}

/** What to say about a server's clock minus ours; null while they agree well enough, or nobody knows. */
export function clockWords(skewMs: number | null): ClockWords | null {
  if (skewMs === null || Math.abs(skewMs) <= clockWarningMs) return null;
  return { key: skewMs > 0 ? 'clock.behind' : 'clock.ahead', by: formatElapsed(Math.abs(skewMs)) };
}
