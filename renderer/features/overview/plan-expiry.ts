import type { Expiry } from '../../../shared/overview.ts';

/** Certificates are worth a word this long before their end, tokens (which are renewed by themselves mostly) this long; in ms. */
const soonMs: Readonly<Record<Expiry['what'], number>> = {
  'client-certificate': 30 * 86_400_000,
  'server-certificate': 30 * 86_400_000,
  token: 10 * 60_000,
};
/** From here on it needs a person now, in ms. */
const urgentMs = 3 * 86_400_000;

/** What ends next, if it is worth a word at `now` (ms since the epoch): how long it has left, cut to whole minutes so that it changes seldom. */
export function planExpiry(
  expiries: readonly Expiry[],
  now: number,
): {
  readonly what: Expiry['what'];
  readonly at: number;
  readonly left: number;
  readonly over: boolean;
  readonly severity: 'attention' | 'broken';
} | null {
  const next = expiries.filter(({ what, at }) => at - now < soonMs[what]).sort((a, b) => a.at - b.at)[0];
  if (next === undefined) return null;
  const left = Math.max(0, Math.floor((next.at - now) / 60_000) * 60_000);
  const over = next.at <= now;
  return { ...next, left, over, severity: over || (next.what !== 'token' && next.at - now < urgentMs) ? 'broken' : 'attention' };
}
