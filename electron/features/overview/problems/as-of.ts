import type { Freshness } from '../../../../shared/freshness.ts';

/**
 * Until when a list was known to be true: now while it is live, the time of its break after that. What waits for time to pass stops with it: a pod that was being made when
 * the cluster was lost is not stuck because nobody has heard of it since.
 */
export function asOf(state: Freshness | undefined, now: number): number {
  return state?.state === 'stale' || state?.state === 'catching-up' ? Math.min(now, state.since) : now;
}
