import type { ContextId } from '../../shared/context-id.ts';
import { LastMinute } from '../../shared/last-minute.ts';

/** Per context; as many as were ever shown in this page. */
const meters = new Map<ContextId, LastMinute>();

/** Notes that a change came to the page `ms` after it was taken from its connection: a few additions, so it is always done. */
export function recordLag(contextId: ContextId, ms: number): void {
  let meter = meters.get(contextId);
  if (meter === undefined) {
    meter = new LastMinute();
    meters.set(contextId, meter);
  }
  // A clock that was set back meanwhile would make it negative.
  meter.record(Math.max(0, ms), performance.now());
}

/** Longest and mean lag of the last minute in ms; null when nothing came. */
export function readLag(contextId: ContextId): { readonly longest: number; readonly mean: number } | null {
  return meters.get(contextId)?.read(performance.now()) ?? null;
}
