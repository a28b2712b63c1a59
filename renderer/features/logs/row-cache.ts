import type { LogRow } from '../../../shared/logs.ts';

/** Rows of one window: what is read and forgotten together. */
export const windowRows = 200;
/** Windows that are kept; with rows of 4,096 characters at most some 100 MB, with usual ones 5 MB. */
const keptWindows = 60;

interface Window {
  readonly rows: (LogRow | undefined)[];
  /** 1 where the row is known to be the one at its position now. */
  readonly fresh: Uint8Array;
}

/** Positions from `from` on, before `to`. */
export interface PositionRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Rows of a view by position, as many windows as were looked at last. A row that may have moved stays readable until it is read
 * again: old text in its place for the time of an answer is calmer than a hole.
 */
export class RowCache {
  readonly #windows = new Map<number, Window>();

  /** The row last known at a position, or null. */
  row(position: number): LogRow | null {
    return this.#windows.get(Math.floor(position / windowRows))?.rows[position % windowRows] ?? null;
  }

  /**
   * The rows last known of [from, to), null where none is. No line is there twice: while lines are moving, one that is known at its
   * new place is left out where it was before.
   */
  rows(from: number, to: number): (LogRow | null)[] {
    const places = new Map<number, number>();
    const rows: (LogRow | null)[] = [];
    for (let position = from; position < to; position++) {
      const row = this.row(position);
      const before = row ? places.get(row.id) : undefined;
      const fresh = this.#windows.get(Math.floor(position / windowRows))?.fresh[position % windowRows] === 1;
      if (before !== undefined && fresh) rows[before - from] = null;
      const kept = before === undefined || fresh ? row : null;
      rows.push(kept);
      if (kept) places.set(kept.id, position);
    }
    return rows;
  }

  /** Puts rows at their positions. */
  put(from: number, rows: readonly LogRow[]): void {
    for (const [index, row] of rows.entries()) {
      const position = from + index;
      const window = this.#window(Math.floor(position / windowRows));
      window.rows[position % windowRows] = row;
      window.fresh[position % windowRows] = 1;
    }
    for (const number of this.#windows.keys()) {
      if (this.#windows.size <= keptWindows) break;
      this.#windows.delete(number);
    }
  }

  /** From this position on rows are not what they were. */
  changed(from: number): void {
    for (const [number, window] of this.#windows) {
      const start = number * windowRows;
      if (start + windowRows > from) window.fresh.fill(0, Math.max(0, from - start));
    }
  }

  /** Forgets all rows. */
  clear(): void {
    this.#windows.clear();
  }

  /** The windows among [from, to) in which a row is missing or old, clipped to `end` (the number of rows there are). Marks them as used. */
  missing(from: number, to: number, end: number): PositionRange[] {
    const ranges: PositionRange[] = [];
    const first = Math.max(0, from);
    const last = Math.min(to, end);
    for (let number = Math.floor(first / windowRows); number * windowRows < last; number++) {
      const start = number * windowRows;
      const window = this.#windows.get(number);
      if (window) this.#touch(number, window);
      const lower = Math.max(first, start) - start;
      const upper = Math.min(last, start + windowRows) - start;
      if (!window || window.fresh.subarray(lower, upper).includes(0)) ranges.push({ from: start, to: Math.min(start + windowRows, end) });
    }
    return ranges;
  }

  #window(number: number): Window {
    const window = this.#windows.get(number) ?? { rows: new Array<LogRow | undefined>(windowRows), fresh: new Uint8Array(windowRows) };
    this.#touch(number, window);
    return window;
  }

  /** The map's order is the order of use, oldest first. */
  #touch(number: number, window: Window): void {
    this.#windows.delete(number);
    this.#windows.set(number, window);
  }
}
