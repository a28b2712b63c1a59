import { type Freshness, quietAfterMs, staleAfterMs } from '../../shared/freshness.ts';
import { formatClock, formatCountdown, formatElapsed } from './format-time.ts';

/** Which mark stands before the words. */
export type FreshnessKind =
  | 'live'
  | 'quiet'
  | 'listing'
  | 'connecting'
  | 'stale'
  | 'unreachable'
  | 'noLogin'
  | 'forbidden'
  | 'partial'
  | 'off';

/** Freshness as a message of the namespace `shell`. `values` may hold numbers still to be formatted in the reader's language. */
export interface FreshnessWords {
  readonly kind: FreshnessKind;
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * The wording table of design.md. `short` is for places a word wide (rail, chips): elapsed instead of absolute time and no
 * retry. A list that claims to be live but has been silent for longer than `staleAfterMs` is called stale: the claim
 * may be that of a process that hangs.
 */
export function freshnessWords(freshness: Freshness, now: number, short = false): FreshnessWords {
  switch (freshness.state) {
    case 'not-connected':
      return { kind: 'off', key: 'fresh.off', values: {} };
    case 'connecting':
      return { kind: 'connecting', key: 'fresh.connecting', values: { elapsed: formatElapsed(now - freshness.since) } };
    case 'listing':
      if (short) return { kind: 'listing', key: 'fresh.listingShort', values: { received: freshness.received } };
      return freshness.about === null
        ? { kind: 'listing', key: 'fresh.listing', values: { received: freshness.received } }
        : { kind: 'listing', key: 'fresh.listingAbout', values: { received: freshness.received, about: freshness.about } };
    case 'catching-up':
      return short
        ? { kind: 'listing', key: 'fresh.catchingUpShort', values: { elapsed: formatElapsed(now - freshness.since) } }
        : { kind: 'listing', key: 'fresh.catchingUp', values: { since: formatClock(freshness.since) } };
    case 'live': {
      const silent = now - freshness.lastByteAt;
      const elapsed = formatElapsed(silent);
      if (silent > staleAfterMs) {
        return short
          ? { kind: 'stale', key: 'fresh.staleShort', values: { elapsed } }
          : { kind: 'stale', key: 'fresh.stale', values: { since: formatClock(freshness.lastByteAt) } };
      }
      return silent >= quietAfterMs
        ? { kind: 'quiet', key: 'fresh.quiet', values: { elapsed } }
        : { kind: 'live', key: 'fresh.live', values: { elapsed } };
    }
    case 'stale':
    case 'unreachable': {
      const { state } = freshness;
      const elapsed = formatElapsed(now - freshness.since);
      // The server may be well: what is missing is a login, which only the user can give.
      const kind = freshness.error.kind === 'credentials' ? 'noLogin' : state;
      if (short) return { kind, key: `fresh.${kind}Short`, values: { elapsed } };
      const since = formatClock(freshness.since);
      if (freshness.retryAt === null) return { kind, key: `fresh.${kind}`, values: { since } };
      const retry = formatCountdown(freshness.retryAt - now);
      return { kind, key: `fresh.${kind}Retry`, values: { since, retry } };
    }
    case 'forbidden':
      return { kind: 'forbidden', key: 'fresh.forbidden', values: {} };
  }
}
