import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { LoopbackServer } from '../../../electron/ipc/loopback-server.ts';
import { pageFileOf } from '../../../electron/ipc/page-files.ts';
import { PlainServices } from './plain-services.ts';

/** A page of two files, with a nonce placeholder. */
export const pageFiles = new Map([
  [
    '/index.html',
    pageFileOf('index.html', Buffer.from('<!doctype html><meta property="csp-nonce" nonce="__TIMONIER_NONCE__"><p>page</p>')),
  ],
  ['/assets/index-Ab12.js', pageFileOf('index-Ab12.js', Buffer.from('export {};'))],
]);

/** A running loopback server with a clock that tests move. */
export async function startLoopback() {
  const clock = { now: 1_000_000 };
  const services = new PlainServices();
  const server = await LoopbackServer.start({ port: 0, files: pageFiles, bus: services.bus, clock: () => clock.now });
  const origin = `http://127.0.0.1:${server.port}`;
  const launchToken = () => server.launchUrl().split('#t=')[1] ?? '';
  /** POST /session as the page does it; the overrides are for what must fail. */
  const exchange = (token: unknown, headers: Record<string, string> = {}) =>
    fetch(`${origin}/session`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', 'x-timonier': '1', 'sec-fetch-site': 'same-origin', ...headers },
      body: JSON.stringify({ token }),
    });
  /** A logged-in browser's Cookie header. */
  const logIn = async () => {
    const answer = await exchange(launchToken());
    return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  };
  return { server, services, clock, origin, launchToken, exchange, logIn };
}

export type Loopback = Awaited<ReturnType<typeof startLoopback>>;

/** Sends bytes as they are and reads until the server closes; what a browser would never send. */
export function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** Status of the first line of a raw answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
}

/** Opens the WebSocket; resolves to it, or to the HTTP status that refused it. */
export function openSocket(loopback: Loopback, headers: Record<string, string>, path = '/socket'): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${loopback.server.port}${path}`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('error', reject);
  });
}
