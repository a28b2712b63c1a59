import type { Readable } from 'node:stream';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { TransportFigures } from '../../shared/diagnostics.ts';
import { discard, headerOf, inflated, readErrorBody } from './answer-body.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import {
  brokeLater,
  classifyAnswer,
  classifyFailure,
  isHtml,
  isJson,
  isProtobuf,
  notKubernetes,
  rejectedCredential,
} from './classify-failure.ts';
import type { Clock } from './clock.ts';
import { pause, systemClock } from './clock.ts';
import { ClockSkew } from './clock-skew.ts';
import { type Connection, dialsAlike } from './connection.ts';
import { Connections } from './connections.ts';
import { eachPiece, type TakePiece } from './each-piece.ts';
import { releasing } from './inflate.ts';
import { patientTimeout } from './patient-timeout.ts';
import { RequestFailure, WriteFailure } from './request-failure.ts';
import { requestHeaders } from './request-headers.ts';
import { RequestSlots } from './request-slots.ts';
import type { KubeAnswer, KubeRequest, OwnedTransport, Parked } from './transport.ts';
import { defaultLimits, silenceAllowed, type TransportLimits } from './transport-limits.ts';
import { TransportMeter } from './transport-meter.ts';
import { isUnsent, LostConnection, type WireAnswer } from './wire.ts';

/** A log that has no head after this long, in ms, makes room for the next: its container may have nothing to say, or its node be unreachable. */
const logOpeningMs = 250;
/** Longest Retry-After that is honoured, in seconds: a wrong header must not silence a context for a day. */
const longestRetryAfterSeconds = 300;

/** What the transport asks of its owner. */
export interface TransportOptions {
  readonly userAgent: string;
  readonly clock?: Clock;
  readonly limits?: Partial<TransportLimits>;
  /** The server said 401: get a new credential and call `replace` or `park`. Called once until answered. */
  readonly onUnauthorized: (detail: string) => void;
  /** A connection did not answer a PING, or an answer broke off: time to ask whether the server is still there, and still the same. */
  readonly onLost?: () => void;
  /** Whether this machine has an address, for tests; default: asks its network interfaces. */
  readonly hasAddress?: (address: string) => boolean;
}

/** What is decided about requests and their answers; the sockets are those of connections.ts, whichever protocol they speak. */
export class HttpTransport implements OwnedTransport {
  readonly #options: TransportOptions;
  readonly #clock: Clock;
  readonly #limits: TransportLimits;
  readonly #breaker: CircuitBreaker;
  readonly #slots = new RequestSlots();
  readonly #meter = new TransportMeter();
  readonly #closed = new AbortController();
  readonly #skew = new ClockSkew();
  #connection: Connection | null = null;
  #basePath = '';
  #connections: Connections | null = null;
  /** Those that a new credential or address has replaced, until what is open on them has ended. */
  #replaced: Connections[] = [];
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

  constructor(connection: Connection | null, options: TransportOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#breaker = new CircuitBreaker(this.#clock);
    if (connection !== null) this.#use(connection);
  }

  get figures(): TransportFigures {
    return this.#meter.read();
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

  healed(error: ClusterError): void {
    // What was sent into the void hangs until its time-out; it is sent again over new sockets instead. The one connection of HTTP/2 has just answered.
    if (error.kind === 'unreachable' && this.#meter.protocol !== 'h2') this.reset(error);
    this.#breaker.reset();
    this.#wakeWaiting();
  }

  async prove(): Promise<boolean> {
    const all = [...this.#replaced, ...(this.#connections === null ? [] : [this.#connections])];
    return (await Promise.all(all.map((connections) => connections.prove(this.#limits.proofMs)))).every((alive) => alive);
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
    const failure = new RequestFailure(error);
    for (const connections of this.#replaced.splice(0)) connections.drop(failure);
    this.#connections?.drop(failure);
    if (this.#connection !== null) this.#dialAnew(this.#connection);
  }

  close(): void {
    const failure = new RequestFailure({ kind: 'internal', message: 'the context was disconnected' });
    this.#closed.abort(failure);
    this.#parkTimer();
    for (const connections of this.#replaced.splice(0)) connections.drop(failure);
    this.#connections?.drop(failure);
    this.#connections = null;
    this.#connection = null;
    this.#wakeWaiting();
  }

  /** A new token goes over the connections there are; what the handshake depends on needs new ones, and what runs on the old ones may finish. */
  #use(connection: Connection): void {
    if (this.#closed.signal.aborted) return;
    const before = this.#connection;
    const url = new URL(connection.server);
    this.#connection = connection;
    this.#generation++;
    this.#basePath = url.pathname.replace(/\/$/, '');
    this.host = url.host;
    if (before !== null && dialsAlike(before, connection)) return;
    this.#replaced = this.#replaced.filter((connections) => !connections.gone);
    if (this.#connections !== null) {
      this.#connections.close();
      this.#replaced.push(this.#connections);
    }
    this.#dialAnew(connection);
  }

  #dialAnew(connection: Connection): void {
    const { hasAddress } = this.#options;
    this.#connections = new Connections(connection, {
      clock: this.#clock,
      connectMs: this.#limits.connectMs,
      pingIdleMs: this.#limits.pingIdleMs,
      pingMs: this.#limits.pingMs,
      ...(hasAddress === undefined ? {} : { hasAddress }),
      onBytes: () => this.#touch(),
      onDialled: (dialled) => this.#meter.dialled(dialled),
      onBroken: () => this.#meter.restarts++,
      onSilent: () => this.#options.onLost?.(),
    });
  }

  async request(request: KubeRequest): Promise<KubeAnswer> {
    if (request.purpose !== 'write') return this.#request(request);
    let underWay = false;
    try {
      return await this.#request(request, (now) => {
        underWay = now;
      });
    } catch (thrown) {
      if (thrown instanceof RequestFailure) throw new WriteFailure(thrown.error, underWay, thrown);
      const detail = `ended here: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      throw new WriteFailure({ kind: 'unreachable', cause: 'closed', host: this.host, code: '', detail }, underWay, thrown);
    }
  }

  /** `onWire` hears whether the request may have reached the server without having been answered yet. */
  async #request(request: KubeRequest, onWire: (underWay: boolean) => void = () => undefined): Promise<KubeAnswer> {
    const signal = AbortSignal.any([request.signal, this.#closed.signal]);
    const { purpose } = request;
    const probe = purpose === 'probe';
    const giveBack = await this.#slots.take(request, signal);
    const cancelOpening = purpose === 'log' ? this.#clock.after(logOpeningMs, giveBack) : () => undefined;
    // The next page of a list that ended early is never read, so its slot comes back when the list's signal says so.
    signal.addEventListener('abort', giveBack, { once: true });
    try {
      for (;;) {
        if (!probe) await this.#waitForQuiet(signal);
        const answer = await this.#attempt(request, probe, signal, onWire);
        if (answer === 'new credential') continue;
        if (purpose === 'log') giveBack();
        const body = inflated(answer.received, () => this.#touch());
        const pieces = this.#read(answer.received, body, signal, giveBack);
        const head = { status: answer.received.status, contentType: answer.contentType };
        if (purpose === 'list') return { ...head, body: releasing(pieces) };
        if (purpose !== 'log') return { ...head, body: pieces };
        return { ...head, body: pieces, each: (take) => this.#each(answer.received, body, signal, giveBack, take) };
      }
    } catch (thrown) {
      giveBack();
      throw thrown;
    } finally {
      cancelOpening();
    }
  }

  /** Retry-After of the whole context (F12): nothing is sent before it has passed. */
  async #waitForQuiet(signal: AbortSignal): Promise<void> {
    for (let wait = this.#quietUntil - this.#clock.monotonic(); wait > 0; wait = this.#quietUntil - this.#clock.monotonic()) {
      await pause(this.#clock, wait, signal);
      signal.throwIfAborted();
    }
  }

  async #attempt(
    request: KubeRequest,
    probe: boolean,
    signal: AbortSignal,
    onWire: (underWay: boolean) => void,
  ): Promise<Received | 'new credential'> {
    if (this.#parked !== null) throw new RequestFailure(this.#parked.error, this.#parked.retryAt);
    const log = request.purpose === 'log';
    const first = !probe && (await this.#breaker.enter());
    // Nobody waits for an answer that may never come.
    const cancelFirst = log && first ? this.#clock.after(logOpeningMs, () => this.#breaker.abandoned()) : () => undefined;
    const generation = this.#generation;
    let received: WireAnswer;
    try {
      onWire(true);
      received = await this.#send(request, signal);
      onWire(false);
    } catch (thrown) {
      if (isUnsent(thrown)) onWire(false);
      if (signal.aborted) {
        this.#breaker.abandoned();
        throw signal.reason instanceof Error ? signal.reason : thrown;
      }
      const failure = thrown instanceof RequestFailure ? thrown : new RequestFailure(classifyFailure(thrown, this.host), undefined, thrown);
      const counts = failure.error.kind === 'unreachable' && !probe && !(log && brokeLater(failure.error));
      if (!counts && first) this.#breaker.abandoned();
      throw counts ? this.#breaker.failed(failure) : failure;
    } finally {
      cancelFirst();
    }
    this.#breaker.succeeded();
    this.lastByteAt = this.#clock.now();
    this.#skew.heard(headerOf(received, 'date'), this.lastByteAt);
    const { status } = received;
    const contentType = headerOf(received, 'content-type') ?? '';
    if (status !== 401 && !probe) this.#renewed = false;
    if (status >= 200 && status < 300) {
      if (log && !isHtml(contentType)) return { received, contentType };
      // Protobuf is taken from those only who asked for it.
      if (isJson(contentType) || (isProtobuf(contentType) && isProtobuf(request.accept ?? ''))) return { received, contentType };
      discard(received);
      throw new RequestFailure(notKubernetes(contentType, this.host));
    }
    const location = headerOf(received, 'location');
    const retryAfter = headerOf(received, 'retry-after');
    const error = classifyAnswer({ status, contentType, retryAfter, location }, await readErrorBody(received), this.host);
    if (status === 401) {
      await this.#renew(generation, error, signal);
      return 'new credential';
    }
    // With a cause it is about the object that was meant (an eviction that a budget refuses), not about everybody.
    const busy = error.kind === 'status' && (error.code === 429 || error.code === 503) && error.causes.length === 0;
    if (busy && error.retryAfterSeconds !== null) {
      const seconds = Math.min(error.retryAfterSeconds, longestRetryAfterSeconds);
      this.#quietUntil = Math.max(this.#quietUntil, this.#clock.monotonic() + seconds * 1000);
    }
    throw new RequestFailure(error);
  }

  async #send(request: KubeRequest, signal: AbortSignal): Promise<WireAnswer> {
    if (request.purpose !== 'probe') return this.#sendTwice(request, signal);
    const late = new AbortController();
    const timer = patientTimeout(this.#limits.probeMs, () => {
      const detail = `no answer to a probe within ${this.#limits.probeMs / 1000} s`;
      late.abort(new RequestFailure({ kind: 'unreachable', cause: 'timeout', host: this.host, code: 'ETIMEDOUT', detail }));
    });
    try {
      const received = await this.#sendTwice(request, AbortSignal.any([signal, late.signal]));
      received.body.once('close', () => timer.cancel());
      return received;
    } catch (thrown) {
      timer.cancel();
      throw thrown;
    }
  }

  /** Once more over a new connection where that harms nobody. */
  #sendTwice(request: KubeRequest, signal: AbortSignal): Promise<WireAnswer> {
    return this.#sendOnce(request, signal).catch((thrown: unknown) => {
      // Logs may have waited for hours on what was lost: they come back one after the other, as their followers like.
      const harmless = (request.method ?? 'GET') === 'GET' && request.purpose !== 'log';
      const again = thrown instanceof LostConnection && (thrown.unsent || harmless);
      if (!again || signal.aborted) throw thrown;
      return this.#sendOnce(request, signal);
    });
  }

  async #sendOnce(request: KubeRequest, signal: AbortSignal): Promise<WireAnswer> {
    const connection = this.#connection;
    const connections = this.#connections;
    if (connection === null || connections === null)
      throw new RequestFailure({ kind: 'internal', message: 'the context is not connected' });
    this.#meter.requests++;
    const received = await connections.send({
      path: this.#basePath + request.path,
      method: request.method ?? 'GET',
      headers: requestHeaders(connection, request, this.#options.userAgent),
      body: request.body ?? null,
      signal,
      ...silenceAllowed(request.purpose, this.#limits),
    });
    this.#meter.openStreams++;
    received.body.once('close', () => this.#meter.openStreams--);
    return received;
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

  async *#read(answer: WireAnswer, body: Readable, signal: AbortSignal, done: () => void): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        this.#touch();
        yield chunk;
      }
    } catch (thrown) {
      throw this.#bodyFailure(thrown, signal);
    } finally {
      done();
      answer.body.destroy();
    }
  }

  /** As `#read`, for who takes pieces without promises. */
  async #each(answer: WireAnswer, body: Readable, signal: AbortSignal, done: () => void, take: TakePiece): Promise<void> {
    try {
      await eachPiece(body, (piece) => {
        this.#touch();
        return take(piece);
      });
    } catch (thrown) {
      throw this.#bodyFailure(thrown, signal);
    } finally {
      done();
      answer.body.destroy();
    }
  }

  /** What reading a body is rejected with. */
  #bodyFailure(thrown: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason instanceof Error ? signal.reason : thrown;
    const error = classifyFailure(thrown, this.host);
    // Of the network's making: not the reset of one stream, nor what was dropped here because it could not prove itself.
    const lost = thrown instanceof LostConnection || !(thrown instanceof RequestFailure);
    if (lost && error.kind === 'unreachable') this.#options.onLost?.();
    return new RequestFailure(error, undefined, thrown);
  }

  #touch(): void {
    this.lastByteAt = this.#clock.now();
  }
}

interface Received {
  readonly received: WireAnswer;
  readonly contentType: string;
}
