import type { LineBatch, Stamp } from '../feed.ts';

/** Whether a stamp comes before another. */
export function isBefore(one: Stamp, other: Stamp): boolean {
  return one.micros < other.micros || (one.micros === other.micros && one.nanos < other.nanos);
}

/** The lines from the first that is not before `from` up to the last that is not after `to`; null when there are none. Lines are in order of their stamps. */
export function sliceBatch(batch: LineBatch, from: Stamp, to: Stamp): LineBatch | null {
  const stampOf = (index: number): Stamp => ({ micros: batch.micros[index] ?? 0, nanos: batch.nanos[index] ?? 0 });
  const count = batch.ends.length;
  let first = 0;
  while (first < count && isBefore(stampOf(first), from)) first++;
  let end = first;
  while (end < count && !isBefore(to, stampOf(end))) end++;
  if (first === end) return null;
  if (first === 0 && end === count) return batch;
  const begin = first === 0 ? 0 : (batch.ends[first - 1] ?? 0);
  return {
    bytes: batch.bytes.slice(begin, batch.ends[end - 1]),
    ends: batch.ends.slice(first, end).map((each) => each - begin),
    micros: batch.micros.slice(first, end),
    nanos: batch.nanos.slice(first, end),
    arrivedAt: batch.arrivedAt,
  };
}
