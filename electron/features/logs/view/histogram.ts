import { type LogHistogram, logLevels } from '../../../../shared/logs.ts';
import { planRange } from './plan-range.ts';

/** Buckets that are shown at most: bars of a few pixels over the width of a panel. */
const mostBuckets = 160;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The narrowest bucket, in ms: any other is made of these. */
export const finestMs = 100;

/** Widths of a bucket in ms. Each divides the next, so that buckets are put together exactly. */
const steps = [
  finestMs,
  500,
  second,
  5 * second,
  15 * second,
  30 * second,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  7 * day,
  28 * day,
  364 * day,
  10 * 364 * day,
] as const;

const widest = steps.length - 1;
const widestMs = 10 * 364 * day;

/** Buckets that are kept: more than are shown, so that those far from all others take nothing from the detail of these. */
const mostKept = 4 * mostBuckets;

/** Empty buckets that are shown at most before the first line, for what is missing there. */
const mostLeading = mostBuckets / 8;

/** A span of time in which lines are missing, ms since the epoch. */
export type MissingSpan = readonly [from: number, to: number];

/** Counts of lines by level and time. Buckets begin at multiples of their width since the epoch and grow wider as there are more of them. */
export class Histogram {
  #step = 0;
  /** Buckets that were counted in, by their number: their time divided by the width. */
  #rows = new Map<number, Uint32Array>();
  /** The bucket in which a line was counted last, from its time up to its end in ms: most lines are of the same as the one before. */
  #lastRow = emptyRow();
  #lastFrom = 0;
  #lastTo = 0;
  /** Something was counted since `take`. */
  changed = false;

  /** Counts lines; `ms` since the epoch, `level` an index of logLevels. Stamps before the epoch are none and are not counted. */
  add(ms: number, level: number, count = 1): void {
    if (!(ms > 0)) return;
    this.changed = true;
    if (ms < this.#lastFrom || ms >= this.#lastTo) this.#turnTo(ms);
    this.#lastRow[level] = (this.#lastRow[level] ?? 0) + count;
  }

  /** Takes back a line that was counted. */
  remove(ms: number, level: number): void {
    const row = this.#rows.get(Math.floor(ms / this.#width));
    if (row === undefined || row[level] === 0) return;
    row[level] = (row[level] ?? 1) - 1;
    this.changed = true;
  }

  clear(): void {
    this.#step = 0;
    this.#rows.clear();
    this.#lastTo = 0;
    this.changed = true;
  }

  /**
   * The counts now, from the first bucket with lines to the last of those that `planRange` shows; null when nothing is counted. `now`: the time by the servers' clocks, ms since the epoch;
   * `missing`: spans in order, which the answer has as far as they are in sight.
   */
  take(now: number, missing: readonly MissingSpan[] = []): LogHistogram | null {
    this.changed = false;
    const buckets = Array.from(this.#rows, ([number, row]) => ({ at: number * this.#width, row, count: total(row) }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => one.at - other.at);
    const range = planRange(buckets, now);
    const shown = buckets.slice(range.from, range.to);
    const first = shown[0];
    const last = shown.at(-1);
    if (first === undefined || last === undefined) return null;
    const outside = (some: typeof buckets, nearest: number) => {
      const lines = some.reduce((sum, { count }) => sum + count, 0);
      return lines === 0 ? null : { lines, time: some.at(nearest)?.at ?? 0 };
    };
    const width = steps.find((each) => each >= this.#width && bucketsBetween(first.at, last.at, each) <= mostBuckets) ?? widestMs;
    const from = leading(missing, Math.floor(first.at / width) * width, width);
    const counts = Array.from({ length: bucketsBetween(from, last.at, width) }, () => logLevels.map(() => 0));
    for (const { at, row } of shown) addTo(counts[Math.floor((at - from) / width)], row);
    return {
      from,
      bucketMs: width,
      counts,
      before: outside(buckets.slice(0, range.from), -1),
      after: outside(buckets.slice(range.to), 0),
      missing: inSight(missing, from, from + counts.length * width, width),
    };
  }

  /** The bucket of a time becomes that of the last line; buckets are made wider when there are too many. */
  #turnTo(ms: number): void {
    let number = Math.floor(ms / this.#width);
    let row = this.#rows.get(number);
    if (row === undefined) {
      while (this.#rows.size >= mostKept && this.#step < widest) this.#widen();
      number = Math.floor(ms / this.#width);
      row = this.#rows.get(number) ?? emptyRow();
      this.#rows.set(number, row);
    }
    this.#lastRow = row;
    this.#lastFrom = number * this.#width;
    this.#lastTo = this.#lastFrom + this.#width;
  }

  #widen(): void {
    const before = this.#width;
    this.#step++;
    const rows = new Map<number, Uint32Array>();
    for (const [number, row] of this.#rows) {
      const into = Math.floor((number * before) / this.#width);
      const sum = rows.get(into);
      if (sum === undefined) rows.set(into, row);
      else addTo(sum, row);
    }
    this.#rows = rows;
    this.#lastTo = 0;
  }

  get #width(): number {
    return steps[this.#step] ?? widestMs;
  }
}

/** Buckets of a width from the one of `from` to the one of `to`. */
function bucketsBetween(from: number, to: number, width: number): number {
  return Math.floor(to / width) - Math.floor(from / width) + 1;
}

/** Where the chart begins so that it shows something of what is missing before the first line. */
function leading(missing: readonly MissingSpan[], first: number, width: number): number {
  const begin = missing[0]?.[0] ?? first;
  return begin >= first ? first : Math.max(Math.floor(begin / width) * width, first - mostLeading * width);
}

/** Spans between two times, those together that no bucket is between. */
function inSight(missing: readonly MissingSpan[], from: number, to: number, width: number): MissingSpan[] {
  const spans: MissingSpan[] = [];
  for (const span of missing) {
    const [begin, end] = [Math.max(from, span[0]), Math.min(to, span[1])];
    if (begin > end) continue;
    const last = spans.at(-1);
    if (last !== undefined && begin <= last[1] + width) spans[spans.length - 1] = [last[0], Math.max(last[1], end)];
    else spans.push([begin, end]);
  }
  return spans;
}

function emptyRow(): Uint32Array {
  return new Uint32Array(logLevels.length);
}

function addTo(sums: number[] | Uint32Array | undefined, row: Uint32Array): void {
  if (sums === undefined) return;
  for (const [level, count] of row.entries()) sums[level] = (sums[level] ?? 0) + count;
}

function total(row: Uint32Array): number {
  let sum = 0;
  for (const count of row) sum += count;
  return sum;
}
