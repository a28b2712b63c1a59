import type { ContextId } from '../../../shared/context-id.ts';
import type { Column, ColumnType, Row, RowChanges } from '../../../shared/row.ts';
import { moveEntries } from './move-entries.ts';
import { isProblem, keysDescend, sortKeyOf, type TableSort, tieOf } from './sort-entries.ts';
import { entryKey, type TableEntry, type TableSource } from './table-entry.ts';
import type { ExtraCells } from './usage-columns.ts';

/** What a merged list needs of a live list. */
export interface SourceList {
  readonly rows: ReadonlyMap<string, Row>;
  readonly columns: readonly Column[] | null;
  subscribe(reader: { changed(changes: RowChanges): void; stateChanged(): void }): () => void;
}

/** One context of a merged list. */
export interface MergedSource {
  readonly contextId: ContextId;
  readonly displayName: string;
  readonly list: SourceList;
}

/** Decides whether a row is shown. Pure; must not throw. */
export type EntryFilter = (entry: TableEntry) => boolean;

/** Where time and frames come from; tests bring their own. */
export interface FrameClock {
  now(): number;
  /** Calls back once before the next paint (or soon, in a hidden page). Returns the cancel. */
  frame(callback: () => void): () => void;
  timer(callback: () => void, ms: number): () => void;
}

/** How long rows keep their places while the pointer is over them, in ms (design.md, "do and don't"). */
const holdMs = 2_000;

/** Rows change places, and counts are told, at most this often, in ms: nobody can read rows that jump with every frame, and that is what costs. */
const moveEveryMs = 250;

/** Rows that find their places in one frame: sorting more, as when a large list arrives, would hold the page up; the rest follows with the next frames. */
const mostMoves = 2_000;

/** While rows of a large list find their places, the list is drawn at most this often, in ms. */
const movingEveryMs = 100;

interface SourceState extends TableSource {
  displayName: string;
  extra: ExtraCells | null;
  order: number;
  columnIndex: Map<string, number>;
  columns: readonly Column[] | null;
  readonly list: SourceList;
  unsubscribe: () => void;
  count: number;
}

/** What of the list is worth a new render of everything around the rows. The object changes when any of it does. */
export interface MergedSnapshot {
  /** Sorted and filtered; a new array when order or length changed. */
  readonly view: readonly TableEntry[];
  /** Rows of all contexts, before the filter. */
  readonly total: number;
  /** Of the rows that the text filter lets through, how many are problems. */
  readonly problems: number;
  /** The columns of every context, in the order of the first that has each; null until one context named its columns. */
  readonly columns: readonly Column[] | null;
  readonly totalOf: ReadonlyMap<ContextId, number>;
}

const noSort: TableSort = { column: 'name', descending: false };

/**
 * The rows of several contexts as one sorted, filtered list for 50,000 rows and 1,000 changes a second.
 *
 * Rows live in entries that are changed in place; order is kept by moving only what changed. Changes are applied once per
 * frame: row readers hear of their own row, list readers only when order, length or counts changed. Rows move at most four
 * times a second; while the list is held (the pointer is over the rows) nothing moves for up to 2 s; gone rows stay in place, marked `gone`.
 */
export class MergedList {
  readonly #clock: FrameClock;
  readonly #entries = new Map<string, TableEntry>();
  readonly #sources = new Map<ContextId, SourceState>();
  readonly #dirty = new Set<TableEntry>();
  readonly #moves = new Set<TableEntry>();
  readonly #listeners = new Set<() => void>();
  readonly #rowListeners = new Map<string, Set<() => void>>();
  #view: TableEntry[] = [];
  #snapshot: MergedSnapshot = { view: [], total: 0, problems: 0, columns: null, totalOf: new Map() };
  #sort: TableSort = noSort;
  #sortType: ColumnType | null = null;
  #filter: EntryFilter | null = null;
  #onlyProblems = false;
  #problems = 0;
  #held = false;
  /** Some rows of a move wait for the next frame. */
  #moving = false;
  #disposed = false;
  #movedAt = Number.NEGATIVE_INFINITY;
  #publishedAt = Number.NEGATIVE_INFINITY;
  #waitingSince: number | null = null;
  #cancelFrame: (() => void) | null = null;
  #cancelTimer: (() => void) | null = null;
  #timerAt = 0;
  #columns: readonly Column[] | null = null;
  #extra: ExtraCells | null = null;

  constructor(clock: FrameClock) {
    this.#clock = clock;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): MergedSnapshot => this.#snapshot;

  /** Hears of changes of one row; for as long as the row is on screen. */
  subscribeRow(key: string, listener: () => void): () => void {
    let listeners = this.#rowListeners.get(key);
    if (!listeners) {
      listeners = new Set();
      this.#rowListeners.set(key, listeners);
    }
    const set = listeners;
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.#rowListeners.get(key) === set) this.#rowListeners.delete(key);
    };
  }

  /** The entry of a key, also when the filter hides it; undefined when no context has it any more. */
  entry(key: string): TableEntry | undefined {
    const entry = this.#entries.get(key);
    return entry?.gone ? undefined : entry;
  }

  /** Every row of every context, in no order. */
  *all(): Iterable<TableEntry> {
    for (const entry of this.#entries.values()) if (!entry.gone) yield entry;
  }

  /** Shows these contexts, in this order; the rows of those that stay are kept. Applied at once. */
  setSources(sources: readonly MergedSource[]): void {
    if (this.#disposed) return;
    const kept = new Set<SourceState>();
    sources.forEach((source, order) => {
      let state = this.#sources.get(source.contextId);
      if (state && state.list !== source.list) {
        this.#dropSource(state);
        state = undefined;
      }
      if (!state) state = this.#addSource(source, order);
      state.displayName = source.displayName;
      if (state.order !== order) this.#reorder(state, order);
      kept.add(state);
    });
    for (const state of [...this.#sources.values()]) if (!kept.has(state)) this.#dropSource(state);
    this.#columnsChanged();
    this.#rebuild();
  }

  /** Sorts by another column; `type` is that of the column, null for `state`, `name`, `namespace`, `cluster`. Applied at once. */
  setSort(sort: TableSort, type: ColumnType | null): void {
    if (sort.column === this.#sort.column && sort.descending === this.#sort.descending && type === this.#sortType) return;
    this.#sort = sort;
    this.#sortType = type;
    // Under another order no entry's place can be trusted, even where its key happens to stay the same.
    for (const entry of this.#view) this.#moves.add(entry);
    this.#rebuild();
  }

  /** Shows what `filter` lets through (null = everything), problems only if asked. Applied at once. */
  setFilter(filter: EntryFilter | null, onlyProblems: boolean): void {
    if (filter === this.#filter && onlyProblems === this.#onlyProblems) return;
    this.#filter = filter;
    this.#onlyProblems = onlyProblems;
    this.#rebuild();
  }

  /** The rows under this filter, also when it was typed a moment ago and the list on screen has not followed yet. */
  viewUnder(filter: EntryFilter | null, onlyProblems: boolean): readonly TableEntry[] {
    this.setFilter(filter, onlyProblems);
    return this.#view;
  }

  /** Says where cells come from that are not in the rows. What is sorted by one finds its place with `renewOrder`. */
  setExtra(extra: ExtraCells): void {
    this.#extra = extra;
    for (const state of this.#sources.values()) state.extra = extra;
  }

  /** Cells that are not in the rows have changed: every row finds out where it belongs now. */
  renewOrder(): void {
    if (this.#disposed) return;
    for (const entry of this.#entries.values()) this.#dirty.add(entry);
    this.#schedule();
  }

  /** Keeps rows in their places while true, for up to 2 s at a time. */
  hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (!held && this.#moves.size > 0) {
      this.#waitingSince = null;
      this.#schedule();
    }
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Stops listening, for good. */
  dispose(): void {
    this.#disposed = true;
    for (const state of this.#sources.values()) state.unsubscribe();
    this.#sources.clear();
    this.#cancelFrame?.();
    this.#cancelTimer?.();
    this.#cancelFrame = null;
    this.#cancelTimer = null;
  }

  #addSource(source: MergedSource, order: number): SourceState {
    const state: SourceState = {
      contextId: source.contextId,
      displayName: source.displayName,
      extra: this.#extra,
      order,
      columnIndex: new Map(),
      columns: null,
      list: source.list,
      unsubscribe: () => undefined,
      count: 0,
    };
    this.#sources.set(source.contextId, state);
    this.#takeColumns(state);
    for (const row of source.list.rows.values()) this.#upsert(state, row);
    state.unsubscribe = source.list.subscribe({
      changed: (changes) => this.#changed(state, changes),
      stateChanged: () => undefined,
    });
    return state;
  }

  #dropSource(state: SourceState): void {
    state.unsubscribe();
    this.#sources.delete(state.contextId);
    for (const [key, entry] of this.#entries) {
      if (entry.source !== state) continue;
      this.#remove(state, entry.row.uid);
      this.#entries.delete(key);
    }
  }

  #reorder(state: SourceState, order: number): void {
    state.order = order;
    for (const entry of this.#entries.values()) {
      if (entry.source !== state) continue;
      entry.tie = tieOf(entry.row.namespace, entry.row.name, order, entry.row.uid);
      // The view may be out of order now although no key changed: make this entry find its place again.
      if (entry.inView) this.#moves.add(entry);
    }
  }

  #takeColumns(state: SourceState): boolean {
    if (state.list.columns === state.columns) return false;
    state.columns = state.list.columns;
    state.columnIndex = new Map(state.columns?.map((column, index) => [column.id, index]));
    return true;
  }

  #columnsChanged(): void {
    const byId = new Map<string, Column>();
    for (const state of this.#sources.values())
      for (const column of state.columns ?? []) if (!byId.has(column.id)) byId.set(column.id, column);
    const next = [...byId.values()];
    const before = this.#columns;
    if (before && before.length === next.length && next.every((column, index) => column === before[index])) return;
    this.#columns = byId.size > 0 ? next : null;
  }

  #changed(state: SourceState, changes: RowChanges): void {
    if (changes.columns && this.#takeColumns(state)) {
      this.#columnsChanged();
      for (const entry of this.#entries.values()) if (entry.source === state) this.#dirty.add(entry);
    }
    if (changes.reset) for (const entry of this.#entries.values()) if (entry.source === state) this.#remove(state, entry.row.uid);
    for (const uid of changes.removes) this.#remove(state, uid);
    for (const row of changes.upserts) this.#upsert(state, row);
    this.#schedule();
  }

  #upsert(state: SourceState, row: Row): void {
    const key = entryKey(state.contextId, row.uid);
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = {
        key,
        source: state,
        row,
        version: 0,
        changedAt: 0,
        gone: false,
        problem: false,
        matches: false,
        inView: false,
        sortKey: null,
        placedKey: null,
        tie: tieOf(row.namespace, row.name, state.order, row.uid),
        haystack: null,
      };
      this.#entries.set(key, entry);
      state.count++;
    } else {
      if (entry.gone) {
        entry.gone = false;
        state.count++;
      }
      entry.row = row;
      entry.haystack = null;
      entry.version++;
      entry.changedAt = this.#clock.now();
    }
    this.#dirty.add(entry);
  }

  #remove(state: SourceState, uid: string): void {
    const entry = this.#entries.get(entryKey(state.contextId, uid));
    if (!entry || entry.gone) return;
    entry.gone = true;
    entry.version++;
    state.count--;
    this.#dirty.add(entry);
  }

  #schedule(): void {
    if (this.#cancelFrame) return;
    this.#cancelFrame = this.#clock.frame(() => {
      this.#cancelFrame = null;
      this.#flush(false);
    });
  }

  /** Everything may have another place: new contexts, another sort. */
  #rebuild(): void {
    for (const entry of this.#entries.values()) this.#dirty.add(entry);
    this.#flush(true);
  }

  #flush(now: boolean): void {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const entry of dirty) this.#judge(entry);
    if (this.#moves.size > 0 && (now || this.#moving || this.#mayMove())) this.#move(now ? Number.POSITIVE_INFINITY : mostMoves);
    this.#publish(now);
    for (const entry of dirty) {
      const listeners = this.#rowListeners.get(entry.key);
      if (listeners) for (const listener of [...listeners]) listener();
    }
  }

  /** Puts up to `most` of the entries that wait for it into their places. */
  #move(most: number): void {
    const moves = this.#moves.size <= most ? this.#moves : new Set([...this.#moves].slice(0, most));
    this.#view = moveEntries(this.#view, moves, keysDescend(this.#sort));
    for (const entry of moves) if (entry.gone && this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    if (moves === this.#moves) moves.clear();
    else for (const entry of moves) this.#moves.delete(entry);
    this.#moving = this.#moves.size > 0;
    if (this.#moving) this.#schedule();
    this.#waitingSince = null;
    this.#movedAt = this.#clock.now();
  }

  /** Finds out where an entry belongs now, without moving it yet. */
  #judge(entry: TableEntry): void {
    const key = sortKeyOf(entry, this.#sort.column, this.#sortType);
    const passes = !entry.gone && (this.#filter === null || this.#filter(entry));
    const problem = passes && isProblem(entry.row.health);
    if (problem !== entry.problem) this.#problems += problem ? 1 : -1;
    entry.problem = problem;
    entry.matches = this.#onlyProblems ? problem : passes;
    if (entry.matches !== entry.inView || (entry.inView && key !== entry.sortKey)) this.#moves.add(entry);
    else if (entry.gone && this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    entry.sortKey = key;
  }

  #mayMove(): boolean {
    if (this.#view.length === 0) return true;
    const now = this.#clock.now();
    this.#waitingSince ??= now;
    const due = this.#held ? this.#waitingSince + holdMs : this.#movedAt + moveEveryMs;
    if (now >= due) return true;
    this.#later(due - now);
    return false;
  }

  /** Looks again after `ms`, or before if a look is due before. */
  #later(ms: number): void {
    const at = this.#clock.now() + ms;
    if (this.#cancelTimer && this.#timerAt <= at) return;
    this.#cancelTimer?.();
    this.#timerAt = at;
    this.#cancelTimer = this.#clock.timer(() => {
      this.#cancelTimer = null;
      this.#schedule();
    }, ms);
  }

  #publish(atOnce: boolean): void {
    const before = this.#snapshot;
    let total = 0;
    let sameTotals = before.totalOf.size === this.#sources.size;
    for (const state of this.#sources.values()) {
      total += state.count;
      if (before.totalOf.get(state.contextId) !== state.count) sameTotals = false;
    }
    if (sameTotals && before.view === this.#view && before.problems === this.#problems && before.columns === this.#columns) return;
    const time = this.#clock.now();
    // The next frame moves more: what is around the rows need not be drawn with each of them.
    if (!atOnce && this.#moving && before.view.length > 0 && time < this.#publishedAt + movingEveryMs) return;
    const due = this.#publishedAt + moveEveryMs;
    if (!atOnce && before.view === this.#view && before.columns === this.#columns && time < due) {
      this.#later(due - time);
      return;
    }
    this.#publishedAt = time;
    const totalOf = sameTotals ? before.totalOf : new Map([...this.#sources.values()].map((state) => [state.contextId, state.count]));
    this.#snapshot = { view: this.#view, total, problems: this.#problems, columns: this.#columns, totalOf };
    for (const listener of [...this.#listeners]) listener();
  }
}
