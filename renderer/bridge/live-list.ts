import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { Freshness } from '../../shared/freshness.ts';
import { type ResourceRef, resourceKey } from '../../shared/resource.ts';
import type { Column, Row, RowChanges } from '../../shared/row.ts';
import type { Bridge } from './bridge.ts';
import { recordLag } from './lag-meter.ts';

/** What one list is asked for; two readers that ask the same share one stream. */
export interface LiveListQuery {
  readonly contextId: ContextId;
  readonly resource: ResourceRef;
  /** null = all namespaces. */
  readonly namespaces: readonly string[] | null;
  readonly fieldSelector?: string;
}

/** Told about every change, in order, after the list has taken it. */
export interface LiveListReader {
  changed(changes: RowChanges): void;
  /** Freshness or the end of the stream changed. */
  stateChanged(): void;
}

/**
 * The rows of one kind in one context, kept up to date by one `rows.watch` stream, with their freshness.
 * Rows are kept when the stream turns stale or ends: the last known value is shown with its time.
 */
export class LiveList {
  readonly query: LiveListQuery;
  readonly rows = new Map<string, Row>();
  readonly #readers = new Set<LiveListReader>();
  #columns: readonly Column[] | null = null;
  #freshness: Freshness;
  #ended: ClusterError | null = null;
  #close: () => void;
  #lastCompleteAt: number | null = null;

  constructor(bridge: Bridge, query: LiveListQuery) {
    this.query = query;
    this.#freshness = { state: 'connecting', since: Date.now(), detail: '' };
    this.#close = bridge.open(
      'rows.watch',
      {
        contextId: query.contextId,
        resource: { group: query.resource.group, version: query.resource.version, resource: query.resource.resource },
        namespaces: query.namespaces && [...query.namespaces],
        fieldSelector: query.fieldSelector ?? '',
      },
      (event) => {
        if (event.type === 'items') this.#take(event.items);
        else if (event.type === 'state') this.#setFreshness(event.state);
        else this.#end(event.error);
      },
    );
  }

  /** null until the server (or the kind's definition on the data thread) said what the cells mean. */
  get columns(): readonly Column[] | null {
    return this.#columns;
  }

  get freshness(): Freshness {
    return this.#freshness;
  }

  /** Why the stream is over for good; null while it runs or when it was closed without a reason. */
  get ended(): ClusterError | null {
    return this.#ended;
  }

  /** ms since the epoch at which the list was last known to be complete; null when it never was. */
  get lastCompleteAt(): number | null {
    return this.#lastCompleteAt;
  }

  /** Starts telling `reader`; what the list holds already is read from `rows`. */
  subscribe(reader: LiveListReader): () => void {
    this.#readers.add(reader);
    return () => {
      this.#readers.delete(reader);
    };
  }

  /** Closes the stream. Nothing is delivered afterwards; the rows stay readable. */
  close(): void {
    this.#close();
  }

  #take(changes: RowChanges): void {
    if (changes.columns) this.#columns = changes.columns;
    if (changes.reset) this.rows.clear();
    for (const uid of changes.removes) this.rows.delete(uid);
    for (const row of changes.upserts) this.rows.set(row.uid, row);
    for (const reader of [...this.#readers]) reader.changed(changes);
    if (changes.since !== undefined) recordLag(this.query.contextId, Date.now() - changes.since);
  }

  #setFreshness(freshness: Freshness): void {
    this.#freshness = freshness;
    if (freshness.state === 'live') this.#lastCompleteAt = freshness.lastByteAt;
    for (const reader of [...this.#readers]) reader.stateChanged();
  }

  #end(error: ClusterError | null): void {
    this.#ended = error;
    if (error) {
      const since = Date.now();
      const kept = this.rows.size > 0;
      this.#freshness = { state: kept ? 'stale' : 'unreachable', since, error, retryAt: null, attempt: 0 };
    } else {
      this.#freshness = { state: 'not-connected' };
    }
    for (const reader of [...this.#readers]) reader.stateChanged();
  }
}

/** How long a list without a reader stays open, in ms: going back to a table, or changing the sort of the URL, finds its rows. */
const graceMs = 5_000;

interface Shared {
  readonly list: LiveList;
  readers: number;
  timer: ReturnType<typeof setTimeout> | null;
}

/**
 * The open lists of this page. Asking twice for the same thing gives the same list; the last release closes it after a
 * grace of some seconds. A list whose stream has ended is never handed out again.
 */
export class LiveLists {
  readonly #bridge: Bridge;
  readonly #lists = new Map<string, Shared>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** The list, and the function that gives it back; calling that twice does no harm. */
  acquire(query: LiveListQuery): { readonly list: LiveList; release(): void } {
    const key = keyOf(query);
    let shared = this.#lists.get(key);
    if (shared && (shared.list.ended || shared.list.freshness.state === 'not-connected') && shared.readers === 0) {
      this.#drop(key, shared);
      shared = undefined;
    }
    if (!shared) {
      shared = { list: new LiveList(this.#bridge, query), readers: 0, timer: null };
      this.#lists.set(key, shared);
    }
    const held = shared;
    held.readers++;
    if (held.timer !== null) clearTimeout(held.timer);
    held.timer = null;
    let released = false;
    return {
      list: held.list,
      release: () => {
        if (released) return;
        released = true;
        held.readers--;
        if (held.readers === 0) held.timer = setTimeout(() => this.#drop(key, held), graceMs);
      },
    };
  }

  #drop(key: string, shared: Shared): void {
    if (shared.timer !== null) clearTimeout(shared.timer);
    shared.list.close();
    if (this.#lists.get(key) === shared) this.#lists.delete(key);
  }
}

function keyOf(query: LiveListQuery): string {
  const namespaces = query.namespaces === null ? '*' : [...query.namespaces].sort().join(',');
  return [query.contextId, resourceKey(query.resource), query.resource.version, namespaces, query.fieldSelector ?? ''].join('\n');
}

const perBridge = new WeakMap<Bridge, LiveLists>();

/** The lists of this page's bridge; one registry per bridge, so that screens share streams without passing it around. */
export function liveListsOf(bridge: Bridge): LiveLists {
  let lists = perBridge.get(bridge);
  if (!lists) {
    lists = new LiveLists(bridge);
    perBridge.set(bridge, lists);
  }
  return lists;
}
