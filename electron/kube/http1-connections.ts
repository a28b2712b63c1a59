import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Dispatcher, errors, Pool } from 'undici';
import { wholeOf } from './answer-body.ts';
import type { Clock } from './clock.ts';
import type { Dialled } from './dial.ts';
import { RequestFailure } from './request-failure.ts';
import { isTlsAlert } from './tls-alert.ts';
import { LostConnection, type WholeAnswer, type WireAnswer, type WireRequest } from './wire.ts';

/** Idle sockets are kept this long, in ms: shorter than the 90 s of API servers, longer than the pause between two heartbeats. */
const keepAliveMs = 60_000;

/** What the connections need of their owner. */
export interface Http1Options {
  readonly clock: Clock;
  readonly host: string;
  readonly origin: string;
  /** Opens a socket with all that the context's kubeconfig says. */
  readonly dial: () => Promise<Dialled>;
  /** Bytes of an answer came. */
  readonly onBytes: () => void;
  /** A connection was lost with an answer on it. */
  readonly onBroken: () => void;
}

interface Exchange {
  heardAt: number;
  answered: boolean;
  readonly dropped: AbortController;
}

/**
 * HTTP/1.1 with keep-alive over undici, for servers and proxies that speak nothing newer: a socket per request in flight, so one
 * per watch. Nothing can be asked of a socket whose answer is under way; when in doubt (`prove`) its next byte is waited for.
 */
export class Http1Connections {
  readonly #options: Http1Options;
  readonly #exchanges = new Set<Exchange>();
  /** The last alert that ended a connection, and when; undici only tells that the other side closed. */
  #alert: { readonly error: Error; readonly at: number } | null = null;
  #pool: Pool;

  constructor(options: Http1Options) {
    this.#options = options;
    this.#pool = this.#newPool();
  }

  /** Requests whose answer has not ended. */
  get open(): number {
    return this.#exchanges.size;
  }

  /** Rejects with LostConnection when the connection was dropped by `prove` or had been idle and was closed, with errors of undici otherwise. */
  async send(request: WireRequest): Promise<WireAnswer> {
    const sentAt = this.#options.clock.monotonic();
    const exchange: Exchange = { heardAt: sentAt, answered: false, dropped: new AbortController() };
    this.#exchanges.add(exchange);
    let data: Dispatcher.ResponseData;
    try {
      data = await this.#pool.request({
        path: request.path,
        method: request.method,
        headers: [...request.headers],
        body: request.body,
        signal: AbortSignal.any([request.signal, exchange.dropped.signal]),
        headersTimeout: request.headersMs,
        bodyTimeout: request.bodyIdleMs,
      });
    } catch (thrown) {
      this.#exchanges.delete(exchange);
      if (thrown instanceof errors.SocketError && this.#alert !== null && this.#alert.at >= sentAt) throw this.#alert.error;
      if (!closedWhileIdle(thrown)) throw thrown;
      const detail = 'the server closed an idle connection as it was used again';
      throw new LostConnection({ kind: 'unreachable', cause: 'closed', host: this.#options.host, code: '', detail }, false, thrown);
    }
    exchange.answered = true;
    this.#heard(exchange);
    const { statusCode, headers, body } = data;
    // Paused first, so that listening does not make it flow.
    body.pause();
    body.on('data', () => this.#heard(exchange));
    body.once('error', () => {
      if (!request.signal.aborted) this.#options.onBroken();
    });
    body.once('close', () => this.#exchanges.delete(exchange));
    return { status: statusCode, headers, body };
  }

  /** As `send`, for an answer that is read at once; of one whose head came it is told how far it came. */
  async sendWhole(request: WireRequest): Promise<WholeAnswer> {
    const answer = await this.send(request);
    const whole = await wholeOf(answer, this.#options.clock.now());
    // undici takes its socket back a turn later: who asks again before that would have another one dialled.
    await nextTurn();
    return whole;
  }

  /**
   * Idle sockets are closed at once; an answer of which nothing comes within the limit is dropped. The limits are spread over its last third,
   * so that thirty watches do not come back in one instant. Resolves to false when something was dropped.
   */
  async prove(limitMs: number): Promise<boolean> {
    const before = this.#pool;
    this.#pool = this.#newPool();
    before.close().catch(ignoreDestroyed);
    const { clock, host } = this.#options;
    const askedAt = clock.monotonic();
    const proofs = [...this.#exchanges].map(
      (exchange) =>
        new Promise<boolean>((resolve) => {
          clock.after(limitMs * (2 / 3 + Math.random() / 3), () => {
            const alive = exchange.heardAt > askedAt || !this.#exchanges.has(exchange);
            if (!alive) {
              // Not a time-out: it may well be alive, and is replaced unseen where the network is.
              const detail = 'the connection could not prove itself after the machine slept or its network changed';
              const error = { kind: 'unreachable', cause: 'closed', host, code: '', detail } as const;
              exchange.dropped.abort(exchange.answered ? new RequestFailure(error) : new LostConnection(error, false));
            }
            resolve(alive);
          });
        }),
    );
    return (await Promise.all(proofs)).every((alive) => alive);
  }

  /** What runs may finish; nothing new is taken. */
  close(): void {
    this.#pool.close().catch(ignoreDestroyed);
  }

  drop(failure: RequestFailure): void {
    for (const exchange of this.#exchanges) exchange.dropped.abort(failure);
    this.#pool.destroy(failure).catch(ignoreDestroyed);
  }

  #heard(exchange: Exchange): void {
    exchange.heardAt = this.#options.clock.monotonic();
    this.#options.onBytes();
  }

  #newPool(): Pool {
    return new Pool(this.#options.origin, {
      connect: (_options, callback) => {
        this.#options.dial().then(
          ({ socket }) => {
            socket.once('error', (error) => {
              if (isTlsAlert(error)) this.#alert = { error, at: this.#options.clock.monotonic() };
            });
            callback(null, socket);
          },
          (thrown: unknown) => callback(thrown instanceof Error ? thrown : new Error(String(thrown)), null),
        );
      },
      // One socket per request in flight; the slots and the number of watches bound them.
      connections: null,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: keepAliveMs,
      // dial.ts has its own limit, which includes proxies.
      connectTimeout: 0,
    });
  }
}

/**
 * True for a socket that had served before and was closed without a byte of this answer: servers close idle connections when they
 * like, also at the moment when one is used again (RFC 9112 section 9.3.1).
 */
function closedWhileIdle(thrown: unknown): boolean {
  return thrown instanceof errors.SocketError && (thrown.socket?.bytesRead ?? 0) > 0;
}

/** Closing a pool that is already gone is what was wanted. */
function ignoreDestroyed(): undefined {
  return undefined;
}
