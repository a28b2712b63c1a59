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
