import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CommandBus } from './command-bus.ts';
import { BrowserSessions, type Clock, cookieValue, FailureLimiter, LaunchTokens } from './loopback-auth.ts';
import { readSmallBody } from './loopback-body.ts';
import { guardFetchSite, guardRequest, type Refusal } from './loopback-guard.ts';
import { type LoopbackSocketOptions, serveSocket } from './loopback-socket.ts';
import { answerPage, type PageFiles } from './page-files.ts';
import { pageHeaders } from './page-headers.ts';

/** What a loopback server is made of. */
export interface LoopbackOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly files: PageFiles;
  readonly bus: CommandBus;
  readonly clock?: Clock;
}

/** Pages that may be connected at once; a person has a few tabs. */
const maxPages = 32;
/** Largest frame a page may send, in bytes: a change of settings is a few kilobytes. */
const maxFrameBytes = 1024 * 1024;

/**
 * The browser shell's door: the page's files, one exchange of a launch token for a cookie, and a WebSocket per page.
 * Listens on 127.0.0.1 only. `GET` changes nothing. No answer carries CORS headers.
 */
export class LoopbackServer {
  readonly #server: Server;
  readonly #files: PageFiles;
  readonly #bus: CommandBus;
  readonly #tokens: LaunchTokens;
  readonly #sessions: BrowserSessions;
  readonly #limiter: FailureLimiter;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  readonly #sweep: NodeJS.Timeout;
  #port = 0;

  private constructor(options: LoopbackOptions) {
    const clock = options.clock ?? Date.now;
    this.#files = options.files;
    this.#bus = options.bus;
    this.#tokens = new LaunchTokens(clock);
    this.#sessions = new BrowserSessions(clock);
    this.#limiter = new FailureLimiter(clock);
    // A client that dribbles its request is cut off (slowloris); numbers are generous for a loopback.
    this.#server = createServer(
      {
        maxHeaderSize: 16 * 1024,
        headersTimeout: 5_000,
        requestTimeout: 10_000,
        keepAliveTimeout: 5_000,
        connectionsCheckingInterval: 1_000,
      },
      (request, response) => void this.#answer(request, response),
    );
    this.#server.maxConnections = 256;
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head));
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
      if (socket.writable) refuseSocket(socket, { status, reason: 'The request cannot be read.' });
      else socket.destroy();
    });
    this.#sweep = setInterval(() => this.#sessions.endIdle(), 60_000);
    this.#sweep.unref();
  }

  /** Listens. Rejects with Node's error (EADDRINUSE, EACCES) when it cannot. */
  static async start(options: LoopbackOptions): Promise<LoopbackServer> {
    const loopback = new LoopbackServer(options);
    await new Promise<void>((resolve, reject) => {
      loopback.#server.once('error', reject);
      loopback.#server.listen({ host: '127.0.0.1', port: options.port }, resolve);
    });
    loopback.#port = (loopback.#server.address() as AddressInfo).port;
    return loopback;
  }

  get port(): number {
    return this.#port;
  }

  /** The address with a fresh launch token, valid once for a minute. The fragment never leaves the browser, nor enters a log. */
  launchUrl(): string {
    return `http://127.0.0.1:${this.#port}/#t=${this.#tokens.mint()}`;
  }

  /** Stops listening and drops every page. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    for (const socket of this.#sockets.clients) socket.close(1001, 'Timonier has stopped');
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    for (const socket of this.#sockets.clients) socket.terminate();
    await closed;
  }

  /** Cookies know no ports, so the name tells this server's from another's on the same host. */
  get #cookieName(): string {
    return `timonier-${this.#port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const refusal = guardRequest(request, this.#port, !reads);
    if (refusal !== null) return refuse(response, refusal);
    const pathname = (request.url ?? '').split('?', 1)[0] ?? '';
    if (pathname === '/session') return this.#session(request, response);
    if (!reads) return refuse(response, { status: 405, reason: 'Only GET.' }, { allow: 'GET, HEAD' });
    if (pathname === '/socket') return refuse(response, { status: 426, reason: 'This is a WebSocket.' }, { upgrade: 'websocket' });
    const answer = answerPage(this.#files, pathname);
    const known = answer.headers.etag !== undefined && request.headers['if-none-match'] === answer.headers.etag;
    response.writeHead(known ? 304 : answer.status, answer.headers);
    response.end(known || request.method === 'HEAD' ? undefined : answer.body);
  }

  /** GET: is there a session? POST: a launch token becomes one. DELETE: log out. */
  async #session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cookie = cookieValue(request.headers.cookie, this.#cookieName);
    if (request.method === 'GET' || request.method === 'HEAD') {
      const refusal = guardFetchSite(request);
      if (refusal !== null) return refuse(response, refusal);
      return this.#sessions.use(cookie) ? done(response) : refuse(response, notLoggedIn);
    }
    // A custom header and a JSON body cannot be sent by a form, only by a script, which other origins would need CORS for.
    if (request.headers['x-timonier'] !== '1') return refuse(response, { status: 403, reason: 'The header X-Timonier is missing.' });
    if (request.method === 'DELETE') {
      if (cookie !== null) this.#sessions.end(cookie);
      return done(response, { 'set-cookie': `${this.#cookieName}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0` });
    }
    if (request.method !== 'POST')
      return refuse(response, { status: 405, reason: 'GET, POST or DELETE.' }, { allow: 'GET, HEAD, POST, DELETE' });
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
      return refuse(response, { status: 415, reason: 'Send JSON.' });
    const body = await readSmallBody(request);
    if (body === null) return refuse(response, { status: 413, reason: 'The body is too large.' }, { connection: 'close' });
    if (this.#limiter.exhausted)
      return refuse(response, { status: 429, reason: 'Too many attempts. Wait a minute.' }, { 'retry-after': '60' });
    if (!this.#tokens.redeem(launchTokenOf(body))) {
      this.#limiter.failed();
      return refuse(response, { status: 401, reason: 'The link was used or is too old. Press Enter in the terminal for a new one.' });
    }
    const value = this.#sessions.create();
    return done(response, { 'set-cookie': `${this.#cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict` });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const cookie = cookieValue(request.headers.cookie, this.#cookieName);
    const refusal = this.#refusalOfUpgrade(request, cookie);
    if (refusal !== null || cookie === null) {
      refuseSocket(socket, refusal ?? notLoggedIn);
      return;
    }
    const options: LoopbackSocketOptions = {
      bus: this.#bus,
      use: () => this.#sessions.use(cookie),
      onSessionEnd: (listener) => this.#sessions.onEnd(cookie, listener),
    };
    this.#sockets.handleUpgrade(request, socket, head, (page) => serveSocket(page, options));
  }

  #refusalOfUpgrade(request: IncomingMessage, cookie: string | null): Refusal | null {
    const refusal = guardRequest(request, this.#port, true);
    if (refusal !== null) return refusal;
    if (request.url !== '/socket') return { status: 404, reason: 'Not found.' };
    // Not limited: a tab of an earlier run that keeps trying must not lock the next one out, and 256 bits are not guessed.
    if (!this.#sessions.use(cookie)) return notLoggedIn;
    return this.#sockets.clients.size >= maxPages ? { status: 503, reason: 'Too many pages are open.' } : null;
  }
}

const notLoggedIn: Refusal = {
  status: 401,
  reason: 'Open the link that Timonier printed in the terminal, or press Enter there for a new one.',
};

function launchTokenOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'token' in parsed && typeof parsed.token === 'string') return parsed.token;
  } catch {
    // not JSON: an empty token is refused like any wrong one
  }
  return '';
}

function done(response: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(204, { ...pageHeaders(null), ...headers });
  response.end();
}

function refuse(response: ServerResponse, refusal: Refusal, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(refusal.status, { ...pageHeaders(null), 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${refusal.reason}\n`);
}

/** Refuses on a bare socket, where no ServerResponse exists (upgrades, unreadable requests). */
function refuseSocket(socket: Duplex, refusal: Refusal): void {
  const headers = { ...pageHeaders(null), 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${refusal.status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${refusal.reason}\n`);
}
