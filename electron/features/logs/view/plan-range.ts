/** Lines of one bucket, by its time in ms since the epoch. */
export interface BucketCount {
  readonly at: number;
  readonly count: number;
}

/** Stamps may be this far beyond what the servers' clocks say, in ms: it does no harm to a chart. */
const aheadMs = 60_000;
/** A gap that takes more of a chart than this leaves nothing to be seen of what is beside it. */
const widestGap = 0.75;
/** So few of all lines are left out of a chart for the sake of the others. */
const fewOfAll = 0.01;

/**
 * Which buckets a chart shows: indexes `from` up to `to`; what is before and after is left out and counted in words. `buckets` are those that are not empty, oldest first; `now` is the time by the
 * servers' clocks. Left out is what would press everything else into a few bars: lines from a clock that is ahead (or all others, where most lines are from it), and a few that are far
 * older than the rest. Never the newest of a clock that is right, however few: they are what is being followed. Pure.
 */
export function planRange(buckets: readonly BucketCount[], now: number): { readonly from: number; readonly to: number } {
  const { from, to } = withoutAhead(buckets, now);
  let start = from;
  for (;;) {
    const next = afterWidestGap(buckets, start, to);
    if (next === null || sum(buckets, start, next) > fewOfAll * sum(buckets, next, to)) return { from: start, to };
    start = next;
  }
}

function withoutAhead(buckets: readonly BucketCount[], now: number): { readonly from: number; readonly to: number } {
  const all = { from: 0, to: buckets.length };
  const firstAhead = buckets.findIndex(({ at }) => at > now + aheadMs);
  if (firstAhead <= 0) return all;
  const length = (from: number, to: number) => Math.max(aheadMs, (buckets[to - 1]?.at ?? 0) - (buckets[from]?.at ?? 0));
  const most =
    sum(buckets, 0, firstAhead) >= sum(buckets, firstAhead, all.to) ? { from: 0, to: firstAhead } : { from: firstAhead, to: all.to };
  return length(0, all.to) > 2 * length(most.from, most.to) ? most : all;
}

/** Index of the first bucket after the widest gap between two; null when no gap is too wide. */
function afterWidestGap(buckets: readonly BucketCount[], from: number, to: number): number | null {
  const length = (buckets[to - 1]?.at ?? 0) - (buckets[from]?.at ?? 0);
  let widest = widestGap * length;
  let found: number | null = null;
  for (let index = from + 1; index < to; index++) {
    const gap = (buckets[index]?.at ?? 0) - (buckets[index - 1]?.at ?? 0);
    if (gap <= widest) continue;
    widest = gap;
    found = index;
  }
  return found;
}

function sum(buckets: readonly BucketCount[], from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index++) total += buckets[index]?.count ?? 0;
  return total;
}
