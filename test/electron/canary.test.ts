import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startBackend } from '../../electron/backend.ts';
import { createCertificate, createServerCertificate } from '../../electron/demo/certificates.ts';
import { PageSession } from '../../electron/ipc/page-session.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { encodeMainMessage } from '../../shared/wire.ts';
import { bundleMainSide, type MainSideBundles } from './bundle-main-side.ts';

/*
 * Secret hygiene: every place of a kubeconfig that holds a secret holds a canary; contexts are connected and fail in different
 * ways; then nothing that reached the page, the log or the disk may hold one.
 */

const canary = 'CANARY-7f3a9c';
let bundles: MainSideBundles;
let server: Server;
/** A proxy that refuses its credentials and repeats them. */
let proxy: SocketServer;
let home: string;
let backend: Backend;
let kubeconfig: string;
/** What the proxy was told. */
let toldProxy = '';
/** Authorization headers that the API server saw: proof that the canaries were really used. */
const authorizations = new Set<string>();
const log: string[] = [];

beforeAll(async () => {
  bundles = await bundleMainSide();
  home = mkdtempSync(path.join(tmpdir(), 'timonier-test-'));
  const { certificate, key } = createServerCertificate('canary');
  server = createServer({ cert: certificate, key }, (request, response) => {
    authorizations.add(request.headers.authorization ?? '');
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Unauthorized', message: 'Unauthorized', code: 401 }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = createSocketServer((socket) => {
    // A reader that goes away is part of the test.
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      toldProxy += String(chunk);
      socket.end(`HTTP/1.1 407 no ${canary}-proxy\r\nx-told: ${canary}-proxy\r\ncontent-length: 0\r\n\r\n`);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  kubeconfig = path.join(home, 'config');
  writeFileSync(path.join(home, 'token'), `${canary}-file`, { mode: 0o600 });
  writeFileSync(kubeconfig, JSON.stringify(canaryKubeconfig(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)), {
    mode: 0o600,
  });
  backend = await startBackend({
    shell: 'browser',
    version: '0',
    locale: 'en-GB',
    folder: path.join(home, 'settings'),
    kubeconfigs: [kubeconfig],
    connect: [],
    demo: false,
    demoWhenEmpty: false,
    threads: bundles.threads,
    chooseFile: null,
    openWindow: null,
    log: (line) => log.push(line),
  });
}, 60_000);

afterAll(async () => {
  await backend?.close();
  await new Promise((resolve) => server.close(resolve));
  await new Promise((resolve) => proxy.close(resolve));
  bundles.remove();
  rmSync(home, { recursive: true, force: true });
});

const users = ['token', 'token-file', 'basic', 'certificate', 'exec', 'exec-talks', 'exec-garbage', 'auth-provider'];

test('no canary of a kubeconfig reaches the page, the log or the disk', { timeout: 30_000 }, async () => {
  const asWritten = { text: readFileSync(kubeconfig, 'utf8'), mtime: statSync(kubeconfig).mtimeMs };
  const frames: string[] = [];
  const page = new PageSession(backend.bus, (message) => frames.push(encodeMainMessage(message)));
  let id = 0;
  const call = async (channel: string, args: unknown) => {
    const own = ++id;
    page.receive({ type: 'call', id: own, channel, args });
    await expect.poll(() => frames.some((frame) => frame.startsWith(`{"type":"result","id":${own},`)), { timeout: 15_000 }).toBe(true);
  };
  page.receive({ type: 'open', id: ++id, channel: 'contexts.watch', args: {} });
  const pods = { group: '', version: 'v1', resource: 'pods' };
  for (const name of [...users, 'proxied', 'proxy-refuses']) {
    const contextId = contextIdOf(kubeconfig, name);
    await call('contexts.connect', { contextId });
    page.receive({ type: 'open', id: ++id, channel: 'rows.watch', args: { contextId, resource: pods, namespaces: null } });
    await call('resources.discover', { contextId });
    await call('objects.get', { contextId, resource: pods, namespace: 'default', name: 'a' });
    await call('access.explain', { contextId, resource: pods, namespace: '' });
    await call('contexts.retry', { contextId });
  }
  await call('app.info', {});
  await call('diagnostics.get', {});
  await call('settings.get', {});
  await call('settings.change', { contexts: { [contextIdOf(kubeconfig, 'token')]: { alias: 'a' } } });
  for (const used of [
    `Bearer ${canary}-token`,
    `Bearer ${canary}-file`,
    `Basic ${Buffer.from(`me:${canary}-password`).toString('base64')}`,
  ]) {
    await expect.poll(() => [...authorizations], { timeout: 15_000 }).toContain(used);
  }
  await expect.poll(() => toldProxy, { timeout: 15_000 }).toContain(Buffer.from(`me:${canary}-proxy`).toString('base64'));
  // Every failure reached the page before it goes.
  for (const cause of ['rejected', 'plugin-failed', 'plugin-output', 'proxy'])
    await expect.poll(() => frames.join('\n'), { timeout: 15_000 }).toContain(`"cause":"${cause}"`);
  await expect.poll(() => frames.join('\n'), { timeout: 15_000 }).toContain('the proxy wants a user name and password');
  page.close();
  await backend.close();

  const said = frames.join('\n');
  // What the plugin said was told, without its secrets.
  expect(said).toContain('cannot log in');
  for (const secret of secretsOf()) {
    expect(said).not.toContain(secret);
    expect(log.join('\n')).not.toContain(secret);
    for (const file of filesIn(path.join(home, 'settings'))) expect(readFileSync(file, 'utf8'), file).not.toContain(secret);
  }
  expect({ text: readFileSync(kubeconfig, 'utf8'), mtime: statSync(kubeconfig).mtimeMs }).toEqual(asWritten);
  if (process.platform !== 'win32') {
    expect(statSync(path.join(home, 'settings')).mode & 0o077).toBe(0);
    for (const file of filesIn(path.join(home, 'settings'))) expect(statSync(file).mode & 0o077, file).toBe(0);
  }
});

const keyPair = createCertificate({ commonName: 'me' });

/** Source of a plugin that prints its arguments, its environment and a token, then gives up. */
const tellsAll = [
  `const { SESSION_TOKEN } = process.env`,
  `console.error(process.argv.slice(1).join(' '))`,
  `console.error('session ' + SESSION_TOKEN)`,
  `console.error('Authorization: Bearer ' + SESSION_TOKEN.replace('session', 'bearer'))`,
  `console.error(JSON.stringify({ access_token: SESSION_TOKEN.replace('session', 'json') }))`,
  `console.error('cannot log in')`,
  `process.exit(1)`,
].join('; ');

/** The canaries, and the forms in which one could slip through. */
function secretsOf(): string[] {
  const key = Buffer.from(keyPair.key);
  return [
    canary,
    Buffer.from(canary).toString('base64').slice(0, -2),
    key.toString('base64').slice(60, 120),
    key.toString().slice(60, 110),
  ];
}

function canaryKubeconfig(server: string) {
  const cluster = { server, 'insecure-skip-tls-verify': true };
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'c', cluster },
      {
        name: 'proxy-refuses',
        cluster: {
          server: 'https://cluster.invalid',
          'proxy-url': `http://me:${canary}-proxy@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
        },
      },
      { name: 'proxied', cluster: { server: 'https://cluster.invalid', 'proxy-url': `http://me:${canary}-proxy@127.0.0.1:9` } },
    ],
    users: [
      { name: 'token', user: { token: `${canary}-token` } },
      { name: 'token-file', user: { tokenFile: path.join(home, 'token') } },
      { name: 'basic', user: { username: 'me', password: `${canary}-password` } },
      { name: 'certificate', user: { 'client-certificate-data': base64(keyPair.certificate), 'client-key-data': base64(keyPair.key) } },
      {
        name: 'exec',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: process.execPath,
            args: ['-e', 'process.exit(3)', `--client-secret=${canary}-argument`],
            env: [{ name: 'SECRET', value: `${canary}-environment` }],
            interactiveMode: 'Never',
          },
        },
      },
      {
        // Says on stderr what it was given and what it got, in the forms that real plugins use, and fails.
        name: 'exec-talks',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: process.execPath,
            args: ['-e', tellsAll, '--', '--client-secret', `${canary}-word`, '--refresh-token', `${canary}-refreshed`],
            env: [{ name: 'SESSION_TOKEN', value: `${canary}-session` }],
            interactiveMode: 'Never',
          },
        },
      },
      {
        // Answers with a token in something that is no ExecCredential.
        name: 'exec-garbage',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: process.execPath,
            args: ['-e', `console.log('{"kind":"ExecCredential","status":{"token":"' + process.env.SECRET + '"')`],
            env: [{ name: 'SECRET', value: `${canary}-printed` }],
            interactiveMode: 'Never',
          },
        },
      },
      {
        name: 'auth-provider',
        user: { 'auth-provider': { name: 'oidc', config: { 'refresh-token': `${canary}-refresh`, 'client-secret': `${canary}-client` } } },
      },
    ],
    contexts: [
      ...users.map((user) => ({ name: user, context: { cluster: 'c', user } })),
      { name: 'proxied', context: { cluster: 'proxied', user: 'token' } },
      { name: 'proxy-refuses', context: { cluster: 'proxy-refuses', user: 'token' } },
    ],
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
  );
}
