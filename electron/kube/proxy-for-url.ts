import { BlockList, isIP } from 'node:net';

/** The proxy variables of an environment; empty text = not set. */
export interface ProxyEnvironment {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly noProxy: string;
}

/** Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, upper case before lower (golang.org/x/net/http/httpproxy, FromEnvironment). */
export function proxyEnvironment(env: Readonly<Record<string, string | undefined>>): ProxyEnvironment {
  const any = (name: string) => env[name] || env[name.toLowerCase()] || '';
  return { httpsProxy: any('HTTPS_PROXY'), httpProxy: any('HTTP_PROXY'), noProxy: any('NO_PROXY') };
}

/**
 * The proxy for a URL by Go's rules (httpproxy.Config.ProxyFunc), which kubectl follows; null = direct. A value without a
 * scheme means http://. Loopback is never proxied. A value that is no URL at all counts as none, as in Go.
 */
export function proxyForUrl(url: URL, environment: ProxyEnvironment): string | null {
  const value = url.protocol === 'https:' ? environment.httpsProxy : url.protocol === 'http:' ? environment.httpProxy : '';
  const proxy = parseProxy(value);
  if (proxy === null) return null;
  const host = bareHost(url.hostname);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return usesProxy(host, port, environment.noProxy) ? proxy : null;
}

function parseProxy(value: string): string | null {
  if (value === '') return null;
  for (const text of /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? [value] : [`http://${value}`]) {
    try {
      const url = new URL(text);
      if (url.hostname !== '') return url.href.replace(/\/$/, '');
    } catch {
      // Not a URL: Go passes over it too (config.init ignores the error).
    }
  }
  return null;
}

/** True for localhost, 127.0.0.0/8 and ::1, the last also in brackets. */
export function isLoopbackHost(hostname: string): boolean {
  const host = bareHost(hostname).toLowerCase();
  return host === 'localhost' || isLoopbackAddress(host);
}

function isLoopbackAddress(host: string): boolean {
  const family = isIP(host);
  if (family === 4) return host.startsWith('127.');
  return family === 6 && (loopback.check(host, 'ipv6') || /^::ffff:(?:127\.|7f[0-9a-f]{2}:)/i.test(host));
}

const loopback = new BlockList();
loopback.addAddress('::1', 'ipv6');

function bareHost(hostname: string): string {
  return hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
}

function usesProxy(host: string, port: string, noProxy: string): boolean {
  if (host === 'localhost' || isLoopbackAddress(host)) return false;
  const name = host.trim().toLowerCase();
  for (const part of noProxy.split(',')) {
    const entry = part.trim().toLowerCase();
    if (entry !== '' && matches(entry, name, port)) return false;
  }
  return true;
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const cidr = /^(.+)\/(\d{1,3})$/.exec(entry);
  const family = isIP(host);
  if (cidr !== null && isIP(cidr[1] ?? '') !== 0) return family !== 0 && inNetwork(host, cidr[1] ?? '', Number(cidr[2]));
  const { entryHost, entryPort } = splitPort(entry);
  if (entryHost === '') return false;
  if (isIP(entryHost) !== 0) return family !== 0 && sameAddress(entryHost, host) && (entryPort === '' || entryPort === port);
  if (family !== 0) return false;
  const suffix = asciiHost(entryHost.startsWith('*.') ? entryHost.slice(1) : entryHost);
  const found = suffix.startsWith('.') ? host.endsWith(suffix) : host === suffix || host.endsWith(`.${suffix}`);
  return found && (entryPort === '' || entryPort === port);
}

/** `host:port` or `[ipv6]:port`; a bare IPv6 address has no port (net.SplitHostPort says "too many colons"). */
function splitPort(entry: string): { entryHost: string; entryPort: string } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(entry);
  if (bracketed !== null) return { entryHost: bracketed[1] ?? '', entryPort: bracketed[2] ?? '' };
  const colon = entry.indexOf(':');
  if (colon < 0 || colon !== entry.lastIndexOf(':')) return { entryHost: entry, entryPort: '' };
  return { entryHost: entry.slice(0, colon), entryPort: entry.slice(colon + 1) };
}

function inNetwork(host: string, network: string, prefix: number): boolean {
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (prefix > (family === 'ipv6' ? 128 : 32)) return false;
  const address = family === 'ipv4' ? unmapped(host) : host;
  if (isIP(address) !== isIP(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}

function sameAddress(a: string, b: string): boolean {
  const [left, right] = [unmapped(a), unmapped(b)];
  const family = isIP(left);
  if (family !== isIP(right)) return false;
  if (family === 4) return left === right;
  const list = new BlockList();
  list.addAddress(left, 'ipv6');
  return list.check(right, 'ipv6');
}

/** An IPv4 address written as ::ffff:1.2.3.4 (a URL writes it in hexadecimal) as plain IPv4. */
function unmapped(host: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host);
  if (dotted !== null) return dotted[1] ?? host;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(host);
  if (hex === null) return host;
  const high = Number.parseInt(hex[1] ?? '0', 16);
  const low = Number.parseInt(hex[2] ?? '0', 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function asciiHost(host: string): string {
  try {
    return host.startsWith('.') ? `.${new URL(`http://${host.slice(1)}`).hostname}` : new URL(`http://${host}`).hostname;
  } catch {
    return host; // Odd entries stay as written, as in Go.
  }
}
