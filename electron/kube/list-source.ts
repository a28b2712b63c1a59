import type { ClusterError } from '../../shared/cluster-error.ts';
import type { SourceDiagnostics } from '../../shared/diagnostics.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Column } from '../../shared/row.ts';
import { type Clock, pause } from './clock.ts';
import type { ColdFile, ColdFiles } from './cold-files.ts';
import { combineFreshness } from './combine-freshness.ts';
import { isForbidden } from './list-failure.ts';
import type { NamedProjection } from './projection.ts';
import { Reflector, type ReflectorPosition } from './reflector.ts';
import type { RowDecoder } from './row-decoder.ts';
import { SourceCounter } from './source-counter.ts';
import { Store, type StoredRow } from './store.ts';
import type { Transport } from './transport.ts';

/** What a reader of a source is told. All calls come from the data thread's loop, in order. */
export interface SourceReader {
  row(uid: string): void;
  state(state: Freshness): void;
  columns(columns: readonly Column[]): void;
  /** All rows are forgotten: the context was disconnected. */
  reset(): void;
}

/** Which rows: a kind in all namespaces (null) or some, narrowed by selectors (empty = none). */
export interface SourceQuery {
  readonly ref: ResourceRef;
  readonly namespaces: readonly string[] | null;
  readonly fieldSelector: string;
  readonly labelSelector: string;
  /** What is made of each object, where that is not the row that tables show. */
  readonly projection?: NamedProjection;
}

/** What a source needs from its context. */
export interface SourceContext {
  readonly clock: Clock;
  readonly decoderFor: (ref: ResourceRef, projection?: NamedProjection) => RowDecoder;
  /** False for cluster-scoped kinds, null when nobody knows. May ask discovery; never rejects. */
  readonly isNamespaced: (ref: ResourceRef) => Promise<boolean | null>;
  /** Namespaces to try one by one when a list over all is refused. May list namespaces; never rejects. */
  readonly namespacesToTry: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly onNotServed: (ref: ResourceRef) => void;
  /** Where rows rest. */
  readonly files: ColdFiles;
}

/** What is known of rows that are not in memory: where to go on, and what the rail shows meanwhile. */
export interface ColdRows {
  readonly file: ColdFile;
  readonly problems: Store['problems'];
  /** ms since the epoch: when all of it was last known to be true. */
  readonly at: number;
}

/** A rest that has begun or is over: reflectors are stopped, by namespace where each goes on. */
interface Rest {
  readonly positions: ReadonlyMap<string, ReflectorPosition>;
  readonly begun: AbortController;
  /** Null while it is being written: the rows are still in memory. */
  cold: ColdRows | null;
}

/** More namespaces than this are read by one list over all of them, if that is allowed: one watch instead of many. */
const separateNamespaces = 16;
/** Where namespaces are read one by one, new ones are looked for this often, in ms: one small request. */
const newNamespacesMs = 60_000;

/**
 * The rows of one query, kept true by one reflector over all namespaces or by one per namespace where only that is asked or
 * allowed. Shared by all readers of the same query; started and stopped with its context, keeping nothing in between.
 *
 * While nobody looks it may `rest`: no watch, rows in a file. `look` brings it back: rows of then first, called `catching-up`,
 * then what happened since, by watching from where it stopped. A file that cannot be read any more costs a list, nothing else.
 */
export class ListSource {
  readonly query: SourceQuery;
  readonly store = new Store();
  /** Of all its reflectors, since it was made. */
  readonly counter = new SourceCounter();
  readonly #context: SourceContext;
  readonly #decoder: RowDecoder;
  readonly #readers = new Set<SourceReader>();
  /** Null = every namespace. */
  readonly #wanted: ReadonlySet<string> | null;
  #columns: readonly Column[];
  #run: AbortController | null = null;
  #reflectors = new Map<string, Reflector>();
  #state: Freshness = { state: 'not-connected' };
  /** Refusal of the list over all namespaces, once one per namespace was chosen instead. */
  #refused: ClusterError | null = null;
  #transport: Transport | null = null;
  #rest: Rest | null = null;
  /** Rows of the refused list may still be there, some of them in namespaces that nobody can read any more. */
  #leftovers = false;

  constructor(query: SourceQuery, context: SourceContext) {
    this.query = query;
    this.#context = context;
    this.#wanted = query.namespaces === null ? null : new Set(query.namespaces);
    this.#decoder = context.decoderFor(query.ref, query.projection);
    this.#columns = this.#decoder.columns;
    this.store.subscribe((uid) => {
      for (const reader of this.#readers) reader.row(uid);
    });
  }

  get state(): Freshness {
    return this.#state;
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** What the diagnostics show of it now. */
  diagnose(): SourceDiagnostics {
    const { ref, namespaces, fieldSelector, labelSelector } = this.query;
    const { cold } = this;
    return {
      number: this.counter.number,
      resource: ref,
      namespaces: namespaces === null ? null : namespaces.length,
      selected: fieldSelector !== '' || labelSelector !== '',
      freshness: cold === null ? this.#state : { state: 'catching-up', since: cold.at },
      rows: cold?.file.rows ?? this.store.size,
      figures: { events: this.counter.events, restarts: { ...this.counter.restarts } },
      encoding: this.#decoder.encoding,
      fallback: this.#decoder.fallback,
    };
  }

  /** Tells `reader` of every change from now on; what is already there it reads from `store`, `state` and `columns`. */
  subscribe(reader: SourceReader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Begins to list and watch over `transport`. */
  start(transport: Transport): void {
    if (this.#run !== null) return;
    const run = new AbortController();
    this.#run = run;
    this.#transport = transport;
    this.#decoder.reconnected();
    this.#publish({ state: 'connecting', since: this.#context.clock.now(), detail: '' });
    void this.#plan(transport, run.signal);
  }

  /** What is on disk; null while the rows are in memory, also while they are being written or read. */
  get cold(): ColdRows | null {
    return this.#rest?.cold ?? null;
  }

  /** True when it may rest: every list is complete and says where to go on. Where namespaces are refused it is not. */
  get canRest(): boolean {
    return this.#rest === null && this.#refused === null && this.#positions() !== null;
  }

  /**
   * Stops watching, writes the rows to a file and forgets them; readers are not told, so there must be none that shows rows.
   * A `look` or `stop` meanwhile wins. Rejects when the file could not be written: everything then goes on as before.
   */
  async rest(): Promise<void> {
    const { files } = this.#context;
    const positions = this.#positions();
    if (positions === null || !this.canRest) return;
    const rest: Rest = { positions, begun: new AbortController(), cold: null };
    this.#rest = rest;
    this.#stopReflectors();
    const at = Math.min(...[...positions.values()].map((position) => position.at));
    try {
      const file = await files.write(this.store.rows(), rest.begun.signal);
      if (this.#rest !== rest) {
        await files.remove(file);
        return;
      }
      rest.cold = { file, problems: this.store.problems, at };
      this.store.clear();
    } catch (thrown) {
      if (rest.begun.signal.aborted) return;
      this.#rest = null;
      this.#goOn(positions);
      throw thrown;
    }
  }

  /** Somebody looks: ends a rest. Resolves when the rows are in memory again; never rejects. */
  async look(): Promise<void> {
    const { files } = this.#context;
    const rest = this.#rest;
    const run = this.#run;
    if (rest === null || run === null) return;
    this.#rest = null;
    rest.begun.abort(new Error('looked at'));
    if (rest.cold === null) {
      this.#goOn(rest.positions);
      return;
    }
    this.#publish({ state: 'connecting', since: this.#context.clock.now(), detail: '' });
    const { signal } = run;
    let positions: Rest['positions'] | null = rest.positions;
    const take = (row: StoredRow) => {
      if (!signal.aborted) this.store.restore(row);
    };
    try {
      await files.read(rest.cold.file, take, signal);
    } catch {
      // The file is gone or damaged: nothing of it is believed, and the server is asked for everything.
      positions = null;
      if (!signal.aborted) this.#forgetRows();
    }
    await files.remove(rest.cold.file).catch(() => undefined);
    if (signal.aborted) return;
    if (positions === null && this.#transport !== null) void this.#plan(this.#transport, signal);
    else if (positions !== null) this.#goOn(positions);
  }

  /** The context leads to another cluster or user: nothing that is known is believed any more, and all is read anew. */
  startOver(): void {
    const transport = this.#transport;
    if (transport === null) return;
    this.stop();
    this.start(transport);
  }

  #endRest(why: string): void {
    const rest = this.#rest;
    this.#rest = null;
    rest?.begun.abort(new Error(why));
    // A file that cannot be removed now goes with its folder when the process ends.
    if (rest?.cold) void this.#context.files.remove(rest.cold.file).catch(() => undefined);
  }

  #forgetRows(): void {
    this.store.clear();
    for (const reader of this.#readers) reader.reset();
  }

  /** Where each reflector can go on; null when one cannot, or there is none. */
  #positions(): ReadonlyMap<string, ReflectorPosition> | null {
    const positions = new Map<string, ReflectorPosition>();
    for (const [namespace, { position }] of this.#reflectors) {
      if (position === null) return null;
      positions.set(namespace, position);
    }
    return positions.size === 0 ? null : positions;
  }

  #goOn(positions: ReadonlyMap<string, ReflectorPosition>): void {
    const transport = this.#transport;
    const signal = this.#run?.signal;
    if (transport === null || signal === undefined) return;
    for (const [namespace, from] of positions) this.#reflect(transport, namespace, signal, from);
    this.#publish(combineFreshness(this.#scopes(), this.#refused));
  }

  /** Ends everything and forgets the rows, on disk too. */
  stop(): void {
    this.#run?.abort(new Error('stopped'));
    this.#run = null;
    this.#transport = null;
    this.#endRest('stopped');
    this.#stopReflectors();
    this.#refused = null;
    this.#leftovers = false;
    this.store.clear();
    for (const reader of this.#readers) reader.reset();
    this.#publish({ state: 'not-connected' });
  }

  async #plan(transport: Transport, signal: AbortSignal): Promise<void> {
    const { namespaces, ref } = this.query;
    const some = namespaces !== null && namespaces.length <= separateNamespaces && (await this.#context.isNamespaced(ref)) !== false;
    if (signal.aborted) return;
    if (some) for (const namespace of new Set(namespaces)) this.#reflect(transport, namespace, signal);
    else this.#reflect(transport, '', signal);
  }

  #reflect(transport: Transport, namespace: string, signal: AbortSignal, from?: ReflectorPosition): void {
    const { ref, fieldSelector, labelSelector } = this.query;
    const reflector = new Reflector({
      transport,
      scope: { ref, namespace, fieldSelector, labelSelector },
      decoder: this.#decoder,
      store: this.store,
      counter: this.counter,
      accepts: (row) => this.#wanted === null || row.namespace === '' || this.#wanted.has(row.namespace),
      clock: this.#context.clock,
      ...(from === undefined ? {} : { from }),
      onState: (state) => this.#scopeChanged(transport, namespace, state, signal),
      onColumns: () => this.#columnsMayHaveChanged(),
      onNotServed: () => this.#context.onNotServed(this.query.ref),
    });
    this.#reflectors.set(namespace, reflector);
    reflector.start();
  }

  #scopeChanged(transport: Transport, namespace: string, state: Freshness, signal: AbortSignal): void {
    const error = 'error' in state ? state.error : null;
    if (namespace === '' && error !== null && isForbidden(error) && this.#refused === null) {
      this.#refused = error;
      this.#leftovers = true;
      void this.#fallBack(transport, signal);
    }
    const scopes = this.#scopes();
    if (this.#leftovers && this.#reflectors.size > 1 && [...scopes.values()].every(isSettled)) {
      this.#leftovers = false;
      this.store.forget('');
    }
    this.#publish(combineFreshness(scopes, this.#refused));
  }

  /**
   * A list over all namespaces is refused: read those that can be read (F11). The refused reflector stays, asks again in
   * 15 minutes, and takes over when it is allowed. Namespaces that are created meanwhile join.
   */
  async #fallBack(transport: Transport, signal: AbortSignal): Promise<void> {
    const refused = this.#refused;
    const namespaced = await this.#context.isNamespaced(this.query.ref);
    if (namespaced === false || signal.aborted) return;
    const names = this.query.namespaces ?? (await this.#context.namespacesToTry(signal));
    if (signal.aborted) return;
    // Allowed after all, while that was found out.
    if (this.#refused !== refused) return;
    for (const name of names) if (name !== '' && !this.#reflectors.has(name)) this.#reflect(transport, name, signal);
    this.#publish(combineFreshness(this.#scopes(), this.#refused));
    if (this.query.namespaces !== null) return;
    await pause(this.#context.clock, newNamespacesMs, signal);
    if (!signal.aborted && this.#refused === refused) void this.#fallBack(transport, signal);
  }

  #scopes(): ReadonlyMap<string, Freshness> {
    const states = new Map<string, Freshness>();
    const overAll = this.#reflectors.get('');
    if (overAll?.state.state === 'live' && this.#refused !== null) {
      // Allowed meanwhile: its list holds what the others hold.
      this.#refused = null;
      this.#leftovers = false;
      for (const [namespace, reflector] of this.#reflectors) {
        if (namespace === '') continue;
        reflector.stop();
        this.#reflectors.delete(namespace);
        this.store.forget(namespace);
      }
    }
    for (const [namespace, reflector] of this.#reflectors) {
      if (namespace === '' && this.#reflectors.size > 1) continue;
      states.set(namespace, reflector.state);
    }
    return states;
  }

  #columnsMayHaveChanged(): void {
    if (this.#decoder.columns === this.#columns) return;
    this.#columns = this.#decoder.columns;
    for (const reader of this.#readers) reader.columns(this.#columns);
  }

  #publish(state: Freshness): void {
    this.#state = state;
    for (const reader of this.#readers) reader.state(state);
  }

  #stopReflectors(): void {
    for (const reflector of this.#reflectors.values()) reflector.stop();
    this.#reflectors = new Map();
  }
}

/** A list whose rows are as complete as they will be for now. */
function isSettled(state: Freshness): boolean {
  return state.state !== 'connecting' && state.state !== 'listing';
}
