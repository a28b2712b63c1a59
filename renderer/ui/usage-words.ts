import type { MissingUsage, UsageState } from '../../shared/usage.ts';
import { formatElapsed } from './format-time.ts';

/** A message of the namespace `overview`. */
export interface UsageMessage {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What stands beside numbers of use: their age, or in a word why there are none. `why` tells more: a sentence, what the cluster said, and the next step. */
export interface UsageWords {
  readonly short: UsageMessage;
  readonly why: MissingUsage | null;
  /** Numbers are from before. */
  readonly old: boolean;
}

/** The age of samples by our clock; `skewMs` is the server's clock minus ours. Never below zero: clocks differ by less than they are read apart. */
function ageOf(at: number, now: number, skewMs: number | null): string {
  return formatElapsed(Math.max(0, now + (skewMs ?? 0) - at));
}

/** How old numbers are at `now` (ms since the epoch), or why there are none. */
export function usageWords(usage: UsageState, now: number, skewMs: number | null = null): UsageWords {
  switch (usage.state) {
    case 'waiting':
      return { short: { key: 'usage.waiting', values: {} }, why: null, old: false };
    case 'live':
      return { short: { key: 'usage.age', values: { elapsed: ageOf(usage.at, now, skewMs) } }, why: null, old: false };
    case 'stale':
      return { short: { key: 'usage.old', values: { elapsed: ageOf(usage.at, now, skewMs) } }, why: usage.why, old: true };
    case 'missing':
      return { short: { key: `usage.${usage.why.kind}.short`, values: {} }, why: usage.why, old: false };
  }
}

/** The sentence and the next step of a reason; what the cluster itself said is in the reason. */
export function missingUsageWords(why: MissingUsage): { readonly title: UsageMessage; readonly next: UsageMessage; readonly said: string } {
  const said = why.kind === 'api-unavailable' ? [why.reason, why.message].filter((part) => part !== '').join(': ') : '';
  const values =
    why.kind === 'api-unavailable'
      ? { service: why.service }
      : why.kind === 'forbidden'
        ? { resource: why.resource, namespace: why.namespace }
        : {};
  const everywhere = why.kind === 'forbidden' && why.namespace === '' ? 'All' : '';
  return { title: { key: `usage.${why.kind}.title${everywhere}`, values }, next: { key: `usage.${why.kind}.next`, values }, said };
}
