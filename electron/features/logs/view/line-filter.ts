import { type LogFilter, logLevels } from '../../../../shared/logs.ts';
import { ContextLines } from './context-lines.ts';
import { LineBits } from './line-bits.ts';
import { levelBits, markFlag } from './line-columns.ts';
import { LineScan, type LineScanner, type ScanTaker } from './line-scan.ts';
import type { LogStore, Settled } from './log-store.ts';
import { MergeOrder, sortIds } from './merge-order.ts';

/** Who hears how the visible lines change. */
export interface FilterListener {
  /** These became visible, in view order. `changedFrom`: first position that holds another line than before; null = they came after the end. */
  added(ids: Uint32Array, changedFrom: number | null): void;
  /** All may be others. */
  rebuilt(): void;
  /** Its progress or its error changed. */
  told(): void;
}

/** The filter that shows everything. */
export const everything: LogFilter = { include: [], exclude: [], levels: null, hiddenSources: [], onlySources: null, context: 0 };

/**
 * What of a store is visible. Levels and sources are asked of the columns, patterns of a scanner in the background; until it is
 * complete, what is known to match is visible. New and late lines are asked as they come and shown in their place. Marks are shown unless
 * their source is hidden. A filter that fails shows everything and says why.
 */
export class LineFilter implements ScanTaker {
  readonly #store: LogStore;
  readonly #spec: LogFilter;
  readonly #listener: FilterListener;
  readonly #levels: readonly boolean[] | null;
  readonly #hidden: ReadonlySet<number>;
  readonly #only: ReadonlySet<number> | null;
  readonly #scan: LineScan | null;
  readonly #own: MergeOrder;
  readonly #shown = new LineBits();
  readonly #passing = new LineBits();
  #context: ContextLines;
  /** Lines before this one that came after the filter have been asked. */
  #freshTo: number;
  #complete = false;
  #error: string | null = null;
  #resolveComplete: () => void = () => undefined;
  /** Resolves when everything that was there has been asked, or the filter failed. */
  readonly completed = new Promise<void>((resolve) => {
    this.#resolveComplete = resolve;
  });

  /** Lines near the line `near` are asked first. */
  constructor(store: LogStore, spec: LogFilter, scanner: LineScanner, near: number, listener: FilterListener) {
    const { include, exclude, levels, hiddenSources, onlySources } = spec;
    this.#store = store;
    this.#spec = spec;
    this.#listener = listener;
    this.#levels = levels === null ? null : logLevels.map((level) => level !== null && levels.includes(level));
    this.#hidden = new Set(hiddenSources);
    this.#only = onlySources === null ? null : new Set(onlySources);
    this.#own = new MergeOrder(store.columns);
    this.#freshTo = store.settledTo;
    this.#context = new ContextLines(store.columns, spec.context);
    const everySource = hiddenSources.length === 0 && onlySources === null;
    const showsAll = include.length === 0 && exclude.length === 0 && levels === null && everySource;
    this.#scan = showsAll ? null : new LineScan(store.segments, scanner, { include, exclude }, this, near, store.settledTo);
    if (showsAll) this.complete();
  }

  /** Visible lines in view order. */
  get visible(): MergeOrder {
    return this.#showsAll ? this.#store.order : this.#own;
  }

  get progress(): number {
    return this.#complete || this.#scan === null ? 1 : this.#scan.progress;
  }

  /** Why it shows everything instead; null = it works. */
  get error(): string | null {
    return this.#error;
  }

  shows(id: number): boolean {
    return this.#showsAll || this.#shown.has(id);
  }

  /** Whether a visible line is there because a neighbour matches. */
  isContext(id: number): boolean {
    return !this.#showsAll && this.#spec.context > 0 && !this.#passing.has(id);
  }

  /** Lines got their place in the store. */
  settled({ from, to, changedFrom }: Settled): void {
    if (this.#showsAll || this.#scan === null) this.#listener.added(idsBetween(from, to), changedFrom);
    else this.#scan.advance(to);
  }

  /** Lines older than `firstKept`, and some marks, have left the store. */
  dropped(firstKept: number, gone: ReadonlySet<number>): void {
    this.#own.retain((id) => id >= firstKept && !gone.has(id));
    this.#shown.dropBefore(firstKept);
    this.#passing.dropBefore(firstKept);
  }

  stop(): void {
    this.#scan?.stop();
    this.#resolveComplete();
  }

  take(first: number, count: number, matched: Uint8Array | null, fresh: boolean): void {
    const { columns } = this.#store;
    const show: number[] = [];
    for (let index = Math.max(0, this.#store.firstId - first); index < count; index++) {
      const id = first + index;
      const flags = columns.flags(id);
      const source = columns.source(id);
      const isMark = (flags & markFlag) !== 0;
      const levelFits = isMark || this.#levels === null || this.#levels[flags & levelBits] === true;
      const sourceFits = (this.#only === null || this.#only.has(source)) && !this.#hidden.has(source);
      const passes = levelFits && (isMark || matched === null || matched[index] === 1) && sourceFits;
      if (passes) this.#passing.add(id);
      // Around lines that are still being gone through, neighbours are found when all are known.
      if (fresh) this.#context.next(id, isMark, passes, show);
      else if (passes) show.push(id);
    }
    if (fresh) this.#freshTo = first + count;
    const ids = Uint32Array.from(show);
    for (const id of ids) this.#shown.add(id);
    const changedFrom = this.#own.insert(sortIds(ids, columns));
    if (ids.length > 0) this.#listener.added(ids, changedFrom);
    if (!this.#complete) this.#listener.told();
  }

  complete(): void {
    this.#complete = true;
    this.#resolveComplete();
    if (this.#scan !== null && this.#spec.context > 0) this.#showContext();
    this.#listener.told();
  }

  failed(error: string): void {
    this.#error = error;
    this.#complete = true;
    this.#resolveComplete();
    this.#listener.rebuilt();
    this.#listener.told();
  }

  /** Finds the neighbours of all lines anew. */
  #showContext(): void {
    const { firstId, columns, order } = this.#store;
    const show: number[] = [];
    this.#context = new ContextLines(columns, this.#spec.context);
    for (let id = firstId; id < this.#freshTo; id++) {
      this.#context.next(id, (columns.flags(id) & markFlag) !== 0, this.#passing.has(id), show);
    }
    for (const id of show) this.#shown.add(id);
    this.#own.replace(order.ids.filter((id) => this.#shown.has(id)));
    this.#listener.rebuilt();
  }

  get #showsAll(): boolean {
    return this.#scan === null || this.#error !== null;
  }
}

function idsBetween(from: number, to: number): Uint32Array {
  // A loop: `Uint32Array.from` calls a function for each, which takes ten times as long.
  const ids = new Uint32Array(to - from);
  for (let index = 0; index < ids.length; index++) ids[index] = from + index;
  return ids;
}
