import type { Connection } from './connection.ts';
import type { KubeRequest } from './transport.ts';

/**
 * Headers of one request, as alternating names and values because impersonation may repeat a name. A bearer token wins
 * over basic, as in client-go (transport/round_trippers.go). Watches and logs ask for no
 * compression: servers never give it, and a proxy that did would hold lines back.
 */
export function requestHeaders(connection: Connection, request: KubeRequest, userAgent: string): string[] {
  const headers = ['Accept', request.accept ?? (request.purpose === 'log' ? '*/*' : 'application/json'), 'User-Agent', userAgent];
  if (request.purpose !== 'watch' && request.purpose !== 'log') headers.push('Accept-Encoding', 'gzip');
  if (request.body !== undefined) headers.push('Content-Type', request.contentType ?? 'application/json');
  const { token, basic } = connection.credential;
  if (token !== null) headers.push('Authorization', `Bearer ${token}`);
  else if (basic !== null) headers.push('Authorization', `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`);
  for (const [name, value] of request.impersonation ?? connection.impersonation) headers.push(name, value);
  return headers;
}

/** Headers of the requests over one connection at a time: those that are alike share one list, so that what sends them can keep their form by it. */
export class AlikeHeaders {
  readonly #userAgent: string;
  readonly #lists = new Map<string, readonly string[]>();
  #connection: Connection | null = null;

  constructor(userAgent: string) {
    this.#userAgent = userAgent;
  }

  of(connection: Connection, request: KubeRequest): readonly string[] {
    // Whom a request acts as is of its own: somebody else each time.
    if (request.impersonation !== undefined) return requestHeaders(connection, request, this.#userAgent);
    if (connection !== this.#connection) {
      this.#connection = connection;
      this.#lists.clear();
    }
    const { purpose, accept, contentType, body } = request;
    const streamed = purpose === 'watch' || purpose === 'log' ? purpose : '';
    const key = `${streamed}\n${accept ?? ''}\n${body === undefined ? '' : (contentType ?? 'application/json')}`;
    let list = this.#lists.get(key);
    if (list === undefined) {
      list = requestHeaders(connection, request, this.#userAgent);
      this.#lists.set(key, list);
    }
    return list;
  }
}
