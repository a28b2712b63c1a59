import type { Stamp } from '../feed.ts';
import { type LineColumns, markFlag } from './line-columns.ts';

/** What a source lost to the budget so far. */
export interface Lost {
  count: number;
  /** Stamps of the first and the last line that is lost. */
  from: Stamp;
  to: Stamp;
  /** Order time of the last. */
  order: number;
  /** The mark that says so; null until it is there. */
  mark: number | null;
}

/** Lines that were dropped, by source. Dropping goes on from the oldest, so each source has one span that grows. */
export class LostLines {
  readonly #sources = new Map<number, Lost>();
  #count = 0;

  /** Lines of all sources. */
  get count(): number {
    return this.#count;
  }

  /** For each source from when to when, ms since the epoch. */
  get spans(): (readonly [from: number, to: number])[] {
    return Array.from(this.#sources.values(), ({ from, to }) => [from.micros / 1_000, Math.max(from.micros, to.micros) / 1_000]);
  }

  of(source: number): Lost | undefined {
    return this.#sources.get(source);
  }

  /** Counts lines `from` up to `to`, which leave. Returns the sources whose span has grown. */
  add(columns: LineColumns, from: number, to: number): Map<number, Lost> {
    const grown = new Map<number, Lost>();
    for (let id = from; id < to; id++) {
      if ((columns.flags(id) & markFlag) !== 0) continue;
      const source = columns.source(id);
      const at = { micros: columns.micros(id), nanos: columns.nanos(id) };
      let lost = this.#sources.get(source);
      if (lost === undefined) {
        lost = { count: 0, from: at, to: at, order: 0, mark: null };
        this.#sources.set(source, lost);
      }
      lost.count++;
      lost.to = at;
      lost.order = columns.order(id);
      this.#count++;
      grown.set(source, lost);
    }
    return grown;
  }
}
