import type { ClusterError, Result } from '../../../shared/cluster-error.ts';
import type { CallArguments, StreamArguments, StreamEvent } from '../../../shared/contract.ts';
import {
  type LogFilter,
  type LogPattern,
  type LogPlace,
  type LogRow,
  type LogRows,
  type LogViewItem,
  logFilterSchema,
} from '../../../shared/logs.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { useConnection } from '../../bridge/connection.ts';
import type { FollowState, LogSlices } from './log-slices.ts';
import { cutOff } from './plan-sources.ts';
import { RowCache } from './row-cache.ts';
import { RowReader } from './row-reader.ts';
import { type SavedLines, saveLines } from './save-lines.ts';
import { Slices } from './slices.ts';

/** What a view is opened with: which pods, from when, how much is kept. */
export type LogViewOptions = Omit<StreamArguments<'logs.view'>, 'view'>;
/** What is saved, and how; see `logs.save`. */
export type SaveOptions = Omit<StreamArguments<'logs.save'>, 'view'>;
/** A line, or the moment nearest to which a row is looked for. */
export type WhereInLog = CallArguments<'logs.locate'>['at'];

/** First wait before a view that broke is opened again, in ms: the thread that held it is started anew meanwhile. */
const firstRetryMs = 500;
/** Longest wait, in ms. */
const longestRetryMs = 10_000;
/** How long going to a hit waits for the search to have been through all lines, in ms: two million of them take less. */
const longestWaitMs = 2_000;
/** Rows asked for as the tail before the viewport has said how many it shows. */
const usualTail = 60;

/** What is forgotten when a view is opened again. */
const renewed = ['sources', 'counts', 'histogram', 'selections', 'tail', 'reveal', 'marked'] as const;

/** A filter that hides nothing. */
export const emptyFilter: LogFilter = logFilterSchema.parse({});

/**
 * One log view as the page sees it: what its stream said, the rows that were looked at, and what can be asked of it.
 *
 * Read it with `useSlice(model.slices, name)`; each part wakes only those who look at it. Following is on at first. A stream that
 * ends with an error (its thread died) or is cut off from Timonier is opened again with the same options, filter and search; line
 * ids start anew then, and `status` says so. After `close` nothing changes any more, and calls answer with a failure.
 */
export class LogViewModel {
  readonly slices: Slices<LogSlices>;
  readonly #bridge: Bridge;
  readonly #cache = new RowCache();
  readonly #reader: RowReader;
  #options: LogViewOptions;
  #view = '';
  #closeStream: (() => void) | null = null;
  #stopConnection: () => void;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #opened = 0;
  #lastError: ClusterError | null = null;
  #search = 0;
  #tailRows = usualTail;
  /** While paused: the position after the last row that was on screen, and that row's id. */
  #seen = { end: 0, id: -1 };

  constructor(bridge: Bridge, options: LogViewOptions, filter: LogFilter = emptyFilter) {
    this.#bridge = bridge;
    this.#options = options;
    this.slices = new Slices<LogSlices>(blank(filter));
    this.#reader = new RowReader(
      this.#cache,
      (from, count) => this.read(from, count),
      () => this.#rowsChanged(),
    );
    this.#stopConnection = useConnection.subscribe(({ state }) => this.#connectionIs(state));
    this.#open();
  }

  /** What the view was opened with last. */
  get options(): LogViewOptions {
    return this.#options;
  }

  /** The row last known at a position among the visible ones; null when it has not been read. */
  row(position: number): LogRow | null {
    return this.#cache.row(position);
  }

  /** The rows last known of [from, to), null where none is; no line is there twice. */
  rows(from: number, to: number): (LogRow | null)[] {
    return this.#cache.rows(from, to);
  }

  /** Has the rows of [from, to) read soon, these first, then some before and after them. A later wish replaces an earlier one. */
  want(from: number, to: number): void {
    this.#reader.want(from, to, this.slices.get('counts').visible);
  }

  /** Reads the rows of [from, to) now, so that `row` knows them once this resolves (whether or not it worked). */
  async load(from: number, to: number): Promise<void> {
    const first = Math.max(0, from);
    if (to <= first) return;
    const view = this.#view;
    const result = await this.read(first, Math.min(2_000, to - first));
    if (!result.ok || view !== this.#view) return;
    this.#cache.put(result.value.from, result.value.rows);
    this.#rowsChanged();
  }

  /** Rows as they are now, past the cache. */
  async read(from: number, count: number): Promise<Result<LogRows>> {
    return this.#bridge.call('logs.read', { view: this.#view, from, count });
  }

  /** Follows the end, or stops where it is. */
  follow(following: boolean): void {
    const before = this.slices.get('follow');
    if (before.following === following) return;
    const { visible } = this.slices.get('counts');
    this.#seen = { end: visible, id: this.#cache.row(visible - 1)?.id ?? -1 };
    this.slices.set('follow', { following, newer: 0, pausedAt: following ? null : Date.now() });
    if (!following) this.slices.set('tail', null);
    this.#sendFollow();
  }

  /** Says how many rows fit on screen: that many come as the tail while following. 1 to 500. */
  setRowsOnScreen(rows: number): void {
    const next = Math.max(1, Math.min(500, Math.ceil(rows)));
    if (next === this.#tailRows) return;
    this.#tailRows = next;
    if (this.slices.get('follow').following) this.#sendFollow();
  }

  /** While paused: rows before position `end` have been on screen, so that they are not counted as newer. */
  seen(end: number): void {
    if (this.slices.get('follow').following || end <= this.#seen.end) return;
    this.#seen = { end, id: this.#cache.row(end - 1)?.id ?? -1 };
    this.#countNewer();
  }

  /** Replaces the filter. Its progress and errors come with the `filter` slice; the result says whether it was taken. */
  async setFilter(filter: LogFilter): Promise<Result<null>> {
    this.slices.set('filter', { filter, progress: 0, error: null });
    return this.#sendFilter();
  }

  /** Begins a search in what is visible; null ends it. Going to hits is `nextHit`. */
  async search(pattern: LogPattern | null): Promise<Result<null>> {
    this.#search++;
    this.slices.set('search', pattern && { pattern, found: 0, progress: 0, error: null, current: null });
    const asked = this.#search;
    const result = await this.#bridge.call('logs.search', { view: this.#view, search: asked, pattern: pattern && { ...pattern } });
    // Rows say where they match: those that were read before say it of another search.
    if (asked === this.#search) {
      this.#cache.changed(0);
      this.#rowsChanged();
    }
    return result;
  }

  /** Goes to the hit after the current one, or after position `from`; round the end. Null when there is none so far. */
  nextHit(from?: number): Promise<Result<LogPlace | null>> {
    return this.#hit(from, false);
  }

  /** Goes to the hit before the current one, or before position `from`; round the beginning. Null when there is none so far. */
  previousHit(from?: number): Promise<Result<LogPlace | null>> {
    return this.#hit(from, true);
  }

  /** The visible row of a line, or the one nearest to a time; null when the filter hides all. */
  async locate(at: WhereInLog): Promise<Result<LogPlace | null>> {
    return this.#bridge.call('logs.locate', { view: this.#view, at });
  }

  /** Has a line, or what is nearest to a time, shown in the middle of the lines; following stops. */
  async reveal(at: WhereInLog): Promise<Result<LogPlace | null>> {
    const found = await this.locate(at);
    if (found.ok && found.value) this.#show(found.value);
    return found;
  }

  /** Marks a line for the reader, or takes the mark away. */
  toggleMarked(id: number): void {
    const marked = new Set(this.slices.get('marked'));
    if (!marked.delete(id)) marked.add(id);
    this.slices.set('marked', marked);
  }

  /** The whole text of one line, however long. */
  async line(id: number): Promise<Result<{ readonly text: string }>> {
    return this.#bridge.call('logs.line', { view: this.#view, id });
  }

  /** Has what a `dropped` mark speaks of read again from the server; it comes as lines. */
  async again(id: number): Promise<Result<null>> {
    return this.#bridge.call('logs.again', { view: this.#view, id });
  }

  /** The lines as one file. `onPiece` is told how many characters there are so far. Aborted: a failure that says so. */
  save(options: SaveOptions, signal: AbortSignal, onPiece?: (characters: number) => void): Promise<Result<SavedLines>> {
    return saveLines(this.#bridge, { ...options, view: this.#view }, signal, onPiece);
  }

  /** Reads everything anew, with other options where some are given (since, tail, previous, selections). */
  restart(options: Partial<LogViewOptions> = {}): void {
    this.#options = { ...this.#options, ...options };
    this.#opened = 0;
    this.#lastError = null;
    this.#attempt = 0;
    this.#open();
  }

  /** Closes the view: its lines are forgotten on the other side too. */
  close(): void {
    this.#stopConnection();
    this.#drop();
    this.slices.set('status', { state: 'closed' });
  }

  #open(): void {
    this.#drop();
    this.#opened++;
    this.#view = crypto.randomUUID();
    const fresh = blank(this.slices.get('filter').filter);
    for (const name of renewed) this.slices.set(name, fresh[name]);
    this.#cache.clear();
    this.#reader.forget();
    this.#seen = { end: 0, id: -1 };
    // Ids and positions of the view before mean nothing in this one: there is no place to stay at but the end.
    this.slices.set('follow', fresh.follow);
    this.slices.set('status', { state: 'opening' });
    this.#closeStream = this.#bridge.open('logs.view', { ...this.#options, view: this.#view }, (event) => this.#take(event));
    if (this.slices.get('filter').filter !== emptyFilter) void this.#sendFilter();
    const search = this.slices.get('search');
    if (search) void this.search(search.pattern);
    this.#sendFollow();
    this.#moved(0);
  }

  #drop(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#closeStream?.();
    this.#closeStream = null;
  }

  #take(event: StreamEvent<LogViewItem>): void {
    if (event.type === 'items') this.#takeItem(event.items);
    else if (event.type === 'end') this.#ended(event.error);
  }

  #takeItem(item: LogViewItem): void {
    const { slices } = this;
    if (slices.get('status').state === 'opening') {
      this.#attempt = 0;
      slices.set('status', { state: 'open', reopened: this.#opened > 1 ? { at: Date.now(), error: this.#lastError } : null });
    }
    if (item.sources)
      slices.set('sources', new Map([...slices.get('sources'), ...item.sources.map((source) => [source.number, source] as const)]));
    if (item.selections) {
      const said = item.selections.map((selection) => [selection.index, selection] as const);
      slices.set('selections', new Map([...slices.get('selections'), ...said]));
    }
    if (item.histogram) slices.set('histogram', item.histogram);
    if (item.filter) slices.set('filter', { ...slices.get('filter'), ...item.filter });
    else if (item.changedFrom !== undefined && slices.get('filter').progress < 1)
      slices.set('filter', { ...slices.get('filter'), progress: 1 });
    if (item.search && item.search.search === this.#search) {
      const { found, progress, error } = item.search;
      const search = slices.get('search');
      if (search) slices.set('search', { ...search, found, progress, error });
    }
    if (item.changedFrom !== undefined) this.#cache.changed(item.changedFrom);
    const { following } = slices.get('follow');
    if (item.tail) {
      this.#cache.put(item.tail.from, item.tail.rows);
      if (following) slices.set('tail', item.tail);
    }
    if (item.counts) slices.set('counts', item.counts);
    if (item.changedFrom !== undefined) this.#moved(item.changedFrom);
    if (item.counts && !following) this.#countNewer();
    if (item.counts || item.tail || item.changedFrom !== undefined) this.#rowsChanged();
  }

  #rowsChanged(): void {
    this.slices.set('rows', this.slices.get('rows') + 1);
  }

  /** Positions from `from` on mean other rows: what was on screen is looked for by its id, so that only later lines count as newer. */
  #moved(from: number): void {
    this.slices.set('moved', { from, serial: this.slices.get('moved').serial + 1 });
    const { id, end } = this.#seen;
    if (this.slices.get('follow').following || id < 0 || from >= end) return;
    void this.locate({ id }).then((found) => {
      if (!found.ok || !found.value || this.#seen.id !== id) return;
      this.#seen = { end: found.value.position + 1, id };
      this.#countNewer();
    });
  }

  #countNewer(): void {
    const follow: FollowState = this.slices.get('follow');
    const newer = Math.max(0, this.slices.get('counts').visible - this.#seen.end);
    if (!follow.following && newer !== follow.newer) this.slices.set('follow', { ...follow, newer });
  }

  async #hit(from: number | undefined, backwards: boolean): Promise<Result<LogPlace | null>> {
    const search = this.slices.get('search');
    if (!search) return { ok: true, value: null };
    const number = this.#search;
    await this.#searchedThrough(number);
    const start = from ?? (await this.#currentPosition()) ?? (backwards ? this.slices.get('counts').visible : -1);
    const found = await this.#bridge.call('logs.hit', { view: this.#view, search: number, from: start, backwards });
    const now = this.slices.get('search');
    if (found.ok && found.value && now && number === this.#search) {
      this.slices.set('search', { ...now, current: found.value });
      this.#show(found.value);
    }
    return found;
  }

  /**
   * Resolves once the lines have been gone through for a search, it failed or is over: before that the nearest hit may not be known,
   * and going to another one would lose the reader's place. After `longestWaitMs` what is known must do.
   */
  #searchedThrough(number: number): Promise<void> {
    const through = () => {
      const search = this.slices.get('search');
      return number !== this.#search || search === null || search.progress >= 1 || search.error !== null;
    };
    if (through()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        stop();
        clearTimeout(timer);
        resolve();
      };
      const stop = this.slices.subscribe('search', () => {
        if (through()) done();
      });
      const timer = setTimeout(done, longestWaitMs);
    });
  }

  /** Where the current hit is by now: late lines may have moved it. */
  async #currentPosition(): Promise<number | null> {
    const current = this.slices.get('search')?.current;
    if (!current) return null;
    const found = await this.locate({ id: current.id });
    return found.ok && found.value ? found.value.position : current.position;
  }

  #show(place: LogPlace): void {
    this.follow(false);
    this.slices.set('reveal', { place, serial: (this.slices.get('reveal')?.serial ?? 0) + 1 });
  }

  async #sendFilter(): Promise<Result<null>> {
    const { filter } = this.slices.get('filter');
    const { include, exclude, levels, hiddenSources, onlySources, context } = filter;
    const result = await this.#bridge.call('logs.filter', {
      view: this.#view,
      filter: {
        include: [...include],
        exclude: [...exclude],
        levels: levels && [...levels],
        hiddenSources: [...hiddenSources],
        onlySources: onlySources && [...onlySources],
        context,
      },
    });
    const now = this.slices.get('filter');
    if (now.filter === filter && result.ok && now.progress === 0 && now.error === null) this.slices.set('filter', { ...now, progress: 1 });
    return result;
  }

  #sendFollow(): void {
    const rows = this.slices.get('follow').following ? this.#tailRows : 0;
    void this.#bridge.call('logs.follow', { view: this.#view, rows });
  }

  #ended(error: ClusterError | null): void {
    this.#closeStream = null;
    this.#lastError = error;
    const delay = Math.min(firstRetryMs * 2 ** this.#attempt, longestRetryMs);
    this.#attempt++;
    this.slices.set('status', { state: 'broken', error, retryAt: Date.now() + delay });
    this.#cutOff();
    this.#retry = setTimeout(() => this.#open(), delay);
  }

  /** The main side forgets a view when the page is cut off; the bridge's own way of opening streams again would mix two views' rows. */
  /** What the sources did last is no longer what they do. */
  #cutOff(): void {
    this.slices.set('sources', cutOff(this.slices.get('sources'), Date.now()));
  }

  #connectionIs(state: 'connecting' | 'open' | 'lost' | 'refused'): void {
    if (state === 'lost' && this.#closeStream) {
      this.#drop();
      this.#lastError = null;
      this.slices.set('status', { state: 'broken', error: null, retryAt: null });
      this.#cutOff();
    } else if (state === 'open') {
      // After the bridge has opened again what was open: it would open this one a second time.
      queueMicrotask(() => {
        if (this.slices.get('status').state === 'broken' && this.#retry === null) this.#open();
      });
    }
  }
}

function blank(filter: LogFilter): LogSlices {
  return {
    sources: new Map(),
    counts: { visible: 0, total: 0, bytes: 0, spilledBytes: 0, dropped: 0 },
    histogram: null,
    search: null,
    filter: { filter, progress: 1, error: null },
    selections: new Map(),
    follow: { following: true, newer: 0, pausedAt: null },
    status: { state: 'opening' },
    reveal: null,
    rows: 0,
    tail: null,
    marked: new Set(),
    moved: { from: 0, serial: 0 },
  };
}
