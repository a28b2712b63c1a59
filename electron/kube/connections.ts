import { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { anyProtocol, type Dialled, dial, type HttpProtocol } from './dial.ts';
import { Http1Connections } from './http1-connections.ts';
import { Http2Connection } from './http2-connection.ts';
import type { RequestFailure } from './request-failure.ts';
import { LostConnection, markDialFailure, type WholeAnswer, type WireAnswer, type WireRequest } from './wire.ts';

/** A connection without streams beside one that has room is closed this long after a stream has ended, in ms. */
const spareMs = 60_000;

/** What the connections are made with. */
export interface ConnectionsOptions {
  readonly clock: Clock;
  readonly connectMs: number;
  readonly pingIdleMs: number;
  readonly pingMs: number;
  /** Whether this machine has an address; a socket from one that it lost is dead. Default: asks its network interfaces. */
  readonly hasAddress?: (address: string) => boolean;
  readonly onBytes: () => void;
  /** A connection was made. */
  readonly onDialled: (dialled: Dialled) => void;
  /** A connection was lost while somebody used it. */
  readonly onBroken: () => void;
  /** A connection that had been silent did not answer and was dropped. Not called for what `prove` drops. */
  readonly onSilent: () => void;
}

/**
 * All connections to one API server, made alike. The first socket says by ALPN which protocol is spoken: HTTP/2, of which one
 * connection carries as many streams as its server announces (a hundred, mostly) and another is opened beyond that, or HTTP/1.1. However many requests wait for a
 * connection, one is dialled at a time, and its failure is the failure of all of them.
 */
export class Connections {
  readonly #connection: Connection;
  readonly #options: ConnectionsOptions;
  readonly #host: string;
  readonly #origin: string;
  readonly #secure: boolean;
  /** Those that take requests, and those that only finish what is open. */
  readonly #http2 = new Set<Http2Connection>();
  readonly #sockets = new Set<Dialled>();
  /** No request is taken any more; and nothing is dialled any more. */
  readonly #closed = new AbortController();
  readonly #dropped = new AbortController();
  #http1: Http1Connections | null = null;
  #dialling: Promise<void> | null = null;
  #offered: readonly HttpProtocol[] = anyProtocol;

  constructor(connection: Connection, options: ConnectionsOptions) {
    this.#connection = connection;
    this.#options = options;
    const url = new URL(connection.server);
    this.#host = url.host;
    this.#origin = url.origin;
    this.#secure = url.protocol === 'https:';
  }

  /** Sends over what there is, or over a new connection. Rejects with RequestFailure (LostConnection among them) or errors of Node and undici. */
  send(request: WireRequest): Promise<WireAnswer> {
    return this.#over(request, (connection) => connection.send(request));
  }

  /** As `send`, for an answer that is read at once. */
  sendWhole(request: WireRequest): Promise<WholeAnswer> {
    return this.#over(request, (connection) => connection.sendWhole(request));
  }

  async #over<Answer>(request: WireRequest, send: (connection: Http1Connections | Http2Connection) => Promise<Answer>): Promise<Answer> {
    for (;;) {
      request.signal.throwIfAborted();
      this.#closed.signal.throwIfAborted();
      if (this.#http1 !== null) return send(this.#http1);
      for (const connection of this.#http2) if (connection.hasRoom) return send(connection);
      this.#dialling ??= this.#dialNext().finally(() => {
        this.#dialling = null;
      });
      await unlessAborted(this.#dialling, request.signal);
    }
  }

  /**
   * Every connection proves within the limit that it is alive, or is dropped; one whose local address is gone is dropped at once.
   * Limits are a little shorter at random, so that many contexts do not dial in one instant. Resolves to false when something was dropped.
   */
  async prove(limitMs: number): Promise<boolean> {
    const hasAddress = this.#options.hasAddress ?? lookUpAddresses();
    let moved = false;
    for (const { socket } of this.#sockets) {
      const address = socket.localAddress?.replace(/^::ffff:/, '').replace(/%.*$/, '');
      if (address === undefined || hasAddress(address)) continue;
      moved = true;
      const detail = `the address ${address} of this machine is gone`;
      const failure = new LostConnection({ kind: 'unreachable', cause: 'timeout', host: this.#host, code: '', detail }, false);
      const over = [...this.#http2].find((connection) => connection.dialled.socket === socket);
      if (over === undefined) socket.destroy(failure);
      else over.drop(failure);
    }
    const proofs = [...this.#http2].map((connection) => connection.prove(limitMs * (0.7 + Math.random() * 0.3)));
    if (this.#http1 !== null) proofs.push(this.#http1.prove(limitMs));
    return (await Promise.all(proofs)).every((alive) => alive) && !moved;
  }

  /** True when no socket is left. */
  get gone(): boolean {
    return this.#sockets.size === 0 && this.#dialling === null;
  }

  /** What is open may finish, then the connections are closed. */
  close(): void {
    const detail = 'the connection was replaced';
    this.#closed.abort(new LostConnection({ kind: 'unreachable', cause: 'closed', host: this.#host, code: '', detail }, true));
    for (const connection of this.#http2) connection.close();
    this.#http1?.close();
  }

  /** Everything is closed now and fails with `failure`, also what waits for a connection. */
  drop(failure: RequestFailure): void {
    this.#closed.abort(failure);
    this.#dropped.abort(failure);
    for (const connection of this.#http2) connection.drop(failure);
    this.#http1?.drop(failure);
  }

  async #dialNext(): Promise<void> {
    // Without TLS nobody can be asked what he speaks.
    const first = this.#secure ? await this.#dial(this.#offered) : null;
    if (first?.protocol === 'h2') {
      this.#addHttp2(first);
      return;
    }
    // What is open over HTTP/2 to a server that changed its mind finishes there.
    for (const connection of this.#http2) connection.close();
    let next = first;
    this.#http1 = new Http1Connections({
      clock: this.#options.clock,
      host: this.#host,
      origin: this.#origin,
      dial: () => {
        const ready = next;
        next = null;
        return ready === null || ready.socket.destroyed ? this.#dial(['http/1.1']) : Promise.resolve(ready);
      },
      onBytes: this.#options.onBytes,
      onBroken: this.#options.onBroken,
    });
  }

  async #dial(protocols: readonly HttpProtocol[]): Promise<Dialled> {
    const dialled = await dial(this.#connection, protocols, this.#options.connectMs, this.#dropped.signal).catch((thrown: unknown) => {
      throw markDialFailure(thrown);
    });
    this.#sockets.add(dialled);
    dialled.socket.once('close', () => this.#sockets.delete(dialled));
    this.#options.onDialled(dialled);
    return dialled;
  }

  #addHttp2(dialled: Dialled): void {
    const { clock, pingIdleMs, pingMs, onBytes, onBroken, onSilent } = this.#options;
    const connection = new Http2Connection(dialled, {
      clock,
      host: this.#host,
      origin: this.#origin,
      pingIdleMs,
      pingMs,
      onBytes,
      onBroken,
      onSilent,
      onStreamEnd: () => {
        if (this.#http2.size > 1) clock.after(spareMs, () => this.#closeSpares());
      },
      onClosed: () => this.#http2.delete(connection),
      onHttp1Required: () => {
        this.#offered = ['http/1.1'];
        connection.close();
      },
    });
    this.#http2.add(connection);
    if (this.#closed.signal.aborted) connection.close();
  }

  #closeSpares(): void {
    for (const connection of this.#http2) {
      const room = [...this.#http2].some((other) => other !== connection && other.hasRoom);
      if (connection.open === 0 && room) connection.close();
    }
  }
}

/** Asks the network interfaces once. Loopback never goes away, so all of 127.0.0.0/8 is there without being listed. */
function lookUpAddresses(): (address: string) => boolean {
  const here = new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address)));
  return (address) => address.startsWith('127.') || address === '::1' || here.has(address);
}

/** Rejects when the signal aborts, whatever becomes of the promise. */
function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
