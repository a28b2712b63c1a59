import type { LogCallValues, LogFilter, LogPattern, LogRows, LogSelection, LogStart, LogViewItem } from '../../../../shared/logs.ts';
import { type Clock, pause } from '../../../kube/clock.ts';
import type { FeedNotice, Stamp } from '../feed.ts';
import { ContextFeed, stampOf } from './context-feed.ts';
import type { Budget } from './line-budget.ts';
import { locateLine, locateTime } from './locate.ts';
import { ViewFeed } from './view-feed.ts';
import { ViewLines, type ViewScanner } from './view-lines.ts';
import { ViewSources } from './view-sources.ts';
import { ViewWriter } from './view-writer.ts';

/** What a view is opened with, as logStreamArguments gives it. */
export interface ViewArguments {
  readonly view: string;
  readonly selections: readonly LogSelection[];
  readonly start: LogStart;
  readonly budget: Budget;
}

/** What a view needs of its thread. */
export interface ViewOptions {
  readonly clock: Clock;
  readonly scanner: ViewScanner;
  /** Private folder for lines beyond the budget; null = there is none. */
  readonly folder: string | null;
  readonly notify: (notice: FeedNotice) => void;
  /** Takes JSON texts of StreamEvents. */
  readonly send: (event: string) => void;
}

/** Rates of sources are made so often. */
const sampleEveryMs = 1_000;
/** A histogram is sent at most so often: it is looked at, not read. */
const histogramEveryMs = 500;
/** A new filter is answered when it is complete, or after so long with what is known by then. */
const filterWaitMs = 100;

type Item = { -readonly [Key in keyof LogViewItem]: LogViewItem[Key] };

/**
 * One log view: its lines, its feeds, and what its page is told and asks. Lives until `close`; then its feeds are closed, nothing is said
 * any more, and its file is removed.
 */
export class LogView {
  readonly lines: ViewLines;
  readonly sources = new ViewSources();
  readonly #clock: Clock;
  readonly #writer: ViewWriter;
  readonly #feeds: readonly { readonly feed: ViewFeed; readonly context: ContextFeed }[];
  readonly #selections = new Map<number, NonNullable<LogViewItem['selections']>[number]>();
  readonly #closed = new AbortController();
  #followed = 0;
  #tailWanted = false;
  #toldCounts = '';
  #histogramAt = Number.NEGATIVE_INFINITY;
  #timers = new Map<string, () => void>();

  constructor(args: ViewArguments, { clock, scanner, folder, notify, send }: ViewOptions) {
    this.#clock = clock;
    this.#writer = new ViewWriter(clock, { takeItem: () => this.#takeItem() }, send);
    this.lines = new ViewLines(args.budget, folder, clock.now(), scanner, () => this.#linesChanged());
    const read = { ...args, openedAt: clock.now() };
    this.#feeds = [...new Set(args.selections.map(({ contextId }) => contextId))].map((contextId) => {
      const context = new ContextFeed(contextId, read, this.lines, this.sources, {
        selection: ({ index, error, pods }) => this.#selections.set(index, { index, error, pods }),
        leftOut: (number) => feed.send({ type: 'leave', feed: number }),
      });
      const reader = {
        begins: () => context.begins(),
        request: () => context.request(),
        canTake: () => context.canTake(),
        lost: () => {
          context.lost();
          this.#writer.changed();
        },
        take: (message: Parameters<ContextFeed['take']>[0]) => {
          context.take(message);
          this.#writer.changed();
        },
      };
      const feed: ViewFeed = new ViewFeed(clock, reader, notify);
      return { context, feed };
    });
    this.#sample();
    this.#writer.changed();
  }

  grant(count: number): void {
    this.#writer.grant(count);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    for (const cancel of this.#timers.values()) cancel();
    this.#writer.close();
    for (const { feed } of this.#feeds) feed.close();
    await this.lines.close();
  }

  /** Rows from a position among the visible on. */
  async read(from: number, count: number): Promise<LogRows> {
    this.lines.settle();
    const ids = this.lines.visible.ids.slice(from, from + count);
    const visible = this.lines.visible.length;
    return { from, visible, rows: await this.lines.rows(ids) };
  }

  /** The page shows the last `rows` rows (0 = it does not): they are sent now and whenever they change. */
  follow(rows: number): null {
    this.#followed = rows;
    this.#tailWanted = rows > 0;
    this.#writer.changed();
    return null;
  }

  /** Replaces the filter; see `filterWaitMs`. */
  async filter(spec: LogFilter): Promise<null> {
    const given = new AbortController();
    await Promise.race([this.lines.filter(spec), pause(this.#clock, filterWaitMs, given.signal)]);
    given.abort();
    return null;
  }

  search(number: number, pattern: LogPattern | null): null {
    this.lines.search(number, pattern);
    return null;
  }

  locate(at: { readonly id: number } | { readonly time: number; readonly source: number | null }): LogCallValues['logs.locate'] {
    this.lines.settle();
    const { store, visible } = this.lines;
    return 'id' in at ? locateLine(store, visible, at.id) : locateTime(store, visible, at.time, at.source);
  }

  /** Reads again what a mark says was dropped, when it may be; the lines come as those of a source of their own. */
  again(id: number): null {
    const { store } = this.lines;
    const mark = store.marks.get(id);
    if (mark?.mark !== 'dropped' || !mark.again) return null;
    const source = store.columns.source(id);
    for (const { feed, context } of this.#feeds) {
      const number = context.feedOf(source);
      if (number === null) continue;
      feed.send({ type: 'again', feed: number, ...this.#spanOf(id, source) });
      this.lines.changeMark(id, { ...mark, again: false });
    }
    return null;
  }

  #spanOf(id: number, source: number): { readonly from: Stamp; readonly to: Stamp } {
    const { store } = this.lines;
    const lost = store.lost.of(source);
    if (lost?.mark === id) return { from: lost.from, to: lost.to };
    // Neighbours of a source in the order are its neighbours by arrival.
    const neighbour = (step: 1 | -1) => {
      for (let other = id + step; other >= store.firstId && other < store.nextId; other += step) {
        if (store.columns.source(other) === source && !store.marks.has(other)) return stampOf(this.lines, other);
      }
      return stampOf(this.lines, id);
    };
    return { from: neighbour(-1), to: neighbour(1) };
  }

  #linesChanged(): void {
    for (const { feed } of this.#feeds ?? []) feed.resume();
    this.#writer.changed();
  }

  async #takeItem(): Promise<LogViewItem | null> {
    const { lines } = this;
    lines.settle();
    const item: Item = {};
    const changes = lines.takeChanges();
    if (this.sources.hasChanges) item.sources = this.sources.takeChanges();
    if (this.#selections.size > 0) item.selections = [...this.#selections.values()];
    this.#selections.clear();
    this.#takeCounts(item);
    if (Number.isFinite(changes.from)) item.changedFrom = changes.from;
    if (changes.filter) item.filter = lines.filterState;
    const search = changes.search ? lines.searchState : null;
    if (search !== null) item.search = search;
    this.#takeHistogram(item);
    const { length } = lines.visible;
    if (this.#followed > 0 && (changes.rows || this.#tailWanted)) {
      this.#tailWanted = false;
      const from = Math.max(0, length - this.#followed);
      const ids = lines.visible.ids.slice(from);
      const rows = await lines.rows(ids).catch(() => null);
      // Rows whose file cannot be read are left out here: whoever reads them is told why.
      if (rows !== null) item.tail = { from, rows };
    }
    return Object.keys(item).length === 0 ? null : item;
  }

  #takeCounts(item: Item): void {
    const { store, visible, budget } = this.lines;
    const counts = {
      visible: visible.length,
      total: store.order.length,
      bytes: store.bytes,
      spilledBytes: budget.spilledBytes,
      dropped: store.lost.count,
    };
    const told = Object.values(counts).join(' ');
    if (told !== this.#toldCounts) item.counts = counts;
    this.#toldCounts = told;
  }

  #takeHistogram(item: Item): void {
    if (!this.lines.histogram.changed) return;
    const now = this.#clock.monotonic();
    const due = this.#histogramAt + histogramEveryMs;
    if (now < due) {
      this.#after('histogram', due - now, () => this.#writer.changed());
      return;
    }
    this.#histogramAt = now;
    item.histogram = this.lines.takeHistogram();
  }

  #sample(): void {
    this.#after('sample', sampleEveryMs, () => {
      this.sources.sample();
      if (this.sources.hasChanges) this.#writer.changed();
      this.#sample();
    });
  }

  /** One timer of each name. */
  #after(name: string, ms: number, action: () => void): void {
    if (this.#timers.has(name)) return;
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(name);
      action();
    });
    this.#timers.set(name, cancel);
  }
}
