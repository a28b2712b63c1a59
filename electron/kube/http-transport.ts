import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { Dispatcher } from 'undici';
import { Pool } from 'undici';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { classifyAnswer, classifyFailure, isJson, notKubernetes } from './classify-failure.ts';
import type { Clock } from './clock.ts';
import { pause, systemClock } from './clock.ts';
import { ClockSkew } from './clock-skew.ts';
import type { Connection } from './connection.ts';
import { createConnector } from './dial.ts';
import { inflate, release } from './inflate.ts';
import { RequestFailure } from './request-failure.ts';
import { requestHeaders } from './request-headers.ts';
import { Slots } from './slots.ts';
import type { KubeAnswer, KubeRequest, OwnedTransport, Parked } from './transport.ts';

/** Limits of a transport; tests shorten them. All in ms. */
export interface TransportLimits {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Silence allowed inside a body. */
  readonly bodyIdleMs: number;
  /** Silence allowed on a watch: bookmarks come about once a minute. */
  readonly watchIdleMs: number;
  /** A probe must be answered within this, all included. */
  readonly probeMs: number;
}

/** P13, P14, P36 and F4 of the fault list. */
export const defaultLimits: TransportLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  bodyIdleMs: 30_000,
  watchIdleMs: 75_000,
  probeMs: 3_000,
};

/** Lists in flight at once, so that a new connection with thirty kinds does not look like an attack to priority and fairness. */
const listsInFlight = 4;
/** Largest error body that is read, in bytes. */
const longestErrorBody = 65_536;
/** Longest Retry-After that is honoured, in seconds: a wrong header must not silence a context for a day. */
const longestRetryAfterSeconds = 300;

/** What the transport asks of its owner. */
export interface TransportOptions {
  readonly userAgent: string;
  readonly clock?: Clock;
  readonly limits?: Partial<TransportLimits>;
  /** The server said 401: get a new credential and call `replace` or `park`. Called once until answered. */
  readonly onUnauthorized: (detail: string) => void;
}

/** HTTP/1.1 with keep-alive over undici: one pool of sockets per context, one socket per watch. */
export class HttpTransport implements OwnedTransport {
  readonly #options: TransportOptions;
  readonly #clock: Clock;
  readonly #limits: TransportLimits;
  readonly #breaker: CircuitBreaker;
  readonly #lists = new Slots(listsInFlight);
  readonly #closed = new AbortController();
  readonly #skew = new ClockSkew();
  #connection: Connection | null = null;
  #basePath = '';
  #pool: Pool | null = null;
  #parked: Parked | null = null;
  #parkTimer: () => void = () => undefined;
  #waiting = new Set<() => void>();
  #quietUntil = 0;
  #generation = 0;
  /** Whether a 401 was already answered with a new credential since the last answer that was not 401. */
  #renewed = false;
  #asking = false;
  host = '';
  lastByteAt: number | null = null;
  readonly figures = { requests: 0, bytesReceived: 0, handshakes: 0, protocol: null as string | null, openStreams: 0, restarts: 0 };

  constructor(connection: Connection | null, options: TransportOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#breaker = new CircuitBreaker(this.#clock);
    if (connection !== null) this.#use(connection);
  }

  get clockSkewMs(): number | null {
    return this.#skew.ms;
  }

  get parked(): Parked | null {
    return this.#parked;
  }

  replace(connection: Connection): void {
    // An answer to our own question keeps `#renewed`, so that a refused new credential parks instead of asking for ever.
    if (!this.#asking) this.#renewed = false;
    this.#use(connection);
    this.#release();
  }

  park(error: ClusterError, retryAt: number | null): void {
    this.#asking = false;
    this.#parkTimer();
    this.#parked = { error, retryAt };
    if (retryAt !== null) this.#parkTimer = this.#clock.after(Math.max(0, retryAt - this.#clock.now()), () => this.#askAgain());
    this.#wakeWaiting();
  }

  retry(): void {
    this.#renewed = false;
    this.#quietUntil = 0;
    this.#release();
  }

  healed(): void {
    this.#breaker.reset();
    this.#wakeWaiting();
  }

  /** Also ends the wait for a countdown of the breaker. */
  #release(): void {
    this.#asking = false;
    this.#parkTimer();
    this.#parked = null;
    this.#breaker.reset();
    this.#wakeWaiting();
  }

  #askAgain(): void {
    this.#parked = null;
    this.#renewed = false;
    this.#wakeWaiting();
  }

  #wakeWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  released(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted || this.#closed.signal.aborted) {
        resolve();
        return;
      }
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  reset(error: ClusterError): void {
    if (this.#connection !== null) this.#use(this.#connection, new RequestFailure(error));
  }

  close(): void {
    this.#closed.abort(new RequestFailure({ kind: 'internal', message: 'the context was disconnected' }));
    this.#parkTimer();
    this.#pool?.destroy().catch(ignoreDestroyed);
    this.#pool = null;
    this.#connection = null;
    this.#wakeWaiting();
  }

  /** Switches to a new pool. Without `failure`, what runs on the old one may finish; with it, it fails. */
  #use(connection: Connection, failure?: RequestFailure): void {
    if (this.#closed.signal.aborted) return;
    const old = this.#pool;
    const url = new URL(connection.server);
    this.#connection = connection;
    this.#generation++;
    this.#basePath = url.pathname.replace(/\/$/, '');
    this.host = url.host;
    this.#pool = new Pool(url.origin, {
      connect: createConnector(connection, this.#limits.connectMs),
      // One socket per request in flight; the slots and the number of watches bound them.
      connections: null,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 60_000,
      headersTimeout: this.#limits.headersMs,
      bodyTimeout: this.#limits.bodyIdleMs,
      // dial.ts has its own limit, which includes proxies.
      connectTimeout: 0,
    });
    if (old === null) return;
    if (failure === undefined) old.close().catch(ignoreDestroyed);
    else old.destroy(failure).catch(ignoreDestroyed);
  }

  async request(request: KubeRequest): Promise<KubeAnswer> {
    const signal = AbortSignal.any([request.signal, this.#closed.signal]);
    const probe = request.purpose === 'probe';
    const giveBack = request.purpose === 'list' ? await this.#lists.take(signal) : () => undefined;
    // The next page of a list that ended early is never read, so its slot comes back when the list's signal says so.
    signal.addEventListener('abort', giveBack, { once: true });
    try {
      for (;;) {
        if (!probe) await this.#waitForQuiet(signal);
        const answer = await this.#attempt(request, probe, signal);
        if (answer === 'new credential') continue;
        const pieces = this.#read(answer, this.#inflated(answer), signal, giveBack);
        return { contentType: answer.contentType, body: request.purpose === 'list' ? releasing(pieces) : pieces };
      }
    } catch (thrown) {
      giveBack();
      throw thrown;
    }
  }

  /** Retry-After of the whole context (F12): nothing is sent before it has passed. */
  async #waitForQuiet(signal: AbortSignal): Promise<void> {
    for (let wait = this.#quietUntil - this.#clock.monotonic(); wait > 0; wait = this.#quietUntil - this.#clock.monotonic()) {
      await pause(this.#clock, wait, signal);
      signal.throwIfAborted();
    }
  }

  async #attempt(request: KubeRequest, probe: boolean, signal: AbortSignal): Promise<Received | 'new credential'> {
    if (this.#parked !== null) throw new RequestFailure(this.#parked.error, this.#parked.retryAt);
    if (!probe) await this.#breaker.enter();
    const connection = this.#connection;
    const pool = this.#pool;
    if (connection === null || pool === null) throw new RequestFailure({ kind: 'internal', message: 'the context is not connected' });
    const generation = this.#generation;
    let data: Dispatcher.ResponseData;
    try {
      data = await this.#send(pool, connection, request, signal);
    } catch (thrown) {
      if (signal.aborted) {
        this.#breaker.abandoned();
        throw signal.reason instanceof Error ? signal.reason : thrown;
      }
      const failure = thrown instanceof RequestFailure ? thrown : new RequestFailure(classifyFailure(thrown, this.host), undefined, thrown);
      throw failure.error.kind === 'unreachable' && !probe ? this.#breaker.failed(failure) : failure;
    }
    this.#breaker.succeeded();
    this.figures.protocol = 'http/1.1';
    this.lastByteAt = this.#clock.now();
    this.#skew.heard(headerOf(data, 'date'), this.lastByteAt);
    const contentType = headerOf(data, 'content-type') ?? '';
    if (data.statusCode !== 401 && !probe) this.#renewed = false;
    if (data.statusCode >= 200 && data.statusCode < 300) {
      if (isJson(contentType)) return { data, contentType };
      discard(data);
      throw new RequestFailure(notKubernetes(contentType, this.host));
    }
    const location = headerOf(data, 'location');
    const retryAfter = headerOf(data, 'retry-after');
    const error = classifyAnswer({ status: data.statusCode, contentType, retryAfter, location }, await readError(data), this.host);
    if (data.statusCode === 401) {
      await this.#renew(generation, error, signal);
      return 'new credential';
    }
    if (error.kind === 'status' && error.retryAfterSeconds !== null && (error.code === 429 || error.code === 503)) {
      const seconds = Math.min(error.retryAfterSeconds, longestRetryAfterSeconds);
      this.#quietUntil = Math.max(this.#quietUntil, this.#clock.monotonic() + seconds * 1000);
    }
    throw new RequestFailure(error);
  }

  async #send(pool: Pool, connection: Connection, request: KubeRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    this.figures.requests++;
    const watch = request.purpose === 'watch';
    const probe = request.purpose === 'probe';
    const limit = probe ? AbortSignal.timeout(this.#limits.probeMs) : null;
    try {
      return await pool.request({
        path: this.#basePath + request.path,
        method: request.method ?? 'GET',
        headers: requestHeaders(connection, request, this.#options.userAgent),
        body: request.body ?? null,
        signal: limit === null ? signal : AbortSignal.any([signal, limit]),
        bodyTimeout: watch ? this.#limits.watchIdleMs : this.#limits.bodyIdleMs,
        // A probe is a question about the network: it must not be answered by a socket that waits behind another request.
        ...(probe ? { reset: true } : {}),
      });
    } catch (thrown) {
      if (limit?.aborted !== true) throw thrown;
      const detail = `no answer to a probe within ${this.#limits.probeMs / 1000} s`;
      throw new RequestFailure({ kind: 'unreachable', cause: 'timeout', host: this.host, code: 'ETIMEDOUT', detail });
    }
  }

  /** Returns when the request is worth repeating with a newer credential; throws when there is none (F9). */
  async #renew(generation: number, error: ClusterError, signal: AbortSignal): Promise<void> {
    if (generation !== this.#generation) return;
    const detail = error.kind === 'status' ? error.message : '';
    if (this.#renewed && !this.#asking) {
      const rejected = rejectedCredential(detail);
      this.park(rejected, null);
      throw new RequestFailure(rejected, null);
    }
    // Waiting begins before asking, because the answer may come at once.
    const answered = this.released(signal);
    if (!this.#asking) {
      this.#asking = true;
      this.#renewed = true;
      this.#options.onUnauthorized(detail);
    }
    await answered;
    signal.throwIfAborted();
    if (this.#parked !== null) throw new RequestFailure(this.#parked.error, this.#parked.retryAt);
  }

  /** The body without its compression. Throws RequestFailure for an encoding that was not asked for. */
  #inflated({ data, contentType }: Received): Readable {
    const { body } = data;
    // Looked at by the reader; of a body that is never read nobody wants to know.
    body.on('error', () => undefined);
    const encoding = headerOf(data, 'content-encoding')?.toLowerCase() ?? '';
    if (encoding === '' || encoding === 'identity') return body;
    if (encoding !== 'gzip' && encoding !== 'x-gzip') {
      body.destroy();
      throw new RequestFailure({ kind: 'invalid-answer', contentType, detail: `encoding ${encoding} was not asked for` });
    }
    body.on('data', (chunk: Uint8Array) => {
      this.figures.bytesReceived += chunk.length;
      this.#touch();
    });
    return inflate(body);
  }

  async *#read(answer: Received, inflated: Readable, signal: AbortSignal, done: () => void): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of inflated as AsyncIterable<Uint8Array>) {
        this.#touch();
        if (inflated === answer.data.body) this.figures.bytesReceived += chunk.length;
        yield chunk;
      }
    } catch (thrown) {
      if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : thrown;
      throw new RequestFailure(classifyFailure(thrown, this.host), undefined, thrown);
    } finally {
      done();
      answer.data.body.destroy();
    }
  }

  #touch(): void {
    this.lastByteAt = this.#clock.now();
  }
}

/** A body whose pieces are given back as soon as the next one is asked for. */
async function* releasing(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece;
    release(piece);
  }
}

function rejectedCredential(detail: string): ClusterError {
  return {
    kind: 'credentials',
    cause: 'rejected',
    command: '',
    exitCode: null,
    stderr: '',
    hint: '',
    detail: detail === '' ? 'the server refuses this credential (401)' : detail,
  };
}

interface Received {
  readonly data: Dispatcher.ResponseData;
  readonly contentType: string;
}

function headerOf(data: Dispatcher.ResponseData, name: string): string | null {
  const value = data.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function discard(data: Dispatcher.ResponseData): void {
  data.body.on('error', () => undefined);
  data.body.destroy();
}

/** Reads the start of an error body; a body that breaks off still has a status to tell. */
async function readError(data: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    const encoding = headerOf(data, 'content-encoding')?.toLowerCase();
    const body: AsyncIterable<Buffer> = encoding === 'gzip' ? data.body.pipe(zlib.createGunzip()) : data.body;
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= longestErrorBody) break;
    }
  } catch {
    // The status line and headers are known, which is what the caller needs.
  }
  discard(data);
  return Buffer.concat(chunks).toString('utf8');
}

/** Closing a pool that is already gone is what was wanted. */
function ignoreDestroyed(): undefined {
  return undefined;
}
