import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextStatus } from '../../../shared/context-view.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import { type FreshnessKind, freshnessWords } from '../../ui/freshness-words.ts';

/**
 * How a cluster is connected, without what changes every second: a card is drawn anew when this does, and only the words of its freshness are once a second.
 */
export interface ClusterCondition {
  readonly kind: FreshnessKind;
  readonly connected: boolean;
  /** ms since the epoch since when it is out of reach; null while it is not. */
  readonly since: number | null;
  readonly error: ClusterError | null;
  /** gitVersion of the server, as far as anybody knows. */
  readonly version: string | null;
}

/** What is so of a status at `now` (ms since the epoch). */
export function conditionOf({ connected, freshness, version }: ContextStatus, now: number): ClusterCondition {
  const { kind } = freshnessWords(freshness, now, true);
  return { kind, connected, since: outOfReachSince(freshness, kind), error: 'error' in freshness ? freshness.error : null, version };
}

/** The same text for conditions that are the same to whoever draws them. */
export function conditionKey(condition: ClusterCondition): string {
  const { kind, connected, since, error, version } = condition;
  return JSON.stringify([kind, connected, since, error, version]);
}

function outOfReachSince(freshness: Freshness, kind: FreshnessKind): number | null {
  if ('error' in freshness) return freshness.since;
  return kind === 'stale' && freshness.state === 'live' ? freshness.lastByteAt : null;
}

/** Whether what is known of a cluster is from before: nobody can say how it is now. */
export function isOutOfReach({ kind }: Pick<ClusterCondition, 'kind'>): boolean {
  return kind === 'stale' || kind === 'unreachable' || kind === 'noLogin' || kind === 'forbidden';
}
