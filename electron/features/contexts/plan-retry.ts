import type { ClusterError } from '../../../shared/cluster-error.ts';

/** Waits between attempts at a credential; with the cache's own limit no plugin runs more than three times in five minutes. */
const waitsMs = [15_000, 60_000, 180_000, 300_000] as const;

/**
 * How long to wait before a credential is tried again after `attempt` failures (1 = the first), in ms; null = not before the
 * user or a changed file acts, because nothing else can help.
 */
export function planRetry(error: ClusterError, attempt: number): number | null {
  if (error.kind !== 'credentials') return null;
  switch (error.cause) {
    case 'plugin-failed':
    case 'plugin-timeout':
    case 'plugin-output':
    case 'file':
    case 'plugin-missing':
      return waitsMs[Math.min(attempt, waitsMs.length) - 1] ?? null;
    case 'plugin-untrusted':
    case 'interactive':
    case 'rejected':
      return null;
  }
}
