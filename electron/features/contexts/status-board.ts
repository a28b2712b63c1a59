import { isDeepStrictEqual } from 'node:util';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextStatus } from '../../../shared/context-view.ts';
import type { Freshness } from '../../../shared/freshness.ts';

/** Statuses are shown in the rail, not charted: once a second is as fast as anyone reads (contract of ContextsItem). */
const atMostEveryMs = 1_000;
/** When nothing but the time of the last byte moved. A third of `quietAfterMs`, so that nobody is called quiet for our silence. */
const lastByteEveryMs = 5_000;

/** A context to which nothing was ever sent. */
export const notConnected: ContextStatus = {
  connected: false,
  freshness: { state: 'not-connected' },
  version: null,
  problems: null,
  clusterUid: null,
  user: null,
  clockSkewMs: null,
};

/**
 * The newest status of each context and who hears of it: the first change at once, further ones together at most once a
 * second, the last one always; a status that says the same again is not sent, and one in which only the last byte is younger
 * waits for company up to five seconds. Nothing is delivered after close().
 */
export class StatusBoard {
  private readonly statuses = new Map<ContextId, ContextStatus>();
  private readonly changed = new Set<ContextId>();
  private readonly deliver: (statuses: Record<ContextId, ContextStatus>) => void;
  private timer: NodeJS.Timeout | null = null;
  private dueAt = 0;
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(deliver: (statuses: Record<ContextId, ContextStatus>) => void) {
    this.deliver = deliver;
  }

  get(id: ContextId): ContextStatus {
    return this.statuses.get(id) ?? notConnected;
  }

  all(): Record<ContextId, ContextStatus> {
    return Object.fromEntries(this.statuses) as Record<ContextId, ContextStatus>;
  }

  set(id: ContextId, status: ContextStatus): void {
    const before = this.statuses.get(id);
    if (before !== undefined && isDeepStrictEqual(before, status)) return;
    this.statuses.set(id, status);
    this.changed.add(id);
    const onlyLastByte = before !== undefined && isDeepStrictEqual(withoutLastByte(before), withoutLastByte(status));
    this.schedule(onlyLastByte ? lastByteEveryMs : atMostEveryMs);
  }

  /** Changes the freshness and keeps what else is known of the cluster. */
  setFreshness(id: ContextId, freshness: Freshness): void {
    this.set(id, { ...this.get(id), connected: true, freshness });
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.changed.clear();
  }

  private schedule(everyMs: number): void {
    const now = performance.now();
    const dueAt = Math.max(now, this.lastAt + everyMs);
    if (this.timer !== null) {
      if (this.dueAt <= dueAt) return;
      clearTimeout(this.timer);
    }
    this.dueAt = dueAt;
    this.timer = setTimeout(() => this.flush(), dueAt - now);
  }

  private flush(): void {
    this.timer = null;
    this.lastAt = performance.now();
    const statuses: Record<ContextId, ContextStatus> = Object.fromEntries([...this.changed].map((id) => [id, this.get(id)]));
    this.changed.clear();
    this.deliver(statuses);
  }
}

function withoutLastByte(status: ContextStatus): ContextStatus {
  const { freshness } = status;
  return freshness.state === 'live' ? { ...status, freshness: { ...freshness, lastByteAt: 0 } } : status;
}
