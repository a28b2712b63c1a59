import http2, { type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Clock } from './clock.ts';
import type { Dialled } from './dial.ts';
import { Http2Body } from './http2-body.ts';
import { Http2WholeBody } from './http2-whole.ts';
import { patientTimeout } from './patient-timeout.ts';
import { RequestFailure } from './request-failure.ts';
import { isTlsAlert } from './tls-alert.ts';
import { LostConnection, type WholeAnswer, type WireAnswer, type WireRequest } from './wire.ts';

/**
 * Streams of one connection at once. API servers announce 100 (`HTTP2MaxStreamsPerConnection` of k8s.io/apiserver), or 250 where Go's own
 * default is left; more than that would share one connection's window for no gain.
 */
const mostStreams = 250;
/** For one that announces nothing: what RFC 9113, section 6.5.2, recommends as the least. */
const unannouncedStreams = 100;
/**
 * Bytes a server may send ahead of us. Node's 64 kB would cost a list a round trip per window: a link of 1 Gbit/s and 30 ms holds
 * 4 MB. The connection has room for several lists, so that none stops the watches beside it.
 */
const streamWindow = 4 * 1_048_576;
const connectionWindow = 16 * 1_048_576;
/** Largest DATA frame we take: a list comes in a few large ones instead of 16 kB pieces, where the server likes. */
const frameSize = 1_048_576;
/** Timers may come a little early by the clock that counts. */
const toleranceMs = 5;
/** One that comes this much late tells that we were stopped or slept, and nothing about the server: its answer is not read yet. */
const lateMs = 1_000;

const { NGHTTP2_CANCEL, NGHTTP2_HTTP_1_1_REQUIRED, NGHTTP2_REFUSED_STREAM } = http2.constants;

/** What a connection tells its owner, and what it needs. All times in ms. */
export interface Http2Options {
  readonly clock: Clock;
  /** Host and port, for messages. */
  readonly host: string;
  /** `https://host:port` */
  readonly origin: string;
  /** Silence after which the server is asked by PING whether it is there, and how long it may take to answer (F4). */
  readonly pingIdleMs: number;
  readonly pingMs: number;
  /** Bytes of the server's came: body, headers, an answer to PING. */
  readonly onBytes: () => void;
  /** It was silent and did not answer. Not called when `prove` asked. */
  readonly onSilent: () => void;
  /** An answer has ended. */
  readonly onStreamEnd: () => void;
  readonly onClosed: () => void;
  /** It was lost with streams on it. Called once. */
  readonly onBroken: () => void;
  /** The server wants HTTP/1.1 for this (RFC 9113 section 7). */
  readonly onHttp1Required: () => void;
}

/**
 * One HTTP/2 connection. A reset stream is a break of that stream alone; GOAWAY lets what is open finish and sends the rest
 * elsewhere; a server that says nothing for 15 s is asked by PING, and one that does not answer within 10 s is dropped with
 * everything on it. Bytes count as an answer, so that a slow link is not taken for a dead one.
 */
export class Http2Connection {
  readonly dialled: Dialled;
  readonly #options: Http2Options;
  readonly #session: ClientHttp2Session;
  readonly #scheme: string;
  readonly #authority: string;
  readonly #forms = new WeakMap<readonly string[], OutgoingHttpHeaders>();
  #open = 0;
  #left = false;
  #broken = false;
  #failure: RequestFailure | null = null;
  #heardAt: number;
  #cancelWatch: () => void = () => undefined;

  constructor(dialled: Dialled, options: Http2Options) {
    this.dialled = dialled;
    this.#options = options;
    this.#heardAt = options.clock.monotonic();
    const { host, protocol } = new URL(options.origin);
    this.#scheme = protocol.slice(0, -1);
    this.#authority = host;
    const session = http2.connect(options.origin, {
      createConnection: () => dialled.socket,
      settings: { enablePush: false, initialWindowSize: streamWindow, maxFrameSize: frameSize },
      // In MB; counts what streams hold back, which the windows bound already.
      maxSessionMemory: 1_024,
    });
    this.#session = session;
    session.once('connect', () => session.setLocalWindowSize(connectionWindow));
    session.on('error', (error) => {
      this.#failure ??= new LostConnection(classifyFailure(error, options.host), false, error);
    });
    session.on('goaway', () => {
      this.#left = true;
    });
    session.on('close', () => {
      this.#cancelWatch();
      this.#left = true;
      options.onClosed();
    });
    this.#watchSilence();
  }

  /** Streams that have not ended. */
  get open(): number {
    return this.#open;
  }

  /** True when a request may be sent over it. */
  get hasRoom(): boolean {
    if (this.#left || this.#session.closed || this.#session.destroyed) return false;
    const announced = this.#session.remoteSettings?.maxConcurrentStreams ?? unannouncedStreams;
    return this.#open < Math.max(1, Math.min(announced, mostStreams));
  }

  /** Rejects with LostConnection when the connection is to blame, with RequestFailure or an error of Node otherwise. */
  send(request: WireRequest): Promise<WireAnswer> {
    return this.#send(request, (stream, head, resolve) => {
      const body = new Http2Body(stream, request.bodyIdleMs, this.#onBytes, (error) => this.#cut(stream, error), this.#isBroken);
      resolve({ status: Number(head[':status']), headers: head, body });
      return body;
    });
  }

  /** As `send`, for an answer that is read at once; of one whose head came it is told how far it came. */
  sendWhole(request: WireRequest): Promise<WholeAnswer> {
    return this.#send(request, (stream, head, resolve) => {
      const headAt = this.#options.clock.now();
      return new Http2WholeBody(
        stream,
        request.bodyIdleMs,
        this.#onBytes,
        (error) => this.#cut(stream, error),
        this.#isBroken,
        ({ bytes, cut }) => resolve({ status: Number(head[':status']), headers: head, bytes, cut, headAt }),
      );
    });
  }

  /** `read` is given the head, makes the answer and returns what reads the body. */
  #send<Answer>(
    request: WireRequest,
    read: (stream: ClientHttp2Stream, head: IncomingHttpHeaders, resolve: (answer: Answer) => void) => { destroy(error: Error): void },
  ): Promise<Answer> {
    const { host } = this.#options;
    return new Promise((resolve, reject) => {
      const stream = this.#session.request(this.#headersOf(request), { endStream: request.body === null });
      this.#open++;
      let body: ReturnType<typeof read> | null = null;
      let timedOut = false;
      const timer = patientTimeout(request.headersMs, () => {
        timedOut = true;
        stream.close(NGHTTP2_CANCEL);
      });
      const abort = () => {
        body?.destroy(asError(request.signal.reason));
        stream.close(NGHTTP2_CANCEL);
      };
      request.signal.addEventListener('abort', abort, { once: true });
      stream.once('response', (head) => {
        timer.cancel();
        this.#onBytes();
        body = read(stream, head, resolve);
      });
      stream.on('error', (error) => {
        if (body === null) reject(this.#cut(stream, error));
      });
      stream.once('close', () => {
        timer.cancel();
        request.signal.removeEventListener('abort', abort);
        this.#open--;
        this.#options.onStreamEnd();
        if (body !== null) return;
        const detail = `no headers within ${request.headersMs / 1000} s`;
        if (request.signal.aborted) reject(asError(request.signal.reason));
        else if (timedOut) reject(new RequestFailure({ kind: 'unreachable', cause: 'timeout', host, code: 'ETIMEDOUT', detail }));
        else reject(this.#cut(stream, null));
      });
      if (request.body !== null) stream.end(request.body);
      if (request.signal.aborted) abort();
    });
  }

  /** Resolves to false when the server did not answer within the limit and the connection was dropped. */
  prove(limitMs: number): Promise<boolean> {
    const { clock } = this.#options;
    if (this.#session.destroyed) return Promise.resolve(false);
    let askedAt = clock.monotonic();
    return new Promise((resolve) => {
      let cancel: () => void = () => undefined;
      const look = () => {
        const silentMs = clock.monotonic() - Math.max(askedAt, this.#heardAt);
        const early = silentMs < limitMs - toleranceMs;
        if (early || silentMs > limitMs + lateMs) {
          askedAt = early ? askedAt : clock.monotonic();
          cancel = clock.after(early ? limitMs - silentMs : limitMs, look);
          return;
        }
        this.drop(new LostConnection(this.#silence(`no answer to a PING within ${(limitMs / 1000).toFixed(1)} s`), false));
        resolve(false);
      };
      cancel = clock.after(limitMs, look);
      this.#session.ping((error) => {
        cancel();
        if (error === null) this.#onBytes();
        resolve(error === null);
      });
    });
  }

  /** Takes no new requests; closes when what is open has ended. */
  close(): void {
    this.#left = true;
    if (!this.#session.closed) this.#session.close();
  }

  /** Closes at once; everything on it fails with `failure`: a LostConnection is worth another try, anything else is not. */
  drop(failure: RequestFailure): void {
    this.#failure ??= failure;
    this.#left = true;
    // With an error: without one, Node ends the bodies on it as if they were complete.
    if (!this.#session.destroyed) this.#session.destroy(failure);
    this.dialled.socket.destroy();
  }

  readonly #onBytes = (): void => {
    this.#heardAt = this.#options.clock.monotonic();
    this.#options.onBytes();
  };

  readonly #isBroken = (): boolean => this.#failure !== null;

  /** Headers of requests that are alike are one list (`WireRequest.headers`), so they are put into Node's form once. */
  #headersOf({ method, path, headers }: WireRequest): OutgoingHttpHeaders {
    let form = this.#forms.get(headers);
    if (form === undefined) {
      form = formOf(headers);
      this.#forms.set(headers, form);
    }
    return { ':method': method, ':scheme': this.#scheme, ':authority': this.#authority, ':path': path, ...form };
  }

  #watchSilence(): void {
    const { clock, pingIdleMs, pingMs } = this.#options;
    const wait = Math.max(0, this.#heardAt + pingIdleMs - clock.monotonic());
    this.#cancelWatch = clock.after(wait, () => {
      if (this.#session.destroyed) return;
      if (clock.monotonic() - this.#heardAt < pingIdleMs - toleranceMs) this.#watchSilence();
      else
        void this.prove(pingMs).then((alive) => {
          if (alive) this.#watchSilence();
          else this.#options.onSilent();
        });
    });
  }

  /** Why a stream ended before its answer was complete. */
  #cut(stream: ClientHttp2Stream, error: Error | null): RequestFailure {
    const { host } = this.#options;
    const rstCode = stream.rstCode ?? 0;
    if (this.#failure !== null) {
      this.#break();
      return this.#failure;
    }
    const detail = error?.message ?? `the server reset the stream (code ${rstCode})`;
    const unsent = rstCode === NGHTTP2_REFUSED_STREAM || rstCode === NGHTTP2_HTTP_1_1_REQUIRED || stream.id === undefined;
    if (rstCode === NGHTTP2_HTTP_1_1_REQUIRED) this.#options.onHttp1Required();
    if (unsent) return new LostConnection(this.#closed(detail), true, error ?? undefined);
    if (this.#session.destroyed || this.dialled.socket.destroyed) {
      this.#break();
      const why = isTlsAlert(error) ? classifyFailure(error, host) : this.#closed('the connection was closed');
      return new LostConnection(why, false, error ?? undefined);
    }
    const code = error === null ? `RST_STREAM ${rstCode}` : String((error as NodeJS.ErrnoException).code ?? '');
    return new RequestFailure({ kind: 'unreachable', cause: 'reset', host, code, detail }, undefined, error ?? undefined);
  }

  #break(): void {
    if (!this.#broken) this.#options.onBroken();
    this.#broken = true;
  }

  #closed(detail: string): ClusterError {
    return { kind: 'unreachable', cause: 'closed', host: this.#options.host, code: '', detail };
  }

  #silence(detail: string): ClusterError {
    return { kind: 'unreachable', cause: 'timeout', host: this.#options.host, code: 'ETIMEDOUT', detail };
  }
}

/** Names in lower case; one that comes again has a list of values. */
function formOf(pairs: readonly string[]): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = (pairs[at] ?? '').toLowerCase();
    const value = pairs[at + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
