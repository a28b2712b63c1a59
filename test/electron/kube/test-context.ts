import { systemClock } from '../../../electron/kube/clock.ts';
import type { Connection } from '../../../electron/kube/connection.ts';
import { DataThreadHost, type HostOptions } from '../../../electron/kube/data-thread-host.ts';
import type { FromDataThread } from '../../../electron/kube/data-thread-protocol.ts';
import type { Projection } from '../../../electron/kube/projection.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import type { Row } from '../../../shared/row.ts';

/** A projection for tests: the one cell is the object's `value` as JSON. */
export const testProjection: Projection = {
  columns: [{ id: 'value', name: 'VALUE', type: 'text', priority: 0, description: '' }],
  project: (object) => ({
    uid: object.metadata?.uid ?? '',
    namespace: object.metadata?.namespace ?? '',
    name: object.metadata?.name ?? '',
    createdAt: null,
    health: object.value === 'broken' ? 'broken' : 'unknown',
    cells: [JSON.stringify(object.value ?? null)],
    labels: {},
  }),
};

/** The connection to a test server. */
export function connectionTo(url: string, changes: Partial<Connection> = {}): Connection {
  return {
    contextId: contextIdOf('test', 'one'),
    server: url,
    certificateAuthority: null,
    tlsServerName: null,
    insecureSkipTlsVerify: false,
    proxyUrl: null,
    impersonation: [],
    credential: { token: null, basic: null, clientCertificate: null, expiresAt: null },
    refreshable: false,
    ...changes,
  };
}

/** Waits for a condition to hold; fails with `what` when it does not within ten seconds. */
export async function until(what: string, holds: () => boolean, limitMs = 10_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a page would know of one stream. */
export class TestReader {
  readonly rows = new Map<string, Row>();
  readonly states: Freshness[] = [];
  readonly messages: {
    readonly type: string;
    readonly items?: {
      readonly upserts: readonly Row[];
      readonly removes: readonly string[];
      readonly reset?: true;
      readonly coalesced?: number;
    };
  }[] = [];
  ended: unknown;

  take(text: string): void {
    const event = JSON.parse(text);
    this.messages.push(event);
    if (event.type === 'end') this.ended = event.error;
    if (event.type === 'state') this.states.push(event.state);
    if (event.type !== 'items') return;
    if (event.items.reset === true) this.rows.clear();
    for (const uid of event.items.removes) this.rows.delete(uid);
    for (const row of event.items.upserts) this.rows.set(row.uid, row);
  }

  get state(): Freshness | undefined {
    return this.states.at(-1);
  }

  /** uid to cell, for comparison with the server's truth. */
  get values(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.rows.values()].map((row) => [row.uid, JSON.parse(String(row.cells[0]))]).sort());
  }
}

/** A data thread without a thread, with everything it said. */
export class TestThread {
  readonly host: DataThreadHost;
  readonly notices: Exclude<FromDataThread, { readonly type: 'event' | 'result' }>[] = [];
  readonly #readers = new Map<number, TestReader>();
  readonly #results = new Map<number, (result: unknown) => void>();
  #nextId = 1;
  onNotice: (notice: FromDataThread) => void = () => undefined;

  constructor(options: Partial<HostOptions> = {}) {
    this.host = new DataThreadHost({
      clock: systemClock,
      userAgent: 'timonier/test',
      projectionFor: (ref) => (ref.resource === 'pods' ? testProjection : null),
      calls: { 'resources.discover': (session) => session.discover() },
      post: (message) => this.#receive(message),
      ...options,
    });
  }

  #receive(message: FromDataThread): void {
    if (message.type === 'event') this.#readers.get(message.id)?.take(message.event);
    else if (message.type === 'result') this.#results.get(message.id)?.(message.result);
    else {
      this.notices.push(message);
      this.onNotice(message);
    }
  }

  /** Opens rows.watch; credit is granted for every message unless `slow`. */
  open(
    args: {
      readonly contextId?: string;
      readonly resource?: string;
      readonly namespaces?: readonly string[] | null;
      readonly slow?: boolean;
    } = {},
  ) {
    const id = this.#nextId++;
    const reader = new TestReader();
    const take = reader.take.bind(reader);
    if (args.slow !== true) {
      reader.take = (text) => {
        take(text);
        this.host.receive({ type: 'credit', id, count: 1 });
      };
    }
    this.#readers.set(id, reader);
    const resource = { group: '', version: 'v1', resource: args.resource ?? 'pods' };
    const contextId = args.contextId ?? contextIdOf('test', 'one');
    this.host.receive({
      type: 'open',
      id,
      channel: 'rows.watch',
      args: { contextId, resource, namespaces: args.namespaces ?? null, fieldSelector: '' },
    });
    return {
      reader,
      grant: (count: number) => this.host.receive({ type: 'credit', id, count }),
      close: () => this.host.receive({ type: 'close', id }),
    };
  }

  call(channel: string, args: unknown): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#results.set(id, resolve);
      this.host.receive({ type: 'call', id, channel, args });
    });
  }

  connect(connection: Connection, namespaces: readonly string[] = []): void {
    this.host.receive({ type: 'connect', connection, namespaces });
  }

  disconnect(): void {
    this.host.receive({ type: 'disconnect', contextId: contextIdOf('test', 'one') });
  }
}
