import type { Readable } from 'node:stream';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { TransportFigures } from '../../shared/diagnostics.ts';
import { discard, headerOf, inflated, inflatedWhole, readErrorBody } from './answer-body.ts';
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
import type { Connection } from './connection.ts';
import { eachPiece, type TakePiece } from './each-piece.ts';
import { releasing } from './inflate.ts';
import { RequestFailure, WriteFailure } from './request-failure.ts';
import { RequestSender } from './request-sender.ts';
import { RequestSlots } from './request-slots.ts';
import type { KubeAnswer, KubeRequest, OwnedTransport, Parked } from './transport.ts';
import { defaultLimits, type TransportLimits } from './transport-limits.ts';
import { isUnsent, LostConnection, type WholeAnswer, type WireAnswer } from './wire.ts';

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
  readonly #breaker: CircuitBreaker;
  readonly #slots = new RequestSlots();
  readonly #sender: RequestSender;
  readonly #closed = new AbortController();
  readonly #skew = new ClockSkew();
  /** Those of callers, joined with our own. */
  readonly #signals = new WeakMap<AbortSignal, AbortSignal>();
  #parked: Parked | null = null;
  #parkTimer: () => void = () => undefined;
  #waiting = new Set<() => void>();
  #quietUntil = 0;
  #generation = 0;
  /** Whether a 401 was already answered with a new credential since the last answer that was not 401. */
  #renewed = false;
  #asking = false;
  lastByteAt: number | null = null;

  constructor(connection: Connection | null, options: TransportOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#breaker = new CircuitBreaker(this.#clock);
    const { userAgent, hasAddress } = options;
    this.#sender = new RequestSender({
      userAgent,
      clock: this.#clock,
      limits: { ...defaultLimits, ...options.limits },
      ...(hasAddress === undefined ? {} : { hasAddress }),
      onBytes: () => this.#touch(),
      onSilent: () => options.onLost?.(),
    });
    if (connection !== null) this.#use(connection);
  }

  get host(): string {
    return this.#sender.host;
  }

  get figures(): TransportFigures {
    return this.#sender.figures;
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
    if (error.kind === 'unreachable' && this.#sender.protocol !== 'h2') this.reset(error);
    this.#breaker.reset();
    this.#wakeWaiting();
  }

  prove(): Promise<boolean> {
    return this.#sender.prove();
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
    this.#sender.reset(new RequestFailure(error));
  }

  close(): void {
    const failure = new RequestFailure({ kind: 'internal', message: 'the context was disconnected' });
    this.#closed.abort(failure);
    this.#parkTimer();
    this.#sender.close(failure);
    this.#wakeWaiting();
  }

  #use(connection: Connection): void {
    if (this.#closed.signal.aborted) return;
    this.#generation++;
    this.#sender.use(connection);
  }

  request(request: KubeRequest): Promise<KubeAnswer> {
    if (request.purpose === 'write') return this.#write(request);
    return request.purpose === 'call' || request.purpose === 'review' ? this.#ask(request) : this.#request(request);
  }

  async #write(request: KubeRequest): Promise<KubeAnswer> {
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

  /** A request whose answer is read at once. Its caller's signal lasts for many of them, so nothing is left on it. */
  async #ask(request: KubeRequest): Promise<KubeAnswer> {
    const signal = this.#untilClosed(request.signal);
    const giveBack = await this.#slots.take(request, signal, this.#sender.protocol === 'h2');
    try {
      for (;;) {
        await this.#waitForQuiet(signal);
        const answer = await this.#attempt(request, signal, unwatched, this.#sender.whole);
        if (answer !== 'new credential') return await this.#wholeAnswer(answer, signal);
      }
    } finally {
      giveBack();
    }
  }

  async #wholeAnswer({ received, contentType }: Received<WholeAnswer>, signal: AbortSignal): Promise<KubeAnswer> {
    if (received.cut !== null) throw this.#bodyFailure(received.cut, signal);
    try {
      const whole = await inflatedWhole(received);
      return { status: received.status, contentType, whole, body: onePiece(whole) };
    } catch (thrown) {
      throw this.#bodyFailure(thrown, signal);
    }
  }

  /** A signal that also aborts when this transport is closed, one for each of its callers' signals. */
  #untilClosed(signal: AbortSignal): AbortSignal {
    let either = this.#signals.get(signal);
    if (either === undefined) {
      either = AbortSignal.any([signal, this.#closed.signal]);
      this.#signals.set(signal, either);
    }
    return either;
  }

  /** `onWire` hears whether the request may have reached the server without having been answered yet. */
  async #request(request: KubeRequest, onWire: (underWay: boolean) => void = unwatched): Promise<KubeAnswer> {
    const signal = AbortSignal.any([request.signal, this.#closed.signal]);
    const { purpose } = request;
    const probe = purpose === 'probe';
    const giveBack = await this.#slots.take(request, signal, this.#sender.protocol === 'h2');
    const cancelOpening = purpose === 'log' ? this.#clock.after(logOpeningMs, giveBack) : () => undefined;
    // The next page of a list that ended early is never read, so its slot comes back when the list's signal says so.
    signal.addEventListener('abort', giveBack, { once: true });
    try {
      for (;;) {
        if (!probe) await this.#waitForQuiet(signal);
        const answer = await this.#attempt(request, signal, onWire, probe ? this.#sender.probe : this.#sender.streamed);
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

  async #attempt<Answer extends WireAnswer | WholeAnswer>(
    request: KubeRequest,
    signal: AbortSignal,
    onWire: (underWay: boolean) => void,
    send: (request: KubeRequest, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Received<Answer> | 'new credential'> {
    const probe = request.purpose === 'probe';
    if (this.#parked !== null) throw new RequestFailure(this.#parked.error, this.#parked.retryAt);
    const log = request.purpose === 'log';
    const first = !probe && (await this.#breaker.enter());
    // Nobody waits for an answer that may never come.
    const cancelFirst = log && first ? this.#clock.after(logOpeningMs, () => this.#breaker.abandoned()) : () => undefined;
    const generation = this.#generation;
    let received: Answer;
    try {
      onWire(true);
      received = await send(request, signal);
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
    this.#skew.heard(headerOf(received, 'date'), 'bytes' in received ? received.headAt : this.lastByteAt);
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

interface Received<Answer> {
  readonly received: Answer;
  readonly contentType: string;
}

/** Nobody asks where the request is. */
function unwatched(): undefined {
  return undefined;
}

async function* onePiece(piece: Uint8Array): AsyncGenerator<Uint8Array> {
  yield piece;
}
