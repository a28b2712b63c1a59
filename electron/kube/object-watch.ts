import type { Freshness } from '../../shared/freshness.ts';
import type { Row } from '../../shared/row.ts';
import type { SourceQuery } from './list-source.ts';
import type { HeldSource } from './reflector-registry.ts';
import type { StoredRow } from './store.ts';

/** What is told of the objects of a query. */
export interface ObjectReader<Facts> {
  /** New or changed. */
  object(uid: string, facts: Facts): void;
  /** Deleted, or it does not match the selector any more. */
  gone(uid: string): void;
  state(state: Freshness): void;
}

/**
 * The objects of a list source whose projection puts facts in the only cell. Objects stay known while the context is disconnected and while
 * its list is read anew: only a complete list or an event says that one is gone. After `close` nothing is called.
 */
export class ObjectWatch<Facts> {
  readonly #held: HeldSource;
  readonly #reader: ObjectReader<Facts>;
  readonly #known = new Set<string>();
  readonly #unsubscribe: () => void;
  /** The rows were forgotten: which objects are gone is known when the next list is complete. */
  #forgotten = false;

  constructor(hold: (query: SourceQuery) => HeldSource, query: SourceQuery, reader: ObjectReader<Facts>) {
    this.#held = hold(query);
    this.#reader = reader;
    const { source } = this.#held;
    this.#unsubscribe = source.subscribe({
      row: (uid) => this.#row(uid),
      state: (state) => this.#state(state),
      columns: () => undefined,
      reset: () => {
        this.#forgotten = true;
      },
    });
  }

  /** Tells what is there already. To be called once, when the reader is ready. */
  begin(): void {
    const { store, state } = this.#held.source;
    for (const row of store.rows()) this.#tell(row);
    this.#reader.state(state);
  }

  get state(): Freshness {
    return this.#held.source.state;
  }

  close(): void {
    this.#unsubscribe();
    this.#held.release();
  }

  #row(uid: string): void {
    const { store } = this.#held.source;
    const row = store.get(uid);
    if (row !== undefined) this.#tell(row);
    // What the store does not remember as deleted is only out of sight: nobody may read it any more.
    else if (store.knows(uid)) this.#gone(uid);
  }

  #tell(row: StoredRow): void {
    const { cells } = JSON.parse(row.json) as Row;
    this.#known.add(row.uid);
    this.#reader.object(row.uid, JSON.parse(String(cells[0])) as Facts);
  }

  #gone(uid: string): void {
    if (this.#known.delete(uid)) this.#reader.gone(uid);
  }

  #state(state: Freshness): void {
    if (this.#forgotten && state.state === 'live' && state.partial === null) {
      this.#forgotten = false;
      for (const uid of [...this.#known]) if (this.#held.source.store.get(uid) === undefined) this.#gone(uid);
    }
    this.#reader.state(state);
  }
}
