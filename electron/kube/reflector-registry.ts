import { resourceKey } from '../../shared/resource.ts';
import type { Clock } from './clock.ts';
import { ListSource, type SourceContext, type SourceQuery } from './list-source.ts';
import type { Transport } from './transport.ts';
import { WantedTransport } from './wanted-transport.ts';

/** A source nobody reads any more is kept this long: going back to a view within it costs nothing. */
const graceMs = 5_000;

interface Shared {
  readonly source: ListSource;
  readers: number;
  /** Readers that somebody looks at. */
  watched: number;
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

  sources(): readonly ListSource[] {
    return [...this.#sources.values()].map((shared) => shared.source);
  }

  /** Starts the source of `query`, or joins the one that runs. In the background, its lists let those go first that somebody looks at. */
  hold(query: SourceQuery, background = false): HeldSource {
    const key = keyOf(query);
    let shared = this.#sources.get(key);
    if (shared === undefined) {
      shared = { source: new ListSource(query, this.#context), readers: 0, watched: 0, cancelStop: () => undefined };
      this.#sources.set(key, shared);
      if (this.#transport !== null) start(shared, this.#transport);
    }
    const held = shared;
    held.cancelStop();
    held.readers++;
    if (!background) held.watched++;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      held.readers--;
      if (!background) held.watched--;
      if (held.readers > 0) return;
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
}

function start(shared: Shared, transport: Transport): void {
  shared.source.start(new WantedTransport(transport, () => shared.watched > 0));
}

function keyOf(query: SourceQuery): string {
  const namespaces = query.namespaces === null ? null : [...new Set(query.namespaces)].sort();
  return JSON.stringify([resourceKey(query.ref), query.ref.version, namespaces, query.fieldSelector]);
}
