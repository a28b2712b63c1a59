import { resourceKey } from '../../shared/resource.ts';
import type { Clock } from './clock.ts';
import { ListSource, type SourceContext, type SourceQuery } from './list-source.ts';
import type { Transport } from './transport.ts';
import { WantedTransport } from './wanted-transport.ts';

/** A source nobody reads any more is kept this long: going back to a view within it costs nothing. */
const graceMs = 5_000;

interface Shared {
  readonly source: ListSource;
  /** Pages that read it. */
  lookers: number;
  /** Those who want it to be there without showing its rows. */
  keepers: number;
  /** When a page read it last, by the monotonic clock; when it started while none has. */
  lookedAt: number;
  cancelStop: () => void;
}

/** A share of a source; releasing it twice counts once. */
export interface HeldSource {
  readonly source: ListSource;
  release(): void;
}

/** The list sources of one context, shared by all readers of the same query and stopped some seconds after the last one left. */
export class ReflectorRegistry {
  readonly #context: SourceContext;
  readonly #clock: Clock;
  readonly #sources = new Map<string, Shared>();
  #transport: Transport | null = null;

  constructor(context: SourceContext) {
    this.#context = context;
    this.#clock = context.clock;
  }

  /** Number of sources that exist, those in their grace included. */
  get size(): number {
    return this.#sources.size;
  }

  /** Every source with when a page read it last (monotonic ms), null while one does. */
  looks(): readonly { readonly key: string; readonly source: ListSource; readonly lookedAt: number | null }[] {
    return [...this.#sources].map(([key, { source, lookers, lookedAt }]) => ({ key, source, lookedAt: lookers > 0 ? null : lookedAt }));
  }

  /** Starts the source of `query`, joins the one that runs, or wakes the one that rests, for somebody who shows its rows. */
  hold(query: SourceQuery): HeldSource {
    return this.#share(query, 'lookers');
  }

  /** As `hold`, for who only wants it to be there: its lists let those go first that somebody looks at, and it may rest. */
  keep(query: SourceQuery): HeldSource {
    return this.#share(query, 'keepers');
  }

  #share(query: SourceQuery, as: 'lookers' | 'keepers'): HeldSource {
    const key = keyOf(query);
    let shared = this.#sources.get(key);
    if (shared === undefined) {
      const source = new ListSource(query, this.#context);
      shared = { source, lookers: 0, keepers: 0, lookedAt: this.#clock.monotonic(), cancelStop: () => undefined };
      this.#sources.set(key, shared);
      if (this.#transport !== null) start(shared, this.#transport);
    }
    const held = shared;
    held.cancelStop();
    held[as]++;
    if (as === 'lookers') void held.source.look();
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      held[as]--;
      if (as === 'lookers') held.lookedAt = this.#clock.monotonic();
      if (held.lookers + held.keepers > 0) return;
      held.cancelStop = this.#clock.after(graceMs, () => {
        this.#sources.delete(key);
        held.source.stop();
      });
    };
    return { source: held.source, release };
  }

  /** The context is connected: everything that is held starts. */
  start(transport: Transport): void {
    this.#transport = transport;
    for (const shared of this.#sources.values()) start(shared, transport);
  }

  /** The context is disconnected: rows are forgotten, readers stay. */
  stop(): void {
    this.#transport = null;
    for (const { source } of this.#sources.values()) source.stop();
  }

  /** The context leads to another cluster or user than before: everything is forgotten and read anew. */
  identityChanged(): void {
    for (const { source } of this.#sources.values()) source.startOver();
  }
}

function start(shared: Shared, transport: Transport): void {
  shared.source.start(new WantedTransport(transport, () => shared.lookers > 0));
}

function keyOf(query: SourceQuery): string {
  const namespaces = query.namespaces === null ? null : [...new Set(query.namespaces)].sort();
  return JSON.stringify([
    resourceKey(query.ref),
    query.ref.version,
    namespaces,
    query.fieldSelector,
    query.labelSelector,
    query.projection?.name,
  ]);
}
