import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServerCertificate } from '../../../../../electron/demo/certificates.ts';
import type { ContainerFacts, TerminatedFacts } from '../../../../../electron/features/logs/follow/container-facts.ts';
import type { Connection } from '../../../../../electron/kube/connection.ts';
import { sendStatus } from '../../../kube/scripted-api-server.ts';
import { connectionTo } from '../../../kube/test-context.ts';

/** A record of a container's log file. */
export interface LogRecord {
  /** ns since the epoch. */
  readonly stamp: bigint;
  readonly text: string;
}

interface Run {
  readonly containerId: string;
  /** The file that is read now; rotation begins another. */
  file: { readonly record: LogRecord; readonly end: string }[];
  /** All that was ever written. */
  readonly written: LogRecord[];
  readonly startedAt: number;
  exit: TerminatedFacts | null;
}

interface OpenLog {
  readonly run: Run;
  readonly response: ServerResponse;
}

/** Takes a request before the server does; true when it was answered. */
export type LogIntercept = (query: URLSearchParams, response: ServerResponse) => boolean;

/** How open logs are cut. `eof` is what an API server does when its kubelet breaks off: a proper end, wherever it was. */
export type LogCut = 'reset' | 'half' | 'eof' | 'half-eof';

/** A stamp as the kubelet writes it. */
export function stampText(stamp: bigint): string {
  const seconds = stamp / 1_000_000_000n;
  const rest = String(stamp % 1_000_000_000n).padStart(9, '0');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${rest}Z`;
}

/**
 * An API server with one pod and one container whose log it serves over real sockets as a kubelet does: `sinceTime` cut to whole seconds, the
 * present file only, `previous` for the run before, the end of the answer when the container ends. It keeps what was written, which a follower must end up with.
 */
export class LogServer {
  readonly connection: Connection;
  readonly runs: Run[] = [];
  readonly queries: URLSearchParams[] = [];
  readonly #server: http.Server | http2.Http2SecureServer;
  readonly #open = new Set<OpenLog>();
  readonly #sessions = new Set<http2.ServerHttp2Session>();
  intercept: LogIntercept | null = null;
  #stamp = 1_790_000_000_000_000_000n;

  private constructor(server: http.Server | http2.Http2SecureServer, connection: Connection) {
    this.#server = server;
    this.connection = connection;
    this.runs.push(this.#newRun());
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.#serve(request, response));
    server.on('session', (session: http2.ServerHttp2Session) => {
      this.#sessions.add(session);
      session.on('error', () => session.destroy());
    });
  }

  /** Listens on a free loopback port: plain HTTP/1.1, or HTTP/2 over TLS. */
  static async start(protocol: 'http/1.1' | 'h2' = 'http/1.1'): Promise<LogServer> {
    const certificates = protocol === 'h2' ? createServerCertificate('logs') : null;
    const server =
      certificates === null
        ? http.createServer({ keepAliveTimeout: 60_000 })
        : http2.createSecureServer({ key: certificates.key, cert: certificates.certificate });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `${certificates === null ? 'http' : 'https'}://127.0.0.1:${port}`;
    return new LogServer(server, connectionTo(url, { certificateAuthority: certificates?.certificateAuthority ?? null }));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Logs that are open now. */
  get open(): number {
    return this.#open.size;
  }

  /** Bytes of open answers that no socket has taken yet. */
  get backlog(): number {
    return [...this.#open].reduce((sum, { response }) => sum + response.writableLength, 0);
  }

  /** HTTP/2 connections. */
  get connections(): number {
    return [...this.#sessions].filter((session) => !session.destroyed).length;
  }

  /** What was written so far, in all runs, as `stamp text`. */
  get written(): string[] {
    return this.runs.flatMap((run) => run.written.map(({ stamp, text }) => `${stampText(stamp)} ${text}`));
  }

  /** What the pod's status says now. */
  get facts(): ContainerFacts {
    const present = this.#present;
    const before = this.runs.at(-2) ?? null;
    return {
      pod: 'present',
      podReason: '',
      state: present.exit === null ? 'running' : 'terminated',
      waitingReason: '',
      containerId: present.containerId,
      restarts: this.runs.length - 1,
      startedAt: present.startedAt,
      terminated: present.exit,
      lastTerminated: before?.exit ?? null,
    };
  }

  get #present(): Run {
    return this.runs.at(-1) as Run;
  }

  /** Lets time pass for the next stamps, in ns; back when negative. */
  passTime(nanoseconds: bigint): void {
    this.#stamp += nanoseconds;
  }

  /** Sets the node's clock, which stamps lines, to a time in ms since the epoch. */
  setClock(ms: number): void {
    this.#stamp = BigInt(Math.floor(ms)) * 1_000_000n;
  }

  /** The container writes a line; the stamp moves on by `after` nanoseconds first. */
  write(text: string, { after = 1_000n, end = '\n' }: { readonly after?: bigint; readonly end?: string } = {}): void {
    this.#stamp += after;
    const run = this.#present;
    const entry = { record: { stamp: this.#stamp, text }, end };
    run.file.push(entry);
    run.written.push(entry.record);
    for (const log of this.#open) if (log.run === run) log.response.write(lineOf(entry));
  }

  /** Writes raw bytes into open answers. */
  say(bytes: string | Uint8Array): void {
    for (const { response } of this.#open) response.write(bytes);
  }

  /** The kubelet begins a new file: who reads goes on, who asks again gets the new one only. */
  rotate(): void {
    this.#present.file = [];
  }

  /** The container ends: open answers end properly. */
  exit(exitCode = 1, reason = 'Error'): void {
    const run = this.#present;
    const finishedAt = Number(this.#stamp / 1_000_000_000n) * 1000;
    run.exit = { exitCode, reason, finishedAt, containerId: run.containerId };
    for (const log of [...this.#open]) if (log.run === run) log.response.end();
  }

  /** The container ends, unless it has, and another run begins. */
  restart(exitCode = 1, reason = 'Error'): void {
    if (this.#present.exit === null) this.exit(exitCode, reason);
    this.runs.push(this.#newRun());
  }

  /** Breaks every open answer. */
  cut(how: LogCut): void {
    for (const { response } of [...this.#open]) {
      if (how === 'half' || how === 'half-eof') response.write(`${stampText(this.#stamp + 5n)} half a li`);
      if (how === 'eof' || how === 'half-eof') response.end();
      else if (how === 'half') setTimeout(() => abort(response), 10);
      else abort(response);
    }
    this.#open.clear();
  }

  /** GOAWAY on every HTTP/2 connection, and the end of its streams. */
  goAway(): void {
    for (const session of this.#sessions) {
      session.goaway();
      session.destroy();
    }
    this.#open.clear();
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    if ('closeAllConnections' in this.#server) this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #newRun(): Run {
    this.#stamp += 1_000n;
    const startedAt = Number(this.#stamp / 1_000_000_000n) * 1000;
    return { containerId: `containerd://${this.runs.length}`, file: [], written: [], startedAt, exit: null };
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://server');
    if (url.pathname !== '/api/v1/namespaces/shop/pods/checkout/log') {
      sendStatus(response, 404, 'NotFound', `no ${url.pathname} here`);
      return;
    }
    const query = url.searchParams;
    this.queries.push(query);
    response.on('error', () => undefined);
    if (this.intercept?.(query, response) === true) return;
    const previous = query.get('previous') === 'true';
    const run = previous ? this.runs.at(-2) : this.#present;
    if (run === undefined) {
      sendStatus(response, 400, 'BadRequest', 'previous terminated container "app" in pod "checkout" not found');
      return;
    }
    // A kubelet sends no head before the first line.
    const since = sinceOf(query, this.#stamp);
    const tail = query.get('tailLines');
    const kept = tail === null ? run.file : Number(tail) === 0 ? [] : run.file.slice(-Number(tail));
    response.writeHead(200, { 'content-type': 'text/plain' });
    for (const entry of kept) if (entry.record.stamp >= since) response.write(lineOf(entry));
    if (query.get('follow') !== 'true' || run.exit !== null) {
      response.end();
      return;
    }
    if ('flushHeaders' in response) response.flushHeaders();
    const log = { run, response };
    this.#open.add(log);
    response.on('close', () => this.#open.delete(log));
  }
}

/** API servers cut `sinceTime` to whole seconds. */
function sinceOf(query: URLSearchParams, now: bigint): bigint {
  const time = query.get('sinceTime');
  if (time !== null) return BigInt(Math.floor(Date.parse(time) / 1000)) * 1_000_000_000n;
  const seconds = query.get('sinceSeconds');
  return seconds === null ? 0n : now - BigInt(seconds) * 1_000_000_000n;
}

function lineOf({ record, end }: { readonly record: LogRecord; readonly end: string }): string {
  return `${stampText(record.stamp)} ${record.text}${end}`;
}

function abort(response: ServerResponse): void {
  if ('stream' in response) (response.stream as http2.ServerHttp2Stream).close(http2.constants.NGHTTP2_INTERNAL_ERROR);
  else response.socket?.resetAndDestroy();
}
