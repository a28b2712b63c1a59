import type { ClusterError } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus, PodProblems } from '../../shared/context-view.ts';
import type { ContextDiagnostics, CredentialDiagnostics } from '../../shared/diagnostics.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { Discovery, ResourceRef } from '../../shared/resource.ts';
import { sameResource } from '../../shared/resource.ts';
import type { Row } from '../../shared/row.ts';
import type { Clock } from './clock.ts';
import type { ColdFiles } from './cold-files.ts';
import type { Connection } from './connection.ts';
import { describeCredential } from './describe-credential.ts';
import { DiscoveryCache } from './discovery-cache.ts';
import { Heartbeat } from './heartbeat.ts';
import { HttpTransport } from './http-transport.ts';
import { LastingTransport, notConnected } from './lasting-transport.ts';
import type { ListSource, SourceQuery } from './list-source.ts';
import { namespacesToTry } from './namespaces-to-try.ts';
import type { Projection } from './projection.ts';
import { readJson } from './read-json.ts';
import { type HeldSource, ReflectorRegistry } from './reflector-registry.ts';
import { RequestFailure } from './request-failure.ts';
import { rowDecoderOf } from './row-decoder.ts';
import type { OwnedTransport, Transport } from './transport.ts';
import type { TransportLimits } from './transport-limits.ts';
import { whoAmI } from './who-am-i.ts';

/** What all contexts of the thread share. */
export interface SessionOptions {
  readonly clock: Clock;
  readonly userAgent: string;
  readonly limits?: Partial<TransportLimits>;
  readonly projectionFor: (ref: ResourceRef) => Projection | null;
  /** Where the rows go that nobody looks at. */
  readonly files: ColdFiles;
  readonly onStatus: (contextId: ContextId, status: ContextStatus) => void;
  readonly onUnauthorized: (contextId: ContextId, detail: string) => void;
}

/** At most one status per context in this time. */
const statusEveryMs = 1_000;
const podsQuery: SourceQuery = {
  ref: { group: '', version: 'v1', resource: 'pods' },
  namespaces: null,
  fieldSelector: '',
  labelSelector: '',
};

/**
 * Everything of one context in the data thread: transport, list sources, discovery, heartbeat, status. Contexts share
 * nothing, so a dead cluster delays no other. Lives as long as the context is connected or somebody reads from it.
 */
export class ContextSession {
  readonly contextId: ContextId;
  /** For readers that live longer than the connection. */
  readonly lastingTransport = new LastingTransport();
  readonly #options: SessionOptions;
  readonly #registry: ReflectorRegistry;
  readonly #discovery: DiscoveryCache;
  readonly #heartbeat: Heartbeat;
  #transport: OwnedTransport | null = null;
  #namespaces: readonly string[] = [];
  /** Of the connection: who asks whom. */
  #identity = '';
  #pods: HeldSource | null = null;
  #unsubscribePods: () => void = () => undefined;
  #version: string | null = null;
  #actsAsOther = false;
  #clusterUid: string | null = null;
  /** The cluster was asked for its uid; a user who may not know it asks once a connection, not every second. */
  #uidAsked = false;
  #user: string | null = null;
  /** Counts connections, so that a late answer of the one before says nothing of this. */
  #userAsked = 0;
  #connectedAt = 0;
  #credential: CredentialDiagnostics | null = null;
  #cancelStatus: (() => void) | null = null;
  #statusAt = Number.NEGATIVE_INFINITY;
  #stopped = new AbortController();

  constructor(contextId: ContextId, options: SessionOptions) {
    this.contextId = contextId;
    this.#options = options;
    const { clock } = options;
    this.#discovery = new DiscoveryCache(clock);
    this.#registry = new ReflectorRegistry({
      clock,
      decoderFor: (ref, projection) => rowDecoderOf(ref, projection === undefined ? options.projectionFor : () => projection),
      isNamespaced: (ref) => this.#isNamespaced(ref),
      namespacesToTry: (signal) =>
        this.#transport === null ? Promise.resolve(this.#namespaces) : namespacesToTry(this.#transport, this.#namespaces, signal),
      onNotServed: () => this.#discovery.forget(),
      files: options.files,
    });
    this.#heartbeat = new Heartbeat(clock, {
      onAnswer: (version) => {
        // An upgraded server may serve other kinds (P47).
        if (version !== null && this.#version !== null && version !== this.#version) this.#discovery.forget();
        this.#version = version ?? this.#version;
        void this.#readClusterUid();
        this.#statusChanged();
      },
      onFailed: () => this.#statusChanged(),
    });
  }

  /** True when nothing would be lost by forgetting this session. */
  get idle(): boolean {
    return this.#transport === null && this.#registry.size === 0;
  }

  /** Connects, or continues with a new connection: sources keep their rows and go on from their last version. */
  connect(connection: Connection, namespaces: readonly string[]): void {
    this.#namespaces = namespaces;
    this.#credential = describeCredential(connection.credential, this.#credential, this.#options.clock.now());
    this.#actsAsOther = connection.impersonation.length > 0;
    const identity = identityOf(connection);
    const other = this.#identity !== '' && this.#identity !== identity;
    if (other) {
      this.#clusterUid = null;
      this.#user = null;
      this.#version = null;
      this.#discovery.forget();
    }
    this.#identity = identity;
    this.#uidAsked = this.#clusterUid !== null;
    if (this.#transport !== null) {
      this.#transport.replace(connection);
      // After that, or the cluster of before would be asked once more.
      if (other) this.#registry.identityChanged();
      this.#heartbeat.probeNow();
    } else {
      this.#start(connection);
    }
    void this.#readUser();
    this.#statusChanged();
  }

  /** The credential could not be had: requests fail with this until the next connect or retry. */
  park(error: ClusterError, retryAt: number | null): void {
    if (this.#transport === null) this.#start(null, error, retryAt);
    else this.#transport.park(error, retryAt);
    this.#statusChanged();
  }

  disconnect(): void {
    this.#stopped.abort(new Error('disconnected'));
    this.#heartbeat.stop();
    this.#unsubscribePods();
    this.#pods?.release();
    this.#pods = null;
    this.#registry.stop();
    const transport = this.#transport;
    this.#transport = null;
    // Before it is closed: who reads on shall find no transport, not one that is closed.
    this.lastingTransport.use(null);
    transport?.close();
    this.#discovery.forget();
    this.#credential = null;
    this.#identity = '';
    this.#version = null;
    this.#clusterUid = null;
    this.#user = null;
    this.#userAsked++;
    this.#statusChanged();
  }

  retry(): void {
    this.#transport?.retry();
    this.#heartbeat.probeNow();
  }

  /** The machine woke up or its network changed: the connection proves itself now or is dropped. */
  wake(): void {
    void this.#transport?.prove();
    this.#heartbeat.probeNow();
  }

  hold(query: SourceQuery): HeldSource {
    return this.#registry.hold(query);
  }

  /** Its sources with when a page read each last (monotonic ms), null while one does. */
  looks(): ReturnType<ReflectorRegistry['looks']> {
    return this.#registry.looks();
  }

  /** A source of this context went cold or could not: the counts change their meaning. */
  async rest(source: ListSource): Promise<void> {
    await source.rest();
    this.#statusChanged();
  }

  /** The transport for a call. Throws RequestFailure when the context is not connected. */
  transport(): Transport {
    if (this.#transport !== null) return this.#transport;
    throw new RequestFailure(notConnected);
  }

  /** Whether its connection acts as somebody else already (`as` of the kubeconfig). */
  get actsAsOther(): boolean {
    return this.#actsAsOther;
  }

  /** Aborts when the context is disconnected. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  discover(): Promise<Discovery> {
    return this.#discovery.get(this.transport(), this.#stopped.signal);
  }

  /** gitVersion of the server; null until it is known. */
  get version(): string | null {
    return this.#version;
  }

  /** The row of a pod that is in memory; null while it is not. */
  pod(namespace: string, name: string): Row | null {
    const stored = this.#pods?.source.store.named(namespace, name);
    return stored === undefined ? null : (JSON.parse(stored.json) as Row);
  }

  /** Rows of the pods of a namespace that are in memory. */
  *pods(namespace: string): IterableIterator<Row> {
    for (const stored of this.#pods?.source.store.rows() ?? []) if (stored.namespace === namespace) yield JSON.parse(stored.json) as Row;
  }

  /** Rows of a kind over all namespaces that somebody reads now; none when nobody does. */
  *rowsOf(ref: ResourceRef): IterableIterator<Row> {
    const found = this.#registry.looks().find(({ source: { query } }) => isWhole(query) && sameResource(query.ref, ref));
    for (const stored of found?.source.store.rows() ?? []) yield JSON.parse(stored.json) as Row;
  }

  /** How true its list of pods is; null while it is not connected. */
  get podsFreshness(): Freshness | null {
    return this.#pods?.source.state ?? null;
  }

  /** Of what we connect with; null before the first connection. */
  get credential(): CredentialDiagnostics | null {
    return this.#credential;
  }

  /** What the diagnostics show of it now. */
  diagnose(): ContextDiagnostics {
    return {
      contextId: this.contextId,
      freshness: this.#freshness(),
      version: this.#version,
      transport: this.#transport === null ? null : { ...this.#transport.figures },
      lastByteAt: this.#transport?.lastByteAt ?? null,
      clockSkewMs: this.#transport?.clockSkewMs ?? null,
      credential: this.#credential,
      sources: this.#registry.looks().map(({ source }) => source.diagnose()),
    };
  }

  #start(connection: Connection | null, error?: ClusterError, retryAt: number | null = null): void {
    const { clock, userAgent, limits } = this.#options;
    const transport = new HttpTransport(connection, {
      clock,
      userAgent,
      ...(limits === undefined ? {} : { limits }),
      onUnauthorized: (detail) => this.#options.onUnauthorized(this.contextId, detail),
      onLost: () => this.#heartbeat.probeNow(),
    });
    if (error !== undefined) transport.park(error, retryAt);
    this.#stopped = new AbortController();
    this.#transport = transport;
    this.lastingTransport.use(transport);
    this.#connectedAt = clock.now();
    this.#registry.start(transport);
    // For the problem count only: what is on screen comes first.
    const pods = this.#registry.keep(podsQuery);
    this.#pods = pods;
    const changed = () => this.#statusChanged();
    this.#unsubscribePods = pods.source.subscribe({ row: changed, state: changed, columns: () => undefined, reset: () => undefined });
    this.#heartbeat.start(transport);
  }

  async #isNamespaced(ref: ResourceRef): Promise<boolean | null> {
    if (this.#transport === null) return null;
    try {
      const { resources } = await this.discover();
      return resources.find((resource) => sameResource(resource, ref))?.namespaced ?? null;
    } catch {
      // Discovery is refused or failed: the caller goes on without knowing.
      return null;
    }
  }

  async #readClusterUid(): Promise<void> {
    if (this.#transport === null || this.#uidAsked) return;
    this.#uidAsked = true;
    const { signal } = this.#stopped;
    try {
      const namespace = await readJson(this.#transport, { path: '/api/v1/namespaces/kube-system', purpose: 'call', signal });
      this.#clusterUid = uidOf(namespace);
      this.#statusChanged();
    } catch (thrown) {
      // Not allowed: the identity stays unknown, which the status says. Not answered: the next heartbeat asks again.
      this.#uidAsked = thrown instanceof RequestFailure && thrown.error.kind === 'status';
    }
  }

  /** Asked of every connection: a new credential may be that of somebody else (P21). */
  async #readUser(): Promise<void> {
    if (this.#transport === null) return;
    const asked = ++this.#userAsked;
    try {
      const { user } = await whoAmI(this.#transport, this.#stopped.signal);
      if (asked !== this.#userAsked || user === null) return;
      this.#user = user;
      this.#statusChanged();
    } catch (thrown) {
      // Not answered, which the heartbeat tells; the next connection asks again. Anything else is a defect.
      if (!(thrown instanceof RequestFailure) && !this.#stopped.signal.aborted) throw thrown;
    }
  }

  #statusChanged(): void {
    if (this.#cancelStatus !== null) return;
    const { clock } = this.#options;
    const wait = Math.max(0, this.#statusAt + statusEveryMs - clock.monotonic());
    this.#cancelStatus = clock.after(wait, () => {
      this.#cancelStatus = null;
      this.#statusAt = clock.monotonic();
      this.#options.onStatus(this.contextId, this.#status());
    });
  }

  #status(): ContextStatus {
    const pods = this.#pods?.source ?? null;
    return {
      connected: this.#transport !== null,
      freshness: this.#freshness(),
      version: this.#version,
      problems: pods === null ? null : problemsOf(pods),
      clusterUid: this.#clusterUid,
      user: this.#user,
      clockSkewMs: this.#transport?.clockSkewMs ?? null,
    };
  }

  /** Of the context as a whole: its youngest byte, or why there is none. */
  #freshness(): Freshness {
    const transport = this.#transport;
    if (transport === null) return { state: 'not-connected' };
    const { lastByteAt, parked } = transport;
    const failed = parked ?? this.#heartbeat.failure;
    if (failed !== null) {
      const { error, retryAt } = failed;
      const attempt = this.#heartbeat.attempt;
      if (lastByteAt === null) return { state: 'unreachable', since: this.#connectedAt, error, retryAt, attempt };
      return { state: 'stale', since: lastByteAt, error, retryAt, attempt };
    }
    if (lastByteAt === null) return { state: 'connecting', since: this.#connectedAt, detail: '' };
    return { state: 'live', lastByteAt, partial: null };
  }
}

/** Everything of a kind, as tables have it. */
function isWhole({ namespaces, fieldSelector, labelSelector, projection }: SourceQuery): boolean {
  return namespaces === null && fieldSelector === '' && labelSelector === '' && projection === undefined;
}

/** How many pods need a look now, or did when somebody watched; null until they were listed. */
function problemsOf({ cold, state, store }: ListSource): PodProblems | null {
  if (cold !== null) return { ...cold.problems, asOf: cold.at };
  if (state.state === 'live' || state.state === 'stale') return store.problems;
  return state.state === 'catching-up' ? { ...store.problems, asOf: state.since } : null;
}

/**
 * Whose answers a connection gets, as far as it says: another server or user of the same context must not be shown rows of the one
 * before. Tokens and certificates that can be renewed are left out: they change all the time for the same user.
 */
function identityOf({ server, certificateAuthority, tlsServerName, impersonation, credential, refreshable }: Connection): string {
  const user = refreshable
    ? null
    : [credential.token, credential.basic?.username ?? null, credential.clientCertificate?.certificate ?? null];
  return JSON.stringify([server, certificateAuthority, tlsServerName, impersonation, user]);
}

function uidOf(object: unknown): string | null {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return null;
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null || !('uid' in metadata)) return null;
  return typeof metadata.uid === 'string' ? metadata.uid : null;
}
