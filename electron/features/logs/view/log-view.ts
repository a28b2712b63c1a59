import type { ContextId } from '../../../../shared/context-id.ts';
import type { LogPlace, LogRow, LogRows, LogSelection, LogStart, LogViewItem } from '../../../../shared/logs.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { FeedNotice, FeedRequest, FromFeed } from '../feed.ts';
import { LogStore } from './log-store.ts';
import type { MergeOrder } from './merge-order.ts';
import { rowOf, textOf } from './read-rows.ts';
import { ViewFeed } from './view-feed.ts';
import { ViewSources } from './view-sources.ts';
import { ViewWriter } from './view-writer.ts';

/** What a view is opened with, as logStreamArguments gives it. */
export interface ViewArguments {
  readonly view: string;
  readonly selections: readonly LogSelection[];
  readonly start: LogStart;
  readonly budget: { readonly bytes: number; readonly lines: number };
}

/** What a view needs of its thread. */
export interface ViewOptions {
  readonly clock: Clock;
  readonly notify: (notice: FeedNotice) => void;
  /** Takes JSON texts of StreamEvents. */
  readonly send: (event: string) => void;
}

const sampleEveryMs = 1_000;

/**
 * One log view: its lines, its feeds and what its page is told. Lives until `close`; then its feeds are closed and nothing is said any more.
 */
export class LogView {
  readonly #options: ViewOptions;
  readonly #args: ViewArguments;
  readonly #store: LogStore;
  readonly #sources = new ViewSources();
  readonly #writer: ViewWriter;
  readonly #feeds: readonly ViewFeed[];
  readonly #selections = new Map<number, NonNullable<LogViewItem['selections']>[number]>();
  #followed = 0;
  #tailWanted = false;
  #changedFrom = Number.POSITIVE_INFINITY;
  #toldLines = -1;
  #stopSampling: () => void = () => undefined;
  #closed = false;

  constructor(args: ViewArguments, options: ViewOptions) {
    this.#args = args;
    this.#options = options;
    this.#store = new LogStore(options.clock.now());
    this.#writer = new ViewWriter(options.clock, { takeItem: () => this.#takeItem() }, options.send);
    this.#feeds = [...new Set(args.selections.map(({ contextId }) => contextId))].map((contextId) => this.#feed(contextId));
    this.#sample();
    this.#writer.changed();
  }

  grant(count: number): void {
    this.#writer.grant(count);
  }

  close(): void {
    this.#closed = true;
    this.#stopSampling();
    this.#writer.close();
    for (const feed of this.#feeds) feed.close();
  }

  /** Rows from a position among the visible on. */
  async read(from: number, count: number): Promise<LogRows> {
    this.#settle();
    const ids = this.#visible.ids.slice(from, from + count);
    const visible = this.#visible.length;
    return { from, visible, rows: this.#rows(ids) };
  }

  /** The page shows the last `rows` rows (0 = it does not): they are sent now and whenever they change. */
  follow(rows: number): null {
    this.#followed = rows;
    this.#tailWanted = rows > 0;
    this.#writer.changed();
    return null;
  }

  /** The visible row of a line, or the one nearest to it or to a time; null when there is none. */
  locate(at: { readonly id: number } | { readonly time: number; readonly source: number | null }): LogPlace | null {
    this.#settle();
    const { length } = this.#visible;
    if (length === 0) return null;
    const found =
      'id' in at
        ? this.#visible.lowerBound(at.id)
        : this.#visible.search((id) => this.#store.columns.order(id) < this.#store.orderOf(at.time));
    const position = Math.min(found, length - 1);
    return { position, id: this.#visible.at(position) };
  }

  /** The whole text of a line; null when it is not there. */
  async line(id: number): Promise<string | null> {
    const bytes = this.#bytesOf(id);
    return bytes === null ? null : textOf(bytes.slice());
  }

  get #visible(): MergeOrder {
    return this.#store.order;
  }

  #settle(): void {
    const { from, to, changedFrom } = this.#store.settle();
    if (from === to) return;
    this.#tailWanted = this.#followed > 0;
    if (changedFrom !== null) this.#changedFrom = Math.min(this.#changedFrom, changedFrom);
  }

  #rows(ids: Uint32Array): LogRow[] {
    return Array.from(ids, (id) => rowOf(this.#store, id, this.#bytesOf(id) ?? new Uint8Array(0), false));
  }

  #bytesOf(id: number): Uint8Array | null {
    const segment = this.#store.segments.of(id);
    return segment === null || segment.data === null ? null : this.#store.bytesOf(segment, segment.data, id);
  }

  async #takeItem(): Promise<LogViewItem | null> {
    this.#settle();
    const item: { -readonly [Key in keyof LogViewItem]: LogViewItem[Key] } = {};
    if (this.#sources.hasChanges) item.sources = this.#sources.takeChanges();
    if (this.#selections.size > 0) {
      item.selections = [...this.#selections.values()];
      this.#selections.clear();
    }
    const total = this.#visible.length;
    if (total !== this.#toldLines) {
      this.#toldLines = total;
      item.counts = { visible: total, total, bytes: this.#store.bytes, spilledBytes: 0, dropped: 0 };
    }
    if (Number.isFinite(this.#changedFrom)) item.changedFrom = this.#changedFrom;
    this.#changedFrom = Number.POSITIVE_INFINITY;
    if (this.#tailWanted) {
      this.#tailWanted = false;
      const from = Math.max(0, total - this.#followed);
      item.tail = { from, rows: this.#rows(this.#visible.ids.slice(from)) };
    }
    return Object.keys(item).length === 0 ? null : item;
  }

  #sample(): void {
    this.#stopSampling = this.#options.clock.after(sampleEveryMs, () => {
      this.#sources.sample();
      if (this.#sources.hasChanges) this.#writer.changed();
      this.#sample();
    });
  }

  #feed(contextId: ContextId): ViewFeed {
    let numbers = new Map<number, number>();
    const take = (message: FromFeed) => {
      if (message.type === 'source') {
        const number = this.#sources.add(message.source, message.state);
        if (number !== null) numbers.set(message.source.feed, number);
      } else if (message.type === 'selection') {
        const { index, error, pods } = message;
        this.#selections.set(index, { index, error, pods });
      } else {
        const number = numbers.get(message.feed);
        if (number === undefined) return;
        if (message.type === 'state') this.#sources.setState(number, message.state);
        else if (message.type === 'mark') this.#store.mark(number, message.at, message.mark);
        else {
          this.#store.append(number, message.batch);
          this.#sources.count(number, message.batch);
        }
      }
      this.#writer.changed();
    };
    const begins = () => {
      numbers = new Map();
    };
    return new ViewFeed(this.#options.clock, { begins, take, request: async () => this.#request(contextId) }, this.#options.notify);
  }

  #request(contextId: ContextId): FeedRequest {
    const selections = this.#args.selections.flatMap(({ target, containers, ...selection }, index) =>
      selection.contextId === contextId ? [{ index, target, containers }] : [],
    );
    return { contextId, selections, start: this.#args.start, resume: [] };
  }

  get closed(): boolean {
    return this.#closed;
  }
}
