import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../../electron/kube/connection.ts';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { readJson } from '../../../electron/kube/read-json.ts';
import { clusterErrorOf } from '../../../electron/kube/request-failure.ts';
import type { RequestPurpose } from '../../../electron/kube/transport.ts';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { connectionTo } from './test-context.ts';

/* The wire below lists and watches: TLS, proxies, time-outs, headers; each failure by the name a user gets. */

let folder: string;
let certificate: { readonly cert: string; readonly key: string };
const closing: (() => void)[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-tls-'));
  const file = (name: string) => path.join(folder, name);
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:cluster.test'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', file('key'), '-out', file('cert'), ...subject],
    { stdio: 'ignore' },
  );
  certificate = { cert: readFileSync(file('cert'), 'utf8'), key: readFileSync(file('key'), 'utf8') };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

async function ask(connection: Connection, purpose: RequestPurpose = 'call'): Promise<unknown> {
  const limits = { connectMs: 300, headersMs: 400, bodyIdleMs: 400, probeMs: 300 };
  const transport = new HttpTransport(connection, { userAgent: 'timonier/test', limits, onUnauthorized: () => undefined });
  closing.push(() => transport.close());
  return readJson(transport, { path: '/version', purpose, signal: new AbortController().signal });
}

async function failureOf(connection: Connection, purpose: RequestPurpose = 'call'): Promise<ClusterError> {
  return ask(connection, purpose).then(() => expect.fail('should have failed'), clusterErrorOf);
}

async function tlsServer(): Promise<string> {
  const server = https.createServer(certificate, (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"tls":true}'),
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

test('F8, F29: unknown CA, wrong name, right name, and not verified at all', async () => {
  const url = await tlsServer();
  expect(await failureOf(connectionTo(url))).toMatchObject({ kind: 'unreachable', cause: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const trusted = { certificateAuthority: certificate.cert };
  expect(await failureOf(connectionTo(url, trusted))).toMatchObject({ cause: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect(await ask(connectionTo(url, { ...trusted, tlsServerName: 'cluster.test' }))).toEqual({ tls: true });
  expect(await ask(connectionTo(url, { insecureSkipTlsVerify: true }))).toEqual({ tls: true });
});

test('F31: NODE_TLS_REJECT_UNAUTHORIZED opens nothing', async () => {
  const url = await tlsServer();
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    expect(await failureOf(connectionTo(url))).toMatchObject({ cause: 'tls' });
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
});

test('P13, P14, P36: a peer that says nothing is a time-out with its name, never a wait', async () => {
  const silent = await listen(net.createServer());
  expect(await failureOf(connectionTo(`https://127.0.0.1:${silent}`))).toMatchObject({ cause: 'timeout', host: `127.0.0.1:${silent}` });
  expect(await failureOf(connectionTo(`http://127.0.0.1:${silent}`))).toMatchObject({ cause: 'timeout' });
  expect(await failureOf(connectionTo(`http://127.0.0.1:${silent}`), 'probe')).toMatchObject({ cause: 'timeout' });
  const slow = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"half":');
  });
  expect(await failureOf(connectionTo(`http://127.0.0.1:${await listen(slow)}`))).toMatchObject({ cause: 'timeout' });
});

test('F37: a body that is shorter than promised or badly compressed is a failure', async () => {
  const short = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
    response.write('{}', () => response.destroy());
  });
  expect(await failureOf(connectionTo(`http://127.0.0.1:${await listen(short)}`))).toMatchObject({ kind: 'unreachable' });
  const broken = http.createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('not gzip'),
  );
  expect(await failureOf(connectionTo(`http://127.0.0.1:${await listen(broken)}`))).toMatchObject({ kind: 'invalid-answer' });
});

test('refused and unknown hosts are told apart', async () => {
  const port = await listen(net.createServer());
  for (const close of closing.splice(0)) close();
  expect(await failureOf(connectionTo(`http://127.0.0.1:${port}`))).toMatchObject({ cause: 'refused', code: 'ECONNREFUSED' });
});

test('F28, P38: CONNECT through a proxy, its refusals blamed on the proxy, no cluster credential shown to it', async () => {
  const url = await tlsServer();
  const heads: string[] = [];
  let refuse = '';
  const proxy = net.createServer((socket) => {
    socket.once('data', (data) => {
      heads.push(data.toString());
      if (refuse !== '') {
        socket.end(`HTTP/1.1 ${refuse}\r\n\r\n`);
        return;
      }
      const target = net.connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(target).pipe(socket);
      });
      target.on('error', () => socket.destroy());
    });
  });
  const port = await listen(proxy);
  const through = connectionTo(url, {
    insecureSkipTlsVerify: true,
    proxyUrl: `http://jane:p%40ss@127.0.0.1:${port}`,
    credential: { token: 'sesame', basic: null, clientCertificate: null, expiresAt: null },
  });
  expect(await ask(through)).toEqual({ tls: true });
  expect(heads[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('jane:p@ss').toString('base64')}`);
  expect(heads[0]).not.toContain('sesame');
  refuse = '407 Proxy Authentication Required';
  expect(await failureOf(through)).toMatchObject({ cause: 'proxy', host: `127.0.0.1:${port}`, code: '407' });
  refuse = '502 Bad Gateway';
  expect(await failureOf(through)).toMatchObject({ cause: 'proxy', code: '502' });
});

test('SOCKS5 proxies are used, and named when they fail', async () => {
  const url = await tlsServer();
  const socks = net.createServer((socket) => {
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once('data', () => {
        const target = net.connect(Number(new URL(url).port), '127.0.0.1', () => {
          socket.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
          socket.pipe(target).pipe(socket);
        });
        target.on('error', () => socket.destroy());
      });
    });
  });
  const through = { insecureSkipTlsVerify: true, proxyUrl: `socks5://127.0.0.1:${await listen(socks)}` };
  expect(await ask(connectionTo(url, through))).toEqual({ tls: true });
  const dead = await listen(net.createServer((socket) => socket.destroy()));
  const failed = await failureOf(connectionTo(url, { ...through, proxyUrl: `socks5://127.0.0.1:${dead}` }));
  expect(failed).toMatchObject({ cause: 'proxy', host: `127.0.0.1:${dead}` });
});

test('credentials and impersonation are sent as client-go sends them', async () => {
  const seen: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const basic = { username: 'jane', password: 'x' };
  await ask(connectionTo(url, { credential: { token: null, basic, clientCertificate: null, expiresAt: null } }));
  await ask(
    connectionTo(url, {
      credential: { token: 't', basic, clientCertificate: null, expiresAt: null },
      impersonation: [
        ['Impersonate-User', 'bob'],
        ['Impersonate-Group', 'a'],
        ['Impersonate-Group', 'b'],
      ],
    }),
  );
  expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('jane:x').toString('base64')}`);
  expect(seen[1]?.authorization).toBe('Bearer t');
  expect(seen[1]?.['impersonate-user']).toBe('bob');
  expect(seen[1]?.['impersonate-group']).toBe('a, b');
});

test('answers to lists that nobody reads any more keep no slot and fail nobody', async () => {
  const page = zlib.gzipSync('{"items":[]}');
  const server = http.createServer((request, response) => {
    const zipped = request.url?.includes('gzip');
    response.writeHead(200, { 'content-type': 'application/json', ...(zipped ? { 'content-encoding': 'gzip' } : {}) });
    // The body stays open, as that of a large page does.
    if (request.url === '/last') response.end('{}');
    else response.write(zipped ? page.subarray(0, 20) : '{"items":[');
  });
  const transport = new HttpTransport(connectionTo(`http://127.0.0.1:${await listen(server)}`), {
    userAgent: 'timonier/test',
    onUnauthorized: () => undefined,
  });
  closing.push(() => transport.close());
  for (let turn = 0; turn < 6; turn++) {
    const list = new AbortController();
    await transport.request({ path: turn % 2 === 0 ? '/gzip' : '/plain', purpose: 'list', signal: list.signal });
    list.abort(new Error('the list has ended'));
  }
  const { signal } = new AbortController();
  expect(await readJson(transport, { path: '/last', purpose: 'list', signal })).toEqual({});
});
