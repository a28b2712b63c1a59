import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCertificate } from '../../../electron/demo/certificates.ts';
import type { Connection } from '../../../electron/kube/connection.ts';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { readJson } from '../../../electron/kube/read-json.ts';
import { clusterErrorOf } from '../../../electron/kube/request-failure.ts';
import type { KubeRequest, RequestPurpose } from '../../../electron/kube/transport.ts';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { connectionTo } from './test-context.ts';

/* The wire below lists and watches: TLS, proxies, time-outs, headers; each failure by the name a user gets; over both protocols. */

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

function transportTo(connection: Connection): HttpTransport {
  const limits = { connectMs: 300, headersMs: 400, bodyIdleMs: 400, probeMs: 300 };
  const transport = new HttpTransport(connection, { userAgent: 'timonier/test', limits, onUnauthorized: () => undefined });
  closing.push(() => transport.close());
  return transport;
}

async function ask(connection: Connection, purpose: RequestPurpose = 'call'): Promise<unknown> {
  return readJson(transportTo(connection), { path: '/version', purpose, signal: new AbortController().signal });
}

async function failureOf(connection: Connection, purpose: RequestPurpose = 'call'): Promise<ClusterError> {
  return ask(connection, purpose).then(() => expect.fail('should have failed'), clusterErrorOf);
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A server of one protocol alone. HTTP/2 is spoken over TLS only, as API servers do. */
async function serve(protocol: 'http/1.1' | 'h2', handler: Handler): Promise<Connection> {
  const server =
    protocol === 'h2'
      ? // The two kinds of request and response differ in nothing that these handlers touch.
        http2.createSecureServer(certificate, handler as unknown as (request: http2.Http2ServerRequest) => void)
      : https.createServer(certificate, handler);
  return connectionTo(`https://127.0.0.1:${await listen(server)}`, { insecureSkipTlsVerify: true });
}

/** Ends an answer as a dying server does: the connection of HTTP/1.1, the stream of HTTP/2. */
function cut(response: http.ServerResponse): void {
  if ('stream' in response) (response as unknown as http2.Http2ServerResponse).stream.close(http2.constants.NGHTTP2_CANCEL);
  else response.socket?.destroy();
}

function answerOf(transport: HttpTransport, request: Omit<KubeRequest, 'signal'>): Promise<unknown> {
  return readJson(transport, { ...request, signal: new AbortController().signal });
}

const json = { 'content-type': 'application/json' };

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  const tlsServer = () => serve(protocol, (_request, response) => response.writeHead(200, json).end('{"tls":true}'));

  test('F8, F29: unknown CA, wrong name, right name, and not verified at all', async () => {
    const { server } = await tlsServer();
    expect(await failureOf(connectionTo(server))).toMatchObject({ kind: 'unreachable', cause: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const trusted = { certificateAuthority: certificate.cert };
    expect(await failureOf(connectionTo(server, trusted))).toMatchObject({ cause: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(await ask(connectionTo(server, { ...trusted, tlsServerName: 'cluster.test' }))).toEqual({ tls: true });
    expect(await ask(connectionTo(server, { insecureSkipTlsVerify: true }))).toEqual({ tls: true });
  });

  test('P15: a certificate that has expired, or is not valid yet, is named so', async () => {
    const day = 86_400_000;
    for (const [notBefore, notAfter, code] of [
      [Date.now() - 2 * day, Date.now() - day, 'CERT_HAS_EXPIRED'],
      [Date.now() + day, Date.now() + 2 * day, 'CERT_NOT_YET_VALID'],
    ] as const) {
      const authority = { commonName: 'authority', ...createCertificate({ commonName: 'authority', isAuthority: true }) };
      const { certificate: cert, key } = createCertificate({ commonName: 'localhost', notBefore, notAfter, issuer: authority });
      const server = https.createServer({ cert, key }, (_request, response) => response.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push(() => server.close());
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect(await failureOf(connectionTo(url, { certificateAuthority: authority.certificate }))).toMatchObject({
        cause: 'tls',
        code,
        // Which certificates there were, for whoever has to renew one of them.
        detail: expect.stringMatching(
          new RegExp(`The server showed: "localhost".*, signed by "authority", valid ${utcMinute(notBefore)} to ${utcMinute(notAfter)}`),
        ),
      });
    }
  });

  test('F31: NODE_TLS_REJECT_UNAUTHORIZED opens nothing', async () => {
    const { server } = await tlsServer();
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await failureOf(connectionTo(server))).toMatchObject({ cause: 'tls' });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  test('P14, P36: answers without a head and bodies that stop are time-outs, never a wait', async () => {
    const silent = await serve(protocol, () => undefined);
    expect(await failureOf(silent)).toMatchObject({ cause: 'timeout' });
    expect(await failureOf(silent, 'probe')).toMatchObject({ cause: 'timeout', detail: expect.stringContaining('probe') });
    const slow = await serve(protocol, (_request, response) => {
      response.writeHead(200, json);
      response.write('{"half":');
    });
    expect(await failureOf(slow)).toMatchObject({ cause: 'timeout' });
  });

  test('F37: a body that is shorter than promised or badly compressed is a failure', async () => {
    const short = await serve(protocol, (_request, response) => {
      response.writeHead(200, { ...json, 'content-length': 1000 });
      response.write('{}', () => cut(response));
    });
    expect(await failureOf(short)).toMatchObject({ kind: 'unreachable' });
    const broken = await serve(protocol, (_request, response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end('not gzip'),
    );
    expect(await failureOf(broken)).toMatchObject({ kind: 'invalid-answer' });
  });

  test('F37: a body that was cut off is never taken for one that has ended, plain or compressed', async () => {
    const whole = zlib.gzipSync(JSON.stringify({ items: Array.from({ length: 20_000 }, (_, item) => item) }));
    const server = await serve(protocol, (request, response) => {
      const zipped = request.url === '/gzip';
      response.writeHead(200, { ...json, ...(zipped ? { 'content-encoding': 'gzip' } : {}) });
      response.write(zipped ? whole.subarray(0, 20_000) : '{"items":[]}', () => setTimeout(() => cut(response), 20));
    });
    const transport = transportTo(server);
    for (const path of ['/plain', '/gzip'])
      expect(await answerOf(transport, { path, purpose: 'list' }).then(() => 'an end', clusterErrorOf)).toMatchObject({
        kind: 'unreachable',
      });
    // Over HTTP/2 it is a stream that is lost, not the connection.
    expect(transport.figures).toMatchObject({ restarts: protocol === 'h2' ? 0 : 2, openStreams: 0 });
  });

  test('F28, P38: CONNECT through a proxy, its refusals blamed on the proxy, no cluster credential shown to it', async () => {
    const { server } = await tlsServer();
    const heads: string[] = [];
    let refuse = '';
    const proxy = net.createServer((socket) => {
      socket.once('data', (data) => {
        heads.push(data.toString());
        if (refuse === 'silence') return;
        if (refuse !== '') {
          socket.end(`HTTP/1.1 ${refuse}\r\n\r\n`);
          return;
        }
        const target = net.connect(Number(new URL(server).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(target).pipe(socket);
        });
        target.on('error', () => socket.destroy());
      });
    });
    const port = await listen(proxy);
    const through = connectionTo(server, {
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
    refuse = 'silence';
    expect(await failureOf(through)).toMatchObject({ cause: 'proxy', host: `127.0.0.1:${port}`, code: 'ETIMEDOUT' });
  });

  test('P38: SOCKS5 proxies are used, and named when they fail or refuse the user', async () => {
    const { server } = await tlsServer();
    let refuse = false;
    const socks = net.createServer((socket) => {
      socket.once('data', () => {
        socket.write(Uint8Array.of(5, refuse ? 255 : 0));
        socket.once('data', () => {
          const target = net.connect(Number(new URL(server).port), '127.0.0.1', () => {
            socket.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
            socket.pipe(target).pipe(socket);
          });
          target.on('error', () => socket.destroy());
        });
      });
    });
    const port = await listen(socks);
    const through = { insecureSkipTlsVerify: true, proxyUrl: `socks5://127.0.0.1:${port}` };
    expect(await ask(connectionTo(server, through))).toEqual({ tls: true });
    refuse = true;
    expect(await failureOf(connectionTo(server, through))).toMatchObject({ cause: 'proxy', host: `127.0.0.1:${port}` });
    const dead = await listen(net.createServer((socket) => socket.destroy()));
    const failed = await failureOf(connectionTo(server, { ...through, proxyUrl: `socks5://127.0.0.1:${dead}` }));
    expect(failed).toMatchObject({ cause: 'proxy', host: `127.0.0.1:${dead}` });
  });

  test('credentials, impersonation and who we are are sent as client-go sends them, with every request', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const server = await serve(protocol, (request, response) => {
      seen.push(request.headers);
      response.writeHead(200, json).end('{}');
    });
    const basic = { username: 'jane', password: 'x' };
    await ask({ ...server, credential: { token: null, basic, clientCertificate: null, expiresAt: null } });
    const both = transportTo({
      ...server,
      credential: { token: 't', basic, clientCertificate: null, expiresAt: null },
      impersonation: [
        ['Impersonate-User', 'bob'],
        ['Impersonate-Group', 'a'],
        ['Impersonate-Group', 'b'],
      ],
    });
    for (const purpose of ['call', 'list', 'watch', 'probe'] as const) await answerOf(both, { path: '/', purpose });
    await answerOf(both, { path: '/', purpose: 'call', method: 'POST', body: '{}' });
    expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('jane:x').toString('base64')}`);
    expect(seen[1]?.authorization).toBe('Bearer t');
    expect(seen[1]?.['impersonate-user']).toBe('bob');
    expect(seen[1]?.['impersonate-group']).toBe('a, b');
    expect(seen.map((headers) => headers['user-agent'])).toEqual(Array(6).fill('timonier/test'));
  });

  test('a new token goes over the connection there is; a new certificate authority needs another, and open watches live on', async () => {
    const tokens: (string | undefined)[] = [];
    const server = await serve(protocol, (request, response) => {
      tokens.push(request.headers.authorization);
      response.writeHead(200, json);
      if (request.url === '/watch') response.write('{}\n');
      else response.end('{}');
    });
    const withToken = (token: string, changes: Partial<Connection> = {}) => ({
      ...server,
      credential: { token, basic: null, clientCertificate: null, expiresAt: null },
      ...changes,
    });
    const transport = transportTo(withToken('one'));
    await answerOf(transport, { path: '/', purpose: 'call' });
    transport.replace(withToken('two'));
    // undici waits a turn of the event loop before it uses a socket again.
    await nextTurn();
    await answerOf(transport, { path: '/', purpose: 'call' });
    expect(tokens).toEqual(['Bearer one', 'Bearer two']);
    expect(transport.figures.handshakes).toBe(1);
    const { signal } = new AbortController();
    const watch = (await transport.request({ path: '/watch', purpose: 'watch', signal })).body[Symbol.asyncIterator]();
    expect((await watch.next()).done).toBe(false);
    const before = transport.figures.handshakes;
    transport.replace(withToken('two', { certificateAuthority: certificate.cert }));
    await answerOf(transport, { path: '/', purpose: 'call' });
    expect(transport.figures.handshakes).toBe(before + 1);
    expect(transport.figures.openStreams).toBe(1);
  });

  test('answers to lists that nobody reads any more keep no slot and fail nobody', async () => {
    const page = zlib.gzipSync('{"items":[]}');
    const server = await serve(protocol, (request, response) => {
      const zipped = request.url?.includes('gzip');
      response.writeHead(200, { ...json, ...(zipped ? { 'content-encoding': 'gzip' } : {}) });
      // The body stays open, as that of a large page does.
      if (request.url === '/last') response.end('{}');
      else response.write(zipped ? page.subarray(0, 20) : '{"items":[');
    });
    const transport = transportTo(server);
    for (let turn = 0; turn < 6; turn++) {
      const list = new AbortController();
      await transport.request({ path: turn % 2 === 0 ? '/gzip' : '/plain', purpose: 'list', signal: list.signal });
      list.abort(new Error('the list has ended'));
    }
    expect(await answerOf(transport, { path: '/last', purpose: 'list' })).toEqual({});
  });

  test('F12: at most four lists and eight calls are in flight, and what somebody looks at goes first', async () => {
    const held: (() => void)[] = [];
    const asked: string[] = [];
    const server = await serve(protocol, (request, response) => {
      asked.push(request.url ?? '');
      held.push(() => response.writeHead(200, json).end('{}'));
    });
    const transport = new HttpTransport(server, { userAgent: 'timonier/test', onUnauthorized: () => undefined });
    closing.push(() => transport.close());
    let looked = false;
    const { signal } = new AbortController();
    const list = (path: string, wanted: () => boolean) => readJson(transport, { path, purpose: 'list', wanted, signal });
    const lists = ['/a', '/b', '/c', '/d', '/e', '/f'].map((path) => list(path, () => path === '/f' && looked));
    lists.push(list('/seen', () => true));
    const calls = Array.from({ length: 12 }, (_, call) => answerOf(transport, { path: `/call${call}`, purpose: 'call' }));
    await expect.poll(() => asked.length).toBe(12);
    expect(asked.filter((path) => !path.startsWith('/call'))).toEqual(['/a', '/b', '/c', '/d']);
    looked = true;
    for (let done = 0; done < 19; done++) {
      await expect.poll(() => held.length).toBeGreaterThan(0);
      held.shift()?.();
    }
    await Promise.all([...lists, ...calls]);
    expect(asked.filter((path) => !path.startsWith('/call')).slice(4)).toEqual(['/f', '/seen', '/e']);
  });
});

test('HTTP/1.1: a question over an idle connection that its server closes just then is asked again; a change is not', async () => {
  const asked: string[] = [];
  const used = new WeakSet<net.Socket>();
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${used.has(request.socket) ? 'again' : 'new'}`);
    if (used.has(request.socket)) {
      request.socket.end();
      return;
    }
    used.add(request.socket);
    response.writeHead(200, json).end('{}');
  });
  const transport = transportTo(connectionTo(`http://127.0.0.1:${await listen(server)}`));
  const get = () => answerOf(transport, { path: '/', purpose: 'call' });
  await get();
  await nextTurn();
  expect(await get()).toEqual({});
  expect(asked).toEqual(['GET new', 'GET again', 'GET new']);
  await nextTurn();
  const post = answerOf(transport, { path: '/', purpose: 'call', method: 'POST', body: '{}' });
  expect(await post.then(() => expect.fail('should have failed'), clusterErrorOf)).toMatchObject({ kind: 'unreachable', cause: 'closed' });
  expect(asked.slice(3)).toEqual(['POST again']);
});

test('P13, P14: a peer that says nothing is a time-out with its name', async () => {
  const silent = await listen(net.createServer());
  expect(await failureOf(connectionTo(`https://127.0.0.1:${silent}`))).toMatchObject({ cause: 'timeout', host: `127.0.0.1:${silent}` });
  expect(await failureOf(connectionTo(`http://127.0.0.1:${silent}`))).toMatchObject({ cause: 'timeout' });
});

test('F7, P10: refused and unknown hosts are told apart', async () => {
  const port = await listen(net.createServer());
  for (const close of closing.splice(0)) close();
  expect(await failureOf(connectionTo(`http://127.0.0.1:${port}`))).toMatchObject({ cause: 'refused', code: 'ECONNREFUSED' });
  expect(await failureOf(connectionTo('https://cluster.invalid:6443'))).toMatchObject({ cause: 'dns' });
});

test('the protocol is the one that server and client have in common, and plain http is HTTP/1.1', async () => {
  const plain = http.createServer((_request, response) => response.writeHead(200, json).end('{}'));
  const connections = [
    await serve('h2', (_request, response) => response.writeHead(200, json).end('{}')),
    await serve('http/1.1', (_request, response) => response.writeHead(200, json).end('{}')),
    connectionTo(`http://127.0.0.1:${await listen(plain)}`),
  ];
  const spoken: unknown[] = [];
  for (const connection of connections) {
    const transport = transportTo(connection);
    expect(transport.figures.protocol).toBe(null);
    await answerOf(transport, { path: '/', purpose: 'call' });
    // The socket that was asked for the protocol serves the first request.
    expect(transport.figures).toMatchObject({ requests: 1, handshakes: 1, openStreams: 0, restarts: 0 });
    expect(transport.figures.bytesReceived).toBeGreaterThan(100);
    spoken.push(transport.figures.protocol);
  }
  expect(spoken).toEqual(['h2', 'http/1.1', 'http/1.1']);
});

function utcMinute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
