import type { Result } from '../../../shared/cluster-error.ts';
import type { LogRows } from '../../../shared/logs.ts';
import { type PositionRange, type RowCache, windowRows } from './row-cache.ts';

/** Reads under way at once: enough that the next window comes while one is taken, few enough that a jump does not wait behind old ones. */
const atOnce = 3;
/** Rows read ahead on both sides of what is on screen: ten pages of the wheel. */
const ahead = 2 * windowRows;

/**
 * Reads the windows that are wished for and not known, what is on screen first. A new wish replaces the old one, so that dragging
 * over a million rows reads only where it stops. A read that failed is tried again with the next wish.
 */
export class RowReader {
  readonly #cache: RowCache;
  readonly #read: (from: number, count: number) => Promise<Result<LogRows>>;
  readonly #arrived: () => void;
  readonly #underWay = new Map<number, number>();
  #wish: (PositionRange & { readonly end: number }) | null = null;
  #generation = 0;

  constructor(cache: RowCache, read: (from: number, count: number) => Promise<Result<LogRows>>, arrived: () => void) {
    this.#cache = cache;
    this.#read = read;
    this.#arrived = arrived;
  }

  /** The rows of [from, to) are on screen, of `end` rows that there are. */
  want(from: number, to: number, end: number): void {
    this.#wish = { from, to, end };
    this.#pump();
  }

  /** Drops the wish and what is still under way: answers that come later are of another view. */
  forget(): void {
    this.#generation++;
    this.#wish = null;
    this.#underWay.clear();
  }

  #pump(): void {
    const wish = this.#wish;
    if (!wish) return;
    const missing = [
      ...this.#cache.missing(wish.from, wish.to, wish.end),
      ...this.#cache.missing(wish.to, wish.to + ahead, wish.end),
      ...this.#cache.missing(wish.from - ahead, wish.from, wish.end),
    ];
    for (const range of missing) {
      if (this.#underWay.size >= atOnce) return;
      if (!this.#underWay.has(range.from)) void this.#start(range);
    }
  }

  async #start({ from, to }: PositionRange): Promise<void> {
    const generation = this.#generation;
    this.#underWay.set(from, to);
    const result = await this.#read(from, to - from);
    if (generation !== this.#generation) return;
    this.#underWay.delete(from);
    if (!result.ok) return;
    const { rows, visible } = result.value;
    this.#cache.put(result.value.from, rows);
    if (this.#wish) this.#wish = { ...this.#wish, end: Math.min(this.#wish.end, visible) };
    this.#arrived();
    // A short answer is not asked for again at once: the view is changing, and its next message wishes anew.
    if (rows.length >= Math.min(to, visible) - from) this.#pump();
  }
}
