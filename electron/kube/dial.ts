import net from 'node:net';
import tls from 'node:tls';
import { SocksClient } from 'socks';
import type { UnreachableError } from '../../shared/cluster-error.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Connection } from './connection.ts';
import { describeChain } from './describe-chain.ts';
import { RequestFailure } from './request-failure.ts';

/** Longest answer to CONNECT that is read, in bytes; a proxy that says more is not a proxy. */
const longestConnectAnswer = 16_384;

/** What ALPN (RFC 7301) chose, HTTP/1.1 where it was not spoken. */
export type HttpProtocol = 'h2' | 'http/1.1';

/** A socket to an API server, ready for requests. */
export interface Dialled {
  readonly socket: net.Socket;
  readonly protocol: HttpProtocol;
  /** Bytes received on the wire so far, TLS included; also of a socket that is closed. */
  readonly bytesReceived: () => number;
}

/** Offered to servers that speak TLS, best first. */
export const anyProtocol: readonly HttpProtocol[] = ['h2', 'http/1.1'];

/**
 * Opens a socket to the API server of a context: directly, through an http(s) proxy with CONNECT (also for plain
 * http servers, so that cluster credentials are never handed to the proxy as headers of a forwarded request) or through
 * SOCKS5; then TLS as the kubeconfig says, offering `protocols` by ALPN. NODE_TLS_REJECT_UNAUTHORIZED is deliberately
 * overruled. Names are resolved anew for each socket. One time limit, in ms, covers everything up to the finished handshake.
 * Rejects with RequestFailure or an error of Node; failures of a proxy name the proxy. Aborting destroys what is half open.
 */
export function dial(
  connection: Connection,
  protocols: readonly HttpProtocol[],
  connectTimeoutMs: number,
  signal: AbortSignal,
): Promise<Dialled> {
  const url = new URL(connection.server);
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return new Promise((resolve, reject) => {
    const open: Open = { socket: null, settled: false };
    let wire: net.Socket | null = null;
    let waitingFor: { readonly host: string; readonly proxy: boolean } = { host: `${host}:${port}`, proxy: false };
    const settle = (failure: unknown) => {
      if (open.settled) return;
      open.settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      const { socket } = open;
      if (failure !== null || socket === null || wire === null) {
        socket?.destroy();
        reject(failure ?? new Error('no socket'));
        return;
      }
      socket.setNoDelay(true);
      // TCP keep-alive finds peers that vanished below the idle budgets of the streams above.
      socket.setKeepAlive(true, 15_000);
      const counted = wire;
      const protocol = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1';
      resolve({ socket, protocol, bytesReceived: () => counted.bytesRead });
    };
    const abort = () => settle(signal.reason);
    const timer = setTimeout(() => {
      const detail = `no connection within ${connectTimeoutMs / 1000} s`;
      const cause = waitingFor.proxy ? 'proxy' : 'timeout';
      settle(new RequestFailure({ kind: 'unreachable', cause, host: waitingFor.host, code: 'ETIMEDOUT', detail }));
    }, connectTimeoutMs);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });

    const run = async () => {
      const proxy = connection.proxyUrl === null ? null : new URL(connection.proxyUrl);
      if (proxy !== null) waitingFor = { host: proxy.host, proxy: true };
      const raw = proxy === null ? await dialTcp(host, port, open) : await dialThroughProxy(proxy, host, port, open);
      if (open.settled) {
        raw.destroy();
        return;
      }
      open.socket = raw;
      wire = raw;
      waitingFor = { host: `${host}:${port}`, proxy: false };
      if (secure) open.socket = await handshake(raw, host, connection, protocols);
    };
    run().then(() => settle(null), settle);
  });
}

type Open = { socket: net.Socket | null; settled: boolean };

function dialTcp(host: string, port: number, open: Open): Promise<net.Socket> {
  const socket = net.connect({ host, port, autoSelectFamily: true });
  open.socket = socket;
  return connected(socket, 'connect');
}

function connected<S extends net.Socket>(socket: S, event: 'connect' | 'secureConnect'): Promise<S> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(error);
    const closed = () => reject(Object.assign(new Error('closed before the connection was made'), { code: 'ECONNRESET' }));
    socket.once('error', fail);
    socket.once('close', closed);
    socket.once(event, () => {
      socket.off('error', fail);
      socket.off('close', closed);
      resolve(socket);
    });
  });
}

async function handshake(raw: net.Socket, host: string, connection: Connection, protocols: readonly HttpProtocol[]): Promise<net.Socket> {
  const { clientCertificate } = connection.credential;
  const name = connection.tlsServerName ?? host;
  const socket = tls.connect({
    socket: raw,
    // SNI must not be an IP address (RFC 6066 section 3), yet the certificate is checked against it.
    ...(net.isIP(name) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(name, certificate),
    rejectUnauthorized: !connection.insecureSkipTlsVerify,
    ALPNProtocols: [...protocols],
    minVersion: 'TLSv1.2',
    ...(connection.certificateAuthority === null ? {} : { ca: connection.certificateAuthority }),
    ...(clientCertificate === null ? {} : { cert: clientCertificate.certificate, key: clientCertificate.key }),
  });
  // Read before Node judges and closes the connection: afterwards there is nothing to read.
  let chain: readonly string[] = [];
  socket.prependOnceListener('secure', () => {
    chain = describeChain(socket.getPeerCertificate(true));
  });
  try {
    return await connected(socket, 'secureConnect');
  } catch (thrown) {
    if (thrown instanceof Error && chain.length > 0) thrown.message += `. The server showed: ${chain.join('; ')}`;
    throw thrown;
  }
}

async function dialThroughProxy(proxy: URL, host: string, port: number, open: Open): Promise<net.Socket> {
  try {
    if (proxy.protocol.startsWith('socks5')) return await dialSocks(proxy, host, port);
    return await dialConnect(proxy, host, port, open);
  } catch (thrown) {
    if (thrown instanceof RequestFailure) throw thrown;
    const error = classifyFailure(thrown, proxy.host);
    const code = error.kind === 'unreachable' ? error.code : '';
    throw proxyFailure(proxy, code, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function proxyFailure(proxy: URL, code: string, detail: string): RequestFailure {
  const error: UnreachableError = { kind: 'unreachable', cause: 'proxy', host: proxy.host, code, detail };
  return new RequestFailure(error);
}

async function dialSocks(proxy: URL, host: string, port: number): Promise<net.Socket> {
  const { socket } = await SocksClient.createConnection({
    command: 'connect',
    proxy: {
      host: proxy.hostname,
      port: Number(proxy.port || 1080),
      type: 5,
      ...(proxy.username === '' ? {} : { userId: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) }),
    },
    destination: { host, port },
  });
  return socket;
}

async function dialConnect(proxy: URL, host: string, port: number, open: Open): Promise<net.Socket> {
  const secure = proxy.protocol === 'https:';
  const proxyPort = Number(proxy.port || (secure ? 443 : 80));
  let socket = await dialTcp(proxy.hostname.replace(/^\[(.*)\]$/, '$1'), proxyPort, open);
  if (secure) {
    socket = await connected(
      tls.connect({ socket, ...(net.isIP(proxy.hostname) === 0 ? { servername: proxy.hostname } : {}), rejectUnauthorized: true }),
      'secureConnect',
    );
  }
  const target = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = proxy.username === '' ? '' : `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}\r\n`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
  const head = await readHead(socket);
  const status = /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?/.exec(head);
  if (status === null) throw proxyFailure(proxy, '', 'the answer to CONNECT is not HTTP');
  if (status[1]?.startsWith('2')) return socket;
  socket.destroy();
  const why =
    status[1] === '407' ? 'the proxy wants a user name and password' : `the proxy answered ${status[1]} ${status[2] ?? ''}`.trim();
  throw proxyFailure(proxy, status[1] ?? '', why);
}

/** Reads up to and including the empty line; what follows it stays in the socket for TLS. */
function readHead(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const stop = () => {
      socket.off('readable', onReadable);
      socket.off('error', fail);
      socket.off('close', closed);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const closed = () => fail(Object.assign(new Error('closed by the proxy'), { code: 'ECONNRESET' }));
    const onReadable = () => {
      for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) {
        read = Buffer.concat([read, chunk]);
        const end = read.indexOf('\r\n\r\n');
        if (end >= 0) {
          stop();
          if (read.length > end + 4) socket.unshift(read.subarray(end + 4));
          resolve(read.toString('latin1', 0, end));
          return;
        }
        if (read.length > longestConnectAnswer) {
          fail(new Error('the answer to CONNECT does not end'));
          return;
        }
      }
    };
    socket.on('readable', onReadable);
    socket.once('error', fail);
    socket.once('close', closed);
    onReadable();
  });
}
