import type { IncomingMessage } from 'node:http';

/** Why a request was turned away; `reason` is for people and holds nothing of the request. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * What every request to the loopback server must pass before it is routed (security.md H2-H4). Any web page the user visits can
 * reach 127.0.0.1: the Host list stops DNS rebinding, Origin and Sec-Fetch-Site stop requests made by other pages.
 * `changes` = the request may change something or opens a socket, so it must come from our own page.
 */
export function guardRequest(request: IncomingMessage, port: number, changes: boolean): Refusal | null {
  const hosts = headerValues(request, 'host');
  const host = hosts[0];
  if (hosts.length !== 1 || host === undefined || !allowedHosts(port).includes(host)) {
    return { status: 421, reason: 'This server answers to 127.0.0.1 and localhost only.' };
  }
  // Absolute-form (`GET http://evil/`) names a second authority; proxies use it, browsers never do here.
  if (request.url === undefined || !request.url.startsWith('/')) return { status: 421, reason: 'This server is not a proxy.' };
  if (!changes) return null;
  const origins = headerValues(request, 'origin');
  if (origins.length !== 1 || origins[0] !== `http://${host}`) return { status: 403, reason: 'The request comes from another page.' };
  return guardFetchSite(request);
}

/** Refuses what the browser says another site started. Absent = an old browser, which the Origin check covers. */
export function guardFetchSite(request: IncomingMessage): Refusal | null {
  const sites = headerValues(request, 'sec-fetch-site');
  if (sites.length === 0 || (sites.length === 1 && (sites[0] === 'same-origin' || sites[0] === 'none'))) return null;
  return { status: 403, reason: 'The request comes from another site.' };
}

/** Exact, lower case, with the port as browsers send it: they leave out 80. */
function allowedHosts(port: number): readonly string[] {
  const suffix = port === 80 ? '' : `:${port}`;
  return [`127.0.0.1${suffix}`, `localhost${suffix}`];
}

/** Every value of a header as sent: `request.headers` keeps only the first of two Hosts. `name` in lower case. */
export function headerValues(request: IncomingMessage, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) values.push(request.rawHeaders[index + 1] ?? '');
  }
  return values;
}
