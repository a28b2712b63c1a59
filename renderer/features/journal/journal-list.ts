import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { CallArguments } from '../../../shared/contract.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { type ReadJournal, withNewest, withOlder } from './join-pages.ts';
import type { JournalFilters } from './journal-filters.ts';

/** Entries of a page: some screens full. */
const pageSize = 200;
/** The most that the newest pages are read again at once, as the contract has it. */
const mostAtOnce = 1_000;

/** What the page shows of the journal. */
export interface JournalState {
  /** null = nothing was read yet. */
  readonly read: ReadJournal | null;
  /** ms since the epoch: when the newest entries were read. */
  readonly readAt: number;
  /** Older entries are being looked for. */
  readonly searching: boolean;
  /** Why the last reading failed; what was read before stays. */
  readonly error: ClusterError | null;
}

/**
 * The entries that some filters let through, read from the newest back as far as somebody looks, and again when this app has written to the journal. One
 * reading at a time, in the order in which they were asked for; nothing changes any more after `close`.
 */
export class JournalList {
  readonly #bridge: Bridge;
  readonly #filters: JournalFilters;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;
  #state: JournalState = { read: null, readAt: 0, searching: true, error: null };
  #reading: Promise<void> = Promise.resolve();
  #refreshWaits = false;
  #olderWaits = false;
  #closed = false;

  constructor(bridge: Bridge, filters: JournalFilters, now: () => number = Date.now) {
    this.#bridge = bridge;
    this.#filters = filters;
    this.#now = now;
    this.#stop = bridge.open('journal.changes', {}, (event) => {
      if (event.type === 'items') this.refresh();
    });
    this.refresh();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): JournalState => this.#state;

  /** Reads the newest entries again; what is being read is read to its end first. */
  refresh(): void {
    if (this.#refreshWaits) return;
    this.#refreshWaits = true;
    this.#then(async () => {
      this.#refreshWaits = false;
      const { read, readAt } = this.#state;
      const at = this.#now();
      const page = await this.#ask({ limit: Math.min(mostAtOnce, Math.max(pageSize, read?.entries.length ?? 0)) });
      if (page === null) return;
      this.#set({ read: read === null ? page : withNewest(read, page, readAt), readAt: at, error: null });
      // A page may be short because the search looked only so far.
      if (page.entries.length < pageSize) this.older();
      else this.#set({ searching: false });
    });
  }

  /** Goes back until there is another page of entries, or all was looked at. */
  older(): void {
    if (this.#olderWaits) return;
    this.#olderWaits = true;
    this.#then(async () => {
      const enough = (this.#state.read?.entries.length ?? 0) + pageSize;
      for (;;) {
        const { read } = this.#state;
        if (this.#closed || read === null || read.next === '' || read.entries.length >= enough) break;
        this.#set({ searching: true });
        const page = await this.#ask({ before: read.next, limit: pageSize });
        if (page === null) break;
        this.#set({ read: withOlder(read, page) });
        // What was written meanwhile has its turn.
        if (this.#refreshWaits) break;
      }
      this.#olderWaits = false;
      this.#set({ searching: false });
    });
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#listeners.clear();
  }

  #then(step: () => Promise<void>): void {
    this.#reading = this.#reading.then(() => (this.#closed ? undefined : step()));
  }

  async #ask(asked: Pick<CallArguments<'journal.read'>, 'before' | 'limit'>) {
    const result = await this.#bridge.call('journal.read', { ...this.#filters, ...asked });
    if (result.ok) return result.value;
    this.#set({ error: result.error, searching: false });
    return null;
  }

  #set(change: Partial<JournalState>): void {
    if (this.#closed) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
