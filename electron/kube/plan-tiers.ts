/** A list source as the policy sees it. Times are ms of one monotonic clock. */
export interface TierSource {
  readonly id: string;
  /** When a page read it last; null while one does. For a source no page ever read: when it started. */
  readonly lookedAt: number | null;
  /** Memory its rows take, about, in bytes; 0 when they are on disk. */
  readonly bytes: number;
  /** False while it cannot go: it is on disk already, has no version to go on from, or could not be written a moment ago. */
  readonly canRest: boolean;
}

/** How much the hot sources of one thread may take, and how long they are left alone. */
export interface TierBudget {
  /** Bytes of rows that may stay in memory though nobody looks at them. */
  readonly bytes: number;
  /** A large source nobody looked at for this long goes cold although there is room, ms. */
  readonly hotMs: number;
  /** However little room there is, going back to a table within this finds it live, ms. */
  readonly leastHotMs: number;
  /** Sources below this gain nothing on disk, so they stay live for their counts while there is room, in bytes. */
  readonly small: number;
}

/**
 * Of one data thread (there are two): 24 MB of rows is about 30,000 pods that nobody looks at, kept live because there is room.
 * Five minutes is longer than a detour to another cluster. 1 MB is about 1,300 pods.
 */
export const tierBudget: TierBudget = { bytes: 24 * 1024 * 1024, hotMs: 5 * 60_000, leastHotMs: 10_000, small: 1024 * 1024 };

/**
 * Which sources go cold now, the one that was looked at longest ago first. Pure. What a page reads always stays hot, whatever it
 * takes; of the rest the large ones go after `hotMs`, and while all of them together take more than the budget also others,
 * but none within `leastHotMs` of its last look.
 */
export function planTiers(sources: readonly TierSource[], now: number, budget: TierBudget = tierBudget): readonly string[] {
  const unread = sources
    .filter((source): source is TierSource & { readonly lookedAt: number } => source.lookedAt !== null)
    .sort((a, b) => a.lookedAt - b.lookedAt);
  let bytes = unread.reduce((sum, source) => sum + source.bytes, 0);
  const cold: string[] = [];
  for (const source of unread) {
    const unreadFor = now - source.lookedAt;
    if (!source.canRest || unreadFor < budget.leastHotMs) continue;
    if (bytes <= budget.bytes && (unreadFor < budget.hotMs || source.bytes < budget.small)) continue;
    bytes -= source.bytes;
    cold.push(source.id);
  }
  return cold;
}
