import { type LogHistogram, logLevels } from '../../../../shared/logs.ts';

/** Buckets at most: bars of a few pixels over the width of a panel. */
const mostBuckets = 160;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths of a bucket in ms. Each divides the next, so that buckets are put together exactly. */
const steps = [
  100,
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

/** Counts of lines by level and time. Buckets begin at multiples of their width since the epoch and grow wider as the span does. */
export class Histogram {
  #step = 0;
  /** Number of the first bucket: its time divided by the width. */
  #first = 0;
  #rows: Uint32Array[] = [];
  /** The bucket in which a line was counted last, from its time up to its end in ms: most lines are of the same as the one before. */
  #lastRow = emptyRow();
  #lastFrom = 0;
  #lastTo = 0;
  /** Something was counted since `take`. */
  changed = false;

  /** Counts a line; `ms` since the epoch, `level` an index of logLevels. Stamps before the epoch are none and are not counted. */
  add(ms: number, level: number): void {
    if (!(ms > 0)) return;
    if (ms >= this.#lastFrom && ms < this.#lastTo) {
      this.#lastRow[level] = (this.#lastRow[level] ?? 0) + 1;
      this.changed = true;
      return;
    }
    let index = Math.floor(ms / this.#width) - this.#first;
    if (index < 0 || index >= this.#rows.length) index = this.#include(ms);
    const row = this.#rows[index];
    if (row === undefined) return;
    row[level] = (row[level] ?? 0) + 1;
    this.changed = true;
    this.#lastRow = row;
    this.#lastFrom = (this.#first + index) * this.#width;
    this.#lastTo = this.#lastFrom + this.#width;
  }

  /** Takes back a line that was counted. */
  remove(ms: number, level: number): void {
    const row = this.#rows[Math.floor(ms / this.#width) - this.#first];
    if (row === undefined || row[level] === 0) return;
    row[level] = (row[level] ?? 1) - 1;
    this.changed = true;
  }

  clear(): void {
    this.#step = 0;
    this.#rows = [];
    this.#lastTo = 0;
    this.changed = true;
  }

  /** The counts now, without the empty buckets at both ends; null when nothing is counted. */
  take(): LogHistogram | null {
    this.changed = false;
    const counted = (row: Uint32Array) => row.some((count) => count > 0);
    const from = this.#rows.findIndex(counted);
    if (from < 0) return null;
    const rows = this.#rows.slice(from, this.#rows.findLastIndex(counted) + 1);
    return { from: (this.#first + from) * this.#width, bucketMs: this.#width, counts: rows.map((row) => [...row]) };
  }

  /** Makes a bucket for a time, and the buckets wider when they would be too many. Returns its index. */
  #include(ms: number): number {
    const empty = this.#rows.length === 0;
    for (;;) {
      const bucket = Math.floor(ms / this.#width);
      const first = empty ? bucket : Math.min(this.#first, bucket);
      const last = empty ? bucket : Math.max(this.#first + this.#rows.length - 1, bucket);
      if (last - first < mostBuckets || this.#step === widest) {
        while (this.#first > first && !empty) this.#prepend();
        this.#first = first;
        while (this.#rows.length <= last - first) this.#rows.push(emptyRow());
        return bucket - first;
      }
      this.#widen();
    }
  }

  #prepend(): void {
    this.#rows.unshift(emptyRow());
    this.#first--;
  }

  #widen(): void {
    const before = this.#width;
    this.#step++;
    const first = Math.floor((this.#first * before) / this.#width);
    const rows: Uint32Array[] = [];
    this.#rows.forEach((row, index) => {
      const into = Math.floor(((this.#first + index) * before) / this.#width) - first;
      rows[into] ??= emptyRow();
      row.forEach((count, level) => {
        const target = rows[into];
        if (target !== undefined) target[level] = (target[level] ?? 0) + count;
      });
    });
    this.#rows = rows;
    this.#first = first;
    this.#lastTo = 0;
  }

  get #width(): number {
    return steps[this.#step] ?? widestMs;
  }
}

function emptyRow(): Uint32Array {
  return new Uint32Array(logLevels.length);
}
