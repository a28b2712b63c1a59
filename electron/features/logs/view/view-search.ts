import type { LogPattern, LogPlace, LogSearchState } from '../../../../shared/logs.ts';
import { LineBits } from './line-bits.ts';
import { markFlag } from './line-columns.ts';
import type { LineFilter } from './line-filter.ts';
import { LineScan, type LineScanner, type ScanTaker } from './line-scan.ts';
import type { LogStore } from './log-store.ts';
import type { MergeOrder } from './merge-order.ts';

/** A search in a view: which lines have its pattern, known bit by bit, and how many of them are visible. New lines are searched as they come. */
export class ViewSearch implements ScanTaker {
  readonly number: number;
  readonly #store: LogStore;
  readonly #filter: () => LineFilter;
  readonly #onChange: () => void;
  readonly #hits = new LineBits();
  readonly #scan: LineScan;
  #found = 0;
  #complete = false;
  #error: string | null = null;

  /** `filter` gives the filter of the moment; lines near `near` are searched first; `onChange` is called when its state is another. */
  constructor(
    number: number,
    pattern: LogPattern,
    store: LogStore,
    scanner: LineScanner,
    filter: () => LineFilter,
    near: number,
    onChange: () => void,
  ) {
    this.number = number;
    this.#store = store;
    this.#filter = filter;
    this.#onChange = onChange;
    this.#scan = new LineScan(store.segments, scanner, { include: [pattern], exclude: [] }, this, near, store.settledTo);
  }

  get state(): LogSearchState {
    return { search: this.number, found: this.#found, progress: this.#complete ? 1 : this.#scan.progress, error: this.#error };
  }

  /** Lines before `to` got their place. */
  settled(to: number): void {
    this.#scan.advance(to);
  }

  /** These became visible. */
  added(ids: Uint32Array): void {
    for (const id of ids) if (this.#hits.has(id)) this.#found++;
  }

  /** What is visible is all another. */
  rebuilt(visible: MergeOrder): void {
    this.#found = 0;
    this.added(visible.ids);
    this.#onChange();
  }

  /** A line that was visible is about to leave the store. */
  leaves(id: number): void {
    if (this.#hits.has(id)) this.#found--;
  }

  /** Lines older than `firstKept` have left the store. */
  dropped(firstKept: number): void {
    this.#hits.dropBefore(firstKept);
    this.#onChange();
  }

  /** The hit after (or before) a position, round the end; `ordinal` counts from 0 in view order. null when there is none so far. */
  hit(visible: MergeOrder, from: number, backwards: boolean): (LogPlace & { readonly ordinal: number }) | null {
    const { length } = visible;
    const step = backwards ? -1 : 1;
    const start = Math.max(-1, Math.min(length, from));
    for (let walked = 1; walked <= length; walked++) {
      const position = (((start + step * walked) % length) + length) % length;
      const id = visible.at(position);
      if (this.#hits.has(id)) return { position, id, ordinal: this.#hitsBefore(visible, position) };
    }
    return null;
  }

  stop(): void {
    this.#scan.stop();
  }

  take(first: number, count: number, matched: Uint8Array | null): void {
    const filter = this.#filter();
    for (let index = Math.max(0, this.#store.firstId - first); index < count; index++) {
      const id = first + index;
      if (matched?.[index] === 0 || (this.#store.columns.flags(id) & markFlag) !== 0) continue;
      this.#hits.add(id);
      if (filter.shows(id)) this.#found++;
    }
    this.#onChange();
  }

  complete(): void {
    this.#complete = true;
    this.#onChange();
  }

  failed(error: string): void {
    this.#error = error;
    this.#complete = true;
    this.#onChange();
  }

  #hitsBefore(visible: MergeOrder, position: number): number {
    let count = 0;
    for (let index = 0; index < position; index++) if (this.#hits.has(visible.at(index))) count++;
    return count;
  }
}
