import type { LogFilter, LogHistogram, LogMark, LogPattern, LogPlace, LogRow, LogSearchState } from '../../../../shared/logs.ts';
import { costOf, type LineBatch, type Stamp } from '../feed.ts';
import type { RangesResult } from '../search/search-thread.ts';
import { countLines } from './count-lines.ts';
import { Histogram } from './histogram.ts';
import { type Budget, LineBudget } from './line-budget.ts';
import { LineBytes } from './line-bytes.ts';
import { levelBits, markFlag } from './line-columns.ts';
import { everything, type FilterListener, LineFilter } from './line-filter.ts';
import type { LineScanner } from './line-scan.ts';
import { LogStore } from './log-store.ts';
import type { MergeOrder } from './merge-order.ts';
import { MissingSpans } from './missing-spans.ts';
import { rowOf, textOf } from './read-rows.ts';
import { Segments, segmentBytes, segmentLines } from './segments.ts';
import { ViewSearch } from './view-search.ts';

/** What asks lines for patterns, and rows where they match; search/scanner.ts is one. */
export interface ViewScanner extends LineScanner {
  /** Never rejects. */
  ranges(patterns: readonly LogPattern[], texts: readonly string[], signal: AbortSignal): Promise<RangesResult>;
}

/** What changed of the lines since it was last told. */
export interface LineChanges {
  /** First visible position that is not what it was; Infinity = lines were only appended. */
  from: number;
  /** There are other visible rows than before. */
  rows: boolean;
  filter: boolean;
  search: boolean;
}

/** A budget has at least so many segments, so that little goes to the file at once. */
const segmentsOfBudget = 8;

/** Bytes after which the budget is looked at, between two settlings. */
const lookEveryBytes = 4 * 1_048_576;

/**
 * The lines of a view as they are looked at: stored, within their budget, filtered, counted over time and searched. Lines that were
 * appended are visible after `settle`, or a little later when a pattern has to be asked. `onChange` is called when there is something new in `changes`.
 */
export class ViewLines implements FilterListener {
  readonly store: LogStore;
  readonly budget: LineBudget;
  readonly histogram = new Histogram();
  readonly bytes: LineBytes;
  readonly #scanner: ViewScanner;
  readonly #onChange: () => void;
  #filter: LineFilter;
  #search: ViewSearch | null = null;
  #pattern: LogPattern | null = null;
  #searchEnded = new AbortController();
  #changes = noChanges();
  #unlooked = 0;
  readonly #missing = new MissingSpans();
  /** The latest arrival of a line by its server's clock, ms since the epoch: stamps beyond it are of clocks that are ahead. */
  #heardAt = 0;
  /** The last line that was read: what is near it is searched first. */
  #near = Number.MAX_SAFE_INTEGER;

  /** `folder` of the view's file, null = none; `baseMs` as LogStore says. */
  constructor(budget: Budget, folder: string | null, baseMs: number, scanner: ViewScanner, onChange: () => void) {
    const part = (whole: number, most: number) => Math.max(1, Math.min(most, Math.floor(whole / segmentsOfBudget)));
    this.store = new LogStore(baseMs, new Segments(part(budget.bytes, segmentBytes), part(budget.lines, segmentLines)));
    this.budget = new LineBudget(this.store.segments, budget, folder, onChange);
    this.bytes = new LineBytes(this.store.segments, () => this.budget.file);
    this.#scanner = scanner;
    this.#onChange = onChange;
    this.#filter = new LineFilter(this.store, everything, scanner, this.#near, this);
  }

  /** Visible lines in view order. */
  get visible(): MergeOrder {
    return this.#filter.visible;
  }

  append(source: number, batch: LineBatch): void {
    this.store.append(source, batch);
    this.#missing.lines(source, batch);
    this.#heardAt = Math.max(this.#heardAt, batch.arrivedAt);
    this.#unlooked += costOf(batch);
    if (this.#unlooked > lookEveryBytes) this.settle();
  }

  /** Takes a mark that belongs after the lines of its source so far. Returns its id. */
  mark(source: number, at: Stamp, mark: LogMark): number {
    this.#missing.mark(source, at, mark);
    return this.store.mark(source, at, mark);
  }

  /** A mark says something else from now on. */
  changeMark(id: number, mark: LogMark): void {
    this.store.marks.set(id, mark);
    this.settle();
    this.#changed(this.visible.lowerBound(id));
  }

  /** Gives what came its place, and drops what is beyond all limits. */
  settle(): void {
    this.#unlooked = 0;
    const settled = this.store.settle();
    if (settled.from !== settled.to) {
      this.#filter.settled(settled);
      this.#search?.settled(settled.to);
    }
    const drop = this.budget.check();
    if (drop > 0) this.#drop(drop);
  }

  /** What changed since the last call. */
  takeChanges(): LineChanges {
    const changes = this.#changes;
    this.#changes = noChanges();
    return changes;
  }

  /** Replaces the filter. Resolves when it has been through all lines. */
  filter(spec: LogFilter): Promise<void> {
    this.settle();
    this.#filter.stop();
    this.#filter = new LineFilter(this.store, spec, this.#scanner, this.#near, this);
    this.rebuilt();
    this.told();
    return this.#filter.completed;
  }

  get filterState(): { readonly progress: number; readonly error: string | null } {
    const { progress, error } = this.#filter;
    return { progress, error };
  }

  /** Begins a search; null ends it. */
  search(number: number, pattern: LogPattern | null): void {
    this.settle();
    this.#search?.stop();
    this.#searchEnded.abort();
    this.#searchEnded = new AbortController();
    this.#pattern = pattern;
    const change = () => {
      this.#changes.search = true;
      this.#onChange();
    };
    this.#search =
      pattern === null ? null : new ViewSearch(number, pattern, this.store, this.#scanner, () => this.#filter, this.#near, change);
    // Rows say where they match.
    this.#changed(0);
    if (pattern !== null) change();
  }

  get searchState(): LogSearchState | null {
    return this.#search?.state ?? null;
  }

  /** As ViewSearch.hit; null when another search is on. */
  hit(number: number, from: number, backwards: boolean): (LogPlace & { readonly ordinal: number }) | null {
    this.settle();
    return this.#search?.number === number ? this.#search.hit(this.visible, from, backwards) : null;
  }

  /** The rows of visible lines. */
  async rows(ids: Uint32Array): Promise<LogRow[]> {
    const middle = ids[ids.length >> 1];
    if (middle !== undefined) this.#near = middle;
    const filter = this.#filter;
    const bytesOf = await this.bytes.of(ids);
    const rows = Array.from(ids, (id) => rowOf(this.store, id, bytesOf(id), filter.isContext(id)));
    return this.#withHits(rows);
  }

  /** The whole text of a line; empty when it was dropped. */
  async text(id: number): Promise<string> {
    return textOf((await this.bytes.of([id]))(id).slice());
  }

  /** Its file is removed when this has resolved. */
  async close(): Promise<void> {
    this.#filter.stop();
    this.#search?.stop();
    this.#searchEnded.abort();
    await this.budget.close();
  }

  added(ids: Uint32Array, changedFrom: number | null): void {
    countLines(this.store.columns, ids, this.histogram);
    this.#search?.added(ids);
    this.#changed(changedFrom ?? Number.POSITIVE_INFINITY);
  }

  rebuilt(): void {
    this.histogram.clear();
    countLines(this.store.columns, this.visible.ids, this.histogram);
    this.#search?.rebuilt(this.visible);
    this.#changed(0);
  }

  told(): void {
    this.#changes.filter = true;
    this.#onChange();
  }

  takeHistogram(): LogHistogram {
    const missing = this.#missing.all(this.store.lost);
    const nothing = { from: 0, bucketMs: 1, counts: [], before: null, after: null, missing: [] };
    return this.histogram.take(this.#heardAt, missing) ?? nothing;
  }

  #changed(from: number): void {
    this.#changes.rows = true;
    this.#changes.from = Math.min(this.#changes.from, from);
    this.#onChange();
  }

  #drop(count: number): void {
    const { columns, segments, firstId } = this.store;
    const to = segments.list[count]?.firstId ?? firstId;
    for (let id = firstId; id < to; id++) {
      const flags = columns.flags(id);
      if (!this.#filter.shows(id) || (flags & markFlag) !== 0) continue;
      this.#search?.leaves(id);
      this.histogram.remove(columns.micros(id) / 1_000, flags & levelBits);
    }
    const dropped = this.store.dropOldest(count);
    this.budget.dropped(dropped.segments);
    this.#missing.dropped();
    this.#filter.dropped(dropped.firstId, dropped.gone);
    this.#search?.dropped(dropped.firstId);
    this.#changed(0);
  }

  /** Says where rows match the search. A pattern that takes too long ends it. */
  async #withHits(rows: LogRow[]): Promise<LogRow[]> {
    const search = this.#search;
    if (search === null || this.#pattern === null || search.state.error !== null) return rows;
    const texts = rows.map((row) => (row.type === 'line' ? row.text : ''));
    const { signal } = this.#searchEnded;
    const result = await this.#scanner.ranges([this.#pattern], texts, signal);
    if (signal.aborted) return rows;
    if (!result.ok) {
      search.stop();
      search.failed(result.error);
      return rows;
    }
    return rows.map((row, index) => {
      const hits = result.ranges[index];
      return row.type === 'mark' || hits === undefined || hits.length === 0 ? row : { ...row, hits };
    });
  }
}

function noChanges(): LineChanges {
  return { from: Number.POSITIVE_INFINITY, rows: false, filter: false, search: false };
}
