import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LoopbackServer } from '../../../electron/ipc/loopback-server.ts';
import { contentSecurityPolicy, pageHeaders } from '../../../electron/ipc/page-headers.ts';
import { type Loopback, openSocket, pageFiles, rawRequest, startLoopback, statusOf } from './loopback-client.ts';

let loopback: Loopback;
beforeEach(async () => {
  loopback = await startLoopback();
});
afterEach(() => loopback.server.close());

const get = (target: string, host: string) => `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

test('H1: listens on 127.0.0.1 and nowhere else', async () => {
  const { port } = loopback.server;
  const others = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter((one) => !one.internal && one.family === 'IPv4'));
  for (const host of ['127.0.0.2', ...others.map((one) => one.address)]) {
    const outcome = await new Promise((resolve) => {
      const socket = connect({ host, port }, () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(outcome, host).toBe('ECONNREFUSED');
  }
  if (process.platform === 'linux') {
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    const listening = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`:${hex} 00000000:0000 0A`));
    expect(listening.map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${hex}`]);
  }
});

test('H2: only this Host is answered', async () => {
  const { port } = loopback.server;
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) expect(statusOf(await rawRequest(port, get('/', host))), host).toBe(200);
  const refused = [
    '127.0.0.1',
    'localhost',
    `127.0.0.1:${port + 1}`,
    `localhost:${port + 1}`,
    'evil.example',
    `evil.example:${port}`,
    `localhost.evil:${port}`,
    `127.0.0.1.nip.io:${port}`,
    `LOCALHOST:${port}`,
    `localhost.:${port}`,
    `127.0.0.1.:${port}`,
    `[::1]:${port}`,
    `0.0.0.0:${port}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    `0x7f000001:${port}`,
    `127.0.0.2:${port}`,
    `user@127.0.0.1:${port}`,
    `127.0.0.1:${port}@evil.example`,
    `127.0.0.1:0${port}`,
    `127.0.0.1:${port},evil.example`,
    `evil.example,127.0.0.1:${port}`,
    '',
    `localhost:${port}/`,
    `127.0.0.1:${port}\t.evil.example`,
    `::1:${port}`,
  ];
  for (const host of refused) expect(statusOf(await rawRequest(port, get('/', host))), JSON.stringify(host)).toBe(421);
});

test('H2: no Host, two Hosts, and the absolute form are refused', async () => {
  const { port } = loopback.server;
  const own = `Host: 127.0.0.1:${port}\r\n`;
  expect(statusOf(await rawRequest(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))).toBe(400);
  expect(statusOf(await rawRequest(port, 'GET / HTTP/1.0\r\n\r\n'))).toBe(421);
  for (const second of ['Host: evil.example\r\n', own]) {
    expect([400, 421]).toContain(statusOf(await rawRequest(port, `GET / HTTP/1.1\r\n${own}${second}Connection: close\r\n\r\n`)));
  }
  expect(statusOf(await rawRequest(port, get('http://evil.example/', `127.0.0.1:${port}`)))).toBe(421);
});

test('H3: a WebSocket needs our Origin', async () => {
  const cookie = await loopback.logIn();
  const { port } = loopback.server;
  for (const origin of [
    'https://evil.example',
    'null',
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}/`,
  ]) {
    expect(await openSocket(loopback, { cookie, origin }), origin).toBe(403);
  }
  expect(await openSocket(loopback, { cookie })).toBe(403);
  const socket = await openSocket(loopback, { cookie, origin: loopback.origin });
  expect(typeof socket).toBe('object');
});

test('H3, H4, H7: POST /session from anywhere else is refused and never gets CORS headers', async () => {
  const token = loopback.launchToken();
  const refused: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'x-timonier': '' },
    { 'x-timonier': '0' },
  ];
  for (const headers of refused) {
    const answer = await loopback.exchange(token, headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    expect((await loopback.exchange(token, { 'content-type': type })).status, type).toBe(415);
  }
  const preflight = await fetch(`${loopback.origin}/session`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(403);
  expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  // None of these used the token up.
  expect((await loopback.exchange(token)).status).toBe(204);
});

test('H4: a WebSocket that another site starts is refused', async () => {
  const cookie = await loopback.logIn();
  for (const site of ['cross-site', 'same-site', 'bogus']) {
    expect(await openSocket(loopback, { cookie, origin: loopback.origin, 'sec-fetch-site': site }), site).toBe(403);
  }
});

test('H5: the launch token is 256 bit, works once, and only the newest one', async () => {
  const older = loopback.launchToken();
  const token = loopback.launchToken();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect((await loopback.exchange(older)).status).toBe(401);
  for (const wrong of [`${token}x`, token.slice(1), '', null, 3, { token }, [token]])
    expect((await loopback.exchange(wrong)).status).toBe(401);
  const answer = await loopback.exchange(token);
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toMatch(
    new RegExp(`^timonier-${loopback.server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
  );
  expect((await loopback.exchange(token)).status).toBe(401);
});

test('H5: the launch token is worth nothing after a minute', async () => {
  const token = loopback.launchToken();
  loopback.clock.now += 60_000;
  expect((await loopback.exchange(token)).status).toBe(401);
  const next = loopback.launchToken();
  loopback.clock.now += 59_999;
  expect((await loopback.exchange(next)).status).toBe(204);
});

test('H8, H9: every route answers with the same headers, and GET changes nothing', async () => {
  const token = loopback.launchToken();
  const { port } = loopback.server;
  const own = `127.0.0.1:${port}`;
  const answers = [
    await rawRequest(port, get('/', own)),
    await rawRequest(port, get('/pods?context=a', own)),
    await rawRequest(port, get('/assets/index-Ab12.js', own)),
    await rawRequest(port, get('/assets/none.js', own)),
    await rawRequest(port, get('/session', own)),
    await rawRequest(port, get('/socket', own)),
    await rawRequest(port, get('/', 'evil.example')),
    await rawRequest(port, `DELETE / HTTP/1.1\r\nHost: ${own}\r\nOrigin: http://${own}\r\nConnection: close\r\n\r\n`),
    await rawRequest(port, `POST /session HTTP/1.1\r\nHost: ${own}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`),
    await rawRequest(port, `GET /socket HTTP/1.1\r\nHost: ${own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    await rawRequest(port, 'not http\r\n\r\n'),
  ];
  for (const answer of answers) {
    const head = answer.split('\r\n\r\n', 1)[0]?.toLowerCase() ?? '';
    for (const [name, value] of Object.entries(pageHeaders(null))) {
      if (name === 'content-security-policy')
        expect(head).toContain("content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'");
      else if (name === 'cache-control') expect(head).toMatch(/cache-control: (no-store|no-cache|public, max-age=31536000, immutable)/);
      else expect(head, answer.slice(0, 40)).toContain(`${name}: ${value.toLowerCase()}`);
    }
    expect(head).not.toContain('access-control-');
    expect(head).not.toContain('x-powered-by');
  }
  expect((await loopback.exchange(token)).status).toBe(204);
});

test('the policy, word for word', () => {
  expect(contentSecurityPolicy('abc')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
});

test('each page gets a nonce of its own, the one its header names', async () => {
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const answer = await fetch(loopback.origin);
      const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
      expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
      return nonce;
    }),
  );
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(nonces[0]).toMatch(/^[\w+/]{22}==$/);
});

test('H10, H11: an idle session ends; logging out closes its sockets at once', async () => {
  const cookie = await loopback.logIn();
  const asked = () => fetch(`${loopback.origin}/session`, { headers: { cookie } });
  loopback.clock.now += 12 * 3_600_000 - 1;
  expect((await asked()).status).toBe(204);
  loopback.clock.now += 12 * 3_600_000;
  expect((await asked()).status).toBe(401);
  expect(await openSocket(loopback, { cookie, origin: loopback.origin })).toBe(401);

  const next = await loopback.logIn();
  const socket = await openSocket(loopback, { cookie: next, origin: loopback.origin });
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.send(JSON.stringify({ type: 'open', id: 1, channel: 'contexts.watch', args: {} }));
  await expect.poll(() => loopback.services.contextStreams).toBe(1);
  const answer = await fetch(`${loopback.origin}/session`, {
    method: 'DELETE',
    headers: { cookie: next, origin: loopback.origin, 'x-timonier': '1' },
  });
  expect(answer.status).toBe(204);
  expect(await closed).toBe(1008);
  expect(loopback.services.contextStreams).toBe(0);
});

test('H11: a WebSocket without a session is refused, and so is one with two cookies of our name', async () => {
  const { origin } = loopback;
  const cookie = await loopback.logIn();
  expect(await openSocket(loopback, { origin })).toBe(401);
  expect(await openSocket(loopback, { origin, cookie: `${cookie.split('=')[0]}=x` })).toBe(401);
  expect(await openSocket(loopback, { origin, cookie: `${cookie}; ${cookie}` })).toBe(401);
  expect(await openSocket(loopback, { origin, cookie }, '/elsewhere')).toBe(404);
});

test('H12: ten failed exchanges a minute, then none is looked at', async () => {
  for (let attempt = 0; attempt < 10; attempt++) expect((await loopback.exchange('wrong')).status).toBe(401);
  const token = loopback.launchToken();
  const limited = await loopback.exchange(token);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '60']);
  loopback.clock.now += 60_000;
  expect((await loopback.exchange(loopback.launchToken())).status).toBe(204);
});

test('H13: too large a header or body is refused', async () => {
  const { port } = loopback.server;
  const own = `127.0.0.1:${port}`;
  const answer = await rawRequest(port, `GET / HTTP/1.1\r\nHost: ${own}\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
  expect(statusOf(answer)).toBe(431);
  expect((await loopback.exchange('x'.repeat(5_000))).status).toBe(413);
});

test('H13: a client that never finishes its request is cut off', { timeout: 20_000 }, async () => {
  const answer = await rawRequest(loopback.server.port, 'GET / HTTP/1.1\r\nHost: 127.');
  expect(statusOf(answer)).toBe(408);
});

test('H13: a frame that is too large, binary, or not JSON closes the socket', async () => {
  const cookie = await loopback.logIn();
  for (const [frame, code] of [
    ['x'.repeat(1_100_000), 1009],
    [Buffer.from([1, 2]), 1003],
    ['{', 1003],
  ] as const) {
    const socket = await openSocket(loopback, { cookie, origin: loopback.origin });
    if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.send(frame);
    expect(await closed).toBe(code);
  }
});

test('what is not a file of the page is not found, however it is spelled', async () => {
  const { port } = loopback.server;
  const targets = [
    '/../etc/passwd',
    '/..%2fetc%2fpasswd',
    '/%2e%2e/etc/passwd',
    '/%2e%2e%2fetc/passwd',
    '/assets/../../etc/passwd',
    '/assets/..%2f..%2fetc/passwd',
    '//etc/passwd',
    '/\\..\\etc',
    '/..\\..\\etc',
    '/%5c..%5cetc',
    '/C:\\Windows\\win.ini',
    '/%00',
    '/index.html%00.js',
    '/a%00b',
    '/%',
    '/%zz',
    '/%c0%ae%c0%ae/etc',
    '/%ff',
    '/.env',
    '/.git/config',
    '/package.json',
    '/main.cjs',
    '/assets/',
    '/assets/index-Ab12.js.map',
    '/assets/index-Ab12.js/..',
    '/assets/./index-Ab12.js',
    '/./',
    '/a/./b',
    '/a/..',
    '/..',
    '/%2e',
    '/%2e%2e',
    '/%e2%80%ae',
    '/\u0001',
    '/a%0d%0ab',
    '/index.HTML',
    '/INDEX.html',
    '/constructor.js',
    '/__proto__.js',
    '/%2e%2e%5cetc',
    '/....//etc/passwd.txt',
  ];
  for (const target of targets) {
    const answer = await rawRequest(port, get(target, `127.0.0.1:${port}`));
    if (target === '/assets/') expect(answer).toContain('<p>page</p>');
    else expect([400, 404], JSON.stringify(target)).toContain(statusOf(answer));
    expect(answer).not.toContain('root:');
  }
});

test('views are answered with the page, files by name, HEAD and If-None-Match without a body', async () => {
  for (const view of [
    '/',
    '/pods',
    '/pods/',
    '/c/a%2Fb/pods',
    '/r/deployments.apps',
    '/r/certificates.cert-manager.io?c=a',
    '/pods?context=%2Fhome%2Fme%23prod.example.com',
  ]) {
    expect(await (await fetch(`${loopback.origin}${view}`)).text(), view).toContain('<p>page</p>');
  }
  const file = await fetch(`${loopback.origin}/assets/index-Ab12.js`);
  expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await file.text()).toBe('export {};');
  expect((await (await fetch(loopback.origin, { method: 'HEAD' })).text()).length).toBe(0);
  const known = await fetch(`${loopback.origin}/assets/index-Ab12.js`, { headers: { 'if-none-match': file.headers.get('etag') ?? '' } });
  expect(known.status).toBe(304);
});

test('a page speaks over its socket; when it goes its streams are closed', async () => {
  const cookie = await loopback.logIn();
  const socket = await openSocket(loopback, { cookie, origin: loopback.origin });
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(data.toString()));
  socket.send(JSON.stringify({ type: 'call', id: 1, channel: 'app.info', args: {} }));
  socket.send(JSON.stringify({ type: 'open', id: 2, channel: 'contexts.watch', args: {} }));
  socket.send(JSON.stringify({ type: 'nonsense', id: 3 }));
  await expect.poll(() => frames).toHaveLength(3);
  expect(frames).toContain('#2 {"type":"items","items":{"type":"contexts","contexts":[],"files":[]}}');
  expect(frames.some((frame) => frame.includes('"id":3') && frame.includes('is no message'))).toBe(true);
  socket.terminate();
  await expect.poll(() => loopback.services.contextStreams).toBe(0);
});

test('a taken port rejects with its code', async () => {
  await expect(LoopbackServer.start({ port: loopback.server.port, files: pageFiles, bus: loopback.services.bus })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
