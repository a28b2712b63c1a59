import type { ClusterError } from '../../shared/cluster-error.ts';
import type { SourceDiagnostics } from '../../shared/diagnostics.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Column } from '../../shared/row.ts';
import { type Clock, pause } from './clock.ts';
import { combineFreshness } from './combine-freshness.ts';
import { isForbidden } from './list-failure.ts';
import { Reflector } from './reflector.ts';
import type { RowDecoder } from './row-decoder.ts';
import { SourceCounter } from './source-counter.ts';
import { Store } from './store.ts';
import type { Transport } from './transport.ts';

/** What a reader of a source is told. All calls come from the data thread's loop, in order. */
export interface SourceReader {
  row(uid: string): void;
  state(state: Freshness): void;
  columns(columns: readonly Column[]): void;
  /** All rows are forgotten: the context was disconnected. */
  reset(): void;
}

/** Which rows: a kind in all namespaces (null) or some, narrowed by a field selector. */
export interface SourceQuery {
  readonly ref: ResourceRef;
  readonly namespaces: readonly string[] | null;
  readonly fieldSelector: string;
}

/** What a source needs from its context. */
export interface SourceContext {
  readonly clock: Clock;
  readonly decoderFor: (ref: ResourceRef) => RowDecoder;
  /** False for cluster-scoped kinds, null when nobody knows. May ask discovery; never rejects. */
  readonly isNamespaced: (ref: ResourceRef) => Promise<boolean | null>;
  /** Namespaces to try one by one when a list over all is refused. May list namespaces; never rejects. */
  readonly namespacesToTry: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly onNotServed: (ref: ResourceRef) => void;
}

/** More namespaces than this are read by one list over all of them, if that is allowed: one watch instead of many. */
const separateNamespaces = 16;
/** Where namespaces are read one by one, new ones are looked for this often, in ms: one small request. */
const newNamespacesMs = 60_000;

/**
 * The rows of one query, kept true by one reflector over all namespaces or by one per namespace where only that is asked or
 * allowed. Shared by all readers of the same query; started and stopped with its context, keeping nothing in between.
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
  /** Rows of the refused list may still be there, some of them in namespaces that nobody can read any more. */
  #leftovers = false;

  constructor(query: SourceQuery, context: SourceContext) {
    this.query = query;
    this.#context = context;
    this.#wanted = query.namespaces === null ? null : new Set(query.namespaces);
    this.#decoder = context.decoderFor(query.ref);
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
    const { ref, namespaces, fieldSelector } = this.query;
    return {
      number: this.counter.number,
      resource: ref,
      namespaces: namespaces === null ? null : namespaces.length,
      selected: fieldSelector !== '',
      freshness: this.#state,
      rows: this.store.size,
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
    this.#publish({ state: 'connecting', since: this.#context.clock.now(), detail: '' });
    void this.#plan(transport, run.signal);
  }

  /** Ends everything and forgets the rows. */
  stop(): void {
    this.#run?.abort(new Error('stopped'));
    this.#run = null;
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

  #reflect(transport: Transport, namespace: string, signal: AbortSignal): void {
    const reflector = new Reflector({
      transport,
      scope: { ref: this.query.ref, namespace, fieldSelector: this.query.fieldSelector },
      decoder: this.#decoder,
      store: this.store,
      counter: this.counter,
      accepts: (row) => this.#wanted === null || row.namespace === '' || this.#wanted.has(row.namespace),
      clock: this.#context.clock,
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
