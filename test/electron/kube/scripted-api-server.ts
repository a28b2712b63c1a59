import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object of the scripted server: whatever a projection for tests wants, with metadata. */
export interface TestObject {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly resourceVersion: string };
  readonly value?: unknown;
}

interface TestEvent {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: TestObject;
}

interface OpenWatch {
  readonly namespace: string;
  readonly response: http.ServerResponse;
}

/** A request as the server saw it. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
}

/** Takes a request before the server does; true when it was answered. */
export type Intercept = (request: SeenRequest, response: http.ServerResponse) => boolean;

/**
 * A small API server over real sockets that serves pods from a history of events, with pages, watches, expiry and
 * whatever a test scripts in front of it. It keeps the truth that a reflector must end up with.
 */
export class ScriptedApiServer {
  readonly objects = new Map<string, TestObject>();
  readonly requests: SeenRequest[] = [];
  readonly #server: http.Server;
  readonly #watches = new Set<OpenWatch>();
  #history: TestEvent[] = [];
  #version = 100;
  #oldest = 0;
  #replica: { readonly version: number; readonly objects: readonly TestObject[] } | null = null;
  intercept: Intercept | null = null;

  private constructor() {
    this.#server = http.createServer((request, response) => this.#serve(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Listens on a free loopback port. */
  static async start(port = 0): Promise<ScriptedApiServer> {
    const server = new ScriptedApiServer();
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get watches(): number {
    return this.#watches.size;
  }

  get version(): number {
    return this.#version;
  }

  /** Requests for a path that begins so, lists and watches apart. */
  count(kind: 'list' | 'watch', path = '/api/v1/pods'): number {
    return this.requests.filter((seen) => seen.path === path && (seen.query.get('watch') === 'true') === (kind === 'watch')).length;
  }

  /** Creates or changes an object; watches see it at once. */
  put(namespace: string, name: string, value: unknown, uid = `${namespace}-${name}`): TestObject {
    const version = ++this.#version;
    const object: TestObject = { metadata: { name, namespace, uid, resourceVersion: String(version) }, value };
    const type = this.objects.has(uid) ? 'MODIFIED' : 'ADDED';
    this.objects.set(uid, object);
    this.#happened({ version, type, object });
    return object;
  }

  delete(uid: string): void {
    const known = this.objects.get(uid);
    if (known === undefined) return;
    this.objects.delete(uid);
    const version = ++this.#version;
    this.#happened({ version, type: 'DELETED', object: { ...known, metadata: { ...known.metadata, resourceVersion: String(version) } } });
  }

  /** Forgets history: older versions answer 410 from now on. */
  compact(): void {
    this.#history = [];
    this.#oldest = this.#version;
  }

  /** As after a restore from a backup: versions start lower than clients know. */
  restoreTo(version: number): void {
    this.#version = version;
    this.#history = [];
    this.#oldest = 0;
  }

  /** Lists that may be old come from a replica that stopped following now, whatever version they ask for (F18). */
  serveStale(on: boolean): void {
    this.#replica = on ? { version: this.#version, objects: [...this.objects.values()] } : null;
  }

  /** Ends all watches: `rst` resets the sockets, `fin` ends the bodies properly, `half` cuts in the middle of a line first. */
  cut(how: 'rst' | 'fin' | 'half'): void {
    for (const { response } of [...this.#watches]) {
      if (how === 'fin') response.end();
      else if (how === 'rst') response.socket?.resetAndDestroy();
      else response.write('{"type":"ADDED","object":{"metadata":{"name":"ha', () => response.destroy());
    }
    this.#watches.clear();
  }

  /** Writes raw bytes to every open watch. */
  say(bytes: string | Uint8Array): void {
    for (const { response } of this.#watches) response.write(bytes);
  }

  /** Refuses connections from now on and drops those there are. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    this.#watches.clear();
  }

  /** Listens again where it did. */
  async resume(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  #happened(event: TestEvent): void {
    this.#history.push(event);
    for (const watch of this.#watches) tell(watch, event);
  }

  #serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const seen = {
      at: performance.now(),
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
    };
    this.requests.push(seen);
    if (this.intercept?.(seen, response) === true) return;
    const pods = /^\/api\/v1\/(?:namespaces\/([^/]+)\/)?pods$/.exec(url.pathname);
    if (url.pathname === '/version') sendJson(response, 200, { major: '1', minor: '36', gitVersion: 'v1.36.3' });
    else if (pods === null) sendStatus(response, 404, 'NotFound', `no ${url.pathname} here`);
    else if (url.searchParams.get('watch') === 'true') this.#watch(pods[1] ?? '', url.searchParams, response);
    else this.#list(pods[1] ?? '', url.searchParams, response);
  }

  #list(namespace: string, query: URLSearchParams, response: http.ServerResponse): void {
    const wanted = query.get('resourceVersion') ?? '';
    const replica = wanted === '' ? null : this.#replica;
    if (Number(wanted) > this.#version) {
      sendTooLarge(response);
      return;
    }
    const [offset, version] = (query.get('continue') ?? `0 ${replica?.version ?? this.#version}`).split(' ').map(Number) as [
      number,
      number,
    ];
    if (version < this.#oldest) {
      sendStatus(response, 410, 'Expired', 'The provided continue parameter is too old');
      return;
    }
    const limit = Number(query.get('limit') ?? 1e9);
    const all = [...(replica?.objects ?? this.objects.values())].filter(
      (object) => namespace === '' || object.metadata.namespace === namespace,
    );
    const more = replica === null && offset + limit < all.length;
    const metadata = {
      resourceVersion: String(version),
      ...(more ? { continue: `${offset + limit} ${version}`, remainingItemCount: all.length - offset - limit } : {}),
    };
    sendJson(response, 200, {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata,
      items: replica === null ? all.slice(offset, offset + limit) : all,
    });
  }

  #watch(namespace: string, query: URLSearchParams, response: http.ServerResponse): void {
    const from = Number(query.get('resourceVersion') ?? 0);
    if (from < this.#oldest) {
      sendStatus(response, 410, 'Expired', `too old resource version: ${from} (${this.#oldest})`);
      return;
    }
    if (from > this.#version) {
      sendTooLarge(response);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch = { namespace, response };
    for (const event of this.#history) if (event.version > from) tell(watch, event);
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
  }
}

/** Answers with JSON. */
export function sendJson(response: http.ServerResponse, status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with a Status. */
export function sendStatus(
  response: http.ServerResponse,
  code: number,
  reason: string,
  message: string,
  headers: http.OutgoingHttpHeaders = {},
): void {
  sendJson(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code }, headers);
}

function sendTooLarge(response: http.ServerResponse): void {
  const details = { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 0 };
  sendJson(response, 504, {
    kind: 'Status',
    status: 'Failure',
    reason: 'Timeout',
    message: 'Timeout: Too large resource version',
    details,
    code: 504,
  });
}

function tell(watch: OpenWatch, event: TestEvent): void {
  if (watch.namespace !== '' && event.object.metadata.namespace !== watch.namespace) return;
  watch.response.write(`${JSON.stringify({ type: event.type, object: event.object })}\n`);
}
