import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ContextRegistry, type ContextRegistryOptions } from '../../../electron/kube/context-registry.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import { kubeconfig, matchedPair, mismatchedPair } from './kubeconfig/corpus.ts';

let home = '';
const open: ContextRegistry[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'timonier-home-'));
  mkdirSync(join(home, '.kube'));
});
afterEach(() => {
  for (const registry of open.splice(0)) registry.close();
  rmSync(home, { recursive: true });
});

async function start(options: Partial<ContextRegistryOptions> = {}): Promise<ContextRegistry> {
  const registry = new ContextRegistry({ flagFiles: [], env: {}, home, addedPlaces: [], pollMs: 100, ...options });
  open.push(registry);
  await registry.start();
  return registry;
}

const named = (name: string, parts: Parameters<typeof kubeconfig>[0] = {}) => kubeconfig(parts).replace('- name: x\n', `- name: ${name}\n`);
const names = (registry: ContextRegistry) => registry.snapshot().contexts.map((context) => context.name);
const file = (name: string, text: string) => {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
};

test('the home file is read when nothing else is named', async () => {
  file('.kube/config', named('home'));
  const registry = await start();
  expect(names(registry)).toEqual(['home']);
  expect(registry.snapshot().places).toEqual([
    { label: '$KUBECONFIG', found: false, detail: 'not set' },
    { label: '~/.kube/config', found: true, detail: '1 context' },
  ]);
});

test('F24: $KUBECONFIG replaces the home file; empty, repeated and missing entries are passed over; first wins', async () => {
  file('.kube/config', named('home'));
  const a = file('a', named('a', { user: 'token: from-a' }));
  const b = file('b', named('a', { user: 'token: from-b' }).concat('- name: b\n  context: {cluster: c, user: u}\n'));
  const registry = await start({ env: { KUBECONFIG: `${a}::${join(home, 'none')}:${b}:${a}` } });
  expect(names(registry)).toEqual(['a', 'b']);
  expect(registry.snapshot().files.map((found) => found.state)).toEqual(['ok', 'missing', 'ok']);
  const merged = registry.context(contextIdOf(b, 'b'));
  expect(merged?.user?.token).toBe('from-a');
  expect(registry.context(contextIdOf(a, 'a'))?.warnings[0]?.message).toContain(`context "a" is also defined in ${b} (ignored`);
});

test('F23: a broken file is reported with its line and hides nothing', async () => {
  const bad = file('bad', 'clusters:\n\t- x\n');
  const good = file('good', named('good'));
  const registry = await start({ env: { KUBECONFIG: `${bad}:${good}` } });
  expect(names(registry)).toEqual(['good']);
  expect(registry.snapshot().files[0]).toMatchObject({
    state: 'broken',
    error: { kind: 'kubeconfig', file: bad, line: 2, message: 'line 2 is indented with a tab; YAML takes spaces only' },
  });
});

test('flags replace both, and each file stands on its own', async () => {
  file('.kube/config', named('home'));
  const a = file('a', named('default', { user: 'token: from-a' }));
  const b = file('b', named('default', { user: 'token: from-b' }));
  const registry = await start({ flagFiles: [a, b], env: { KUBECONFIG: '/nowhere' } });
  expect(registry.snapshot().contexts.map((context) => [context.file, context.user?.token])).toEqual([
    [a, 'from-a'],
    [b, 'from-b'],
  ]);
});

test('P44: what is no kubeconfig is named and never blocks', { timeout: 20_000 }, async () => {
  execFileSync('mkfifo', [join(home, 'fifo')]);
  symlinkSync(join(home, 'loop'), join(home, 'loop'));
  writeFileSync(join(home, 'png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]));
  execFileSync('truncate', ['-s', '200M', join(home, 'huge')]);
  const paths = ['fifo', 'loop', 'png', 'huge', '.kube', 'utf16'].map((name) => join(home, name));
  writeFileSync(join(home, 'utf16'), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(named('utf16'), 'utf16le')]));
  const registry = await start({ env: { KUBECONFIG: paths.join(':') } });
  expect(registry.snapshot().files.map((found) => (found.error?.kind === 'kubeconfig' ? found.error.message : found.state))).toEqual([
    'is a named pipe (FIFO); write it to a file instead',
    'is a symbolic link that leads back to itself',
    'is not a text file (PNG image?)',
    'is 200 MB; at most 64 MB are read. Is it the right file?',
    'is a directory',
    'ok',
  ]);
  expect(names(registry)).toEqual(['utf16']);
});

test.skipIf(process.getuid?.() === 0)('a file that may not be read says so', async () => {
  const path = file('secret', named('x'));
  chmodSync(path, 0);
  const registry = await start({ flagFiles: [path] });
  expect(registry.snapshot().files[0]).toMatchObject({ state: 'broken', error: { message: expect.stringContaining('permission denied') } });
});

test('F23, P44: changes show: edit, rename into place, half a file, deletion', { timeout: 20_000 }, async () => {
  const path = file('.kube/config', named('one'));
  const registry = await start();
  let changes = 0;
  registry.onChange(() => changes++);
  writeFileSync(path, named('two'));
  await expect.poll(() => names(registry), { timeout: 5_000 }).toEqual(['two']);
  writeFileSync(`${path}.new`, named('three'));
  renameSync(`${path}.new`, path);
  await expect.poll(() => names(registry), { timeout: 5_000 }).toEqual(['three']);
  const before = registry.context(contextIdOf(path, 'three'))?.fingerprint();
  writeFileSync(path, named('three').slice(0, -20).concat('\n  "'));
  await expect.poll(() => registry.snapshot().files[0]?.state, { timeout: 5_000 }).toBe('using-last-good');
  expect(registry.snapshot().files[0]?.error).toMatchObject({
    message: expect.stringMatching(/^kubeconfig has an error at line \d+; using the version from \d\d:\d\d/),
  });
  expect(names(registry)).toEqual(['three']);
  expect(registry.context(contextIdOf(path, 'three'))?.broken).toBeNull();
  expect(registry.context(contextIdOf(path, 'three'))?.fingerprint()).toBe(before);
  unlinkSync(path);
  await expect
    .poll(() => registry.context(contextIdOf(path, 'three'))?.broken, { timeout: 5_000 })
    .toMatchObject({ message: expect.stringContaining('was deleted') });
  writeFileSync(path, named('four'));
  await expect.poll(() => names(registry), { timeout: 5_000 }).toEqual(['four']);
  expect(changes).toBeGreaterThanOrEqual(5);
});

test('P44: a file that is cut between its sections is no list without contexts', { timeout: 20_000 }, async () => {
  const whole = `clusters: [{name: c, cluster: {server: "https://c.example"}}]\nusers: [{name: u, user: {token: t}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n`;
  const path = file('.kube/config', whole);
  const registry = await start();
  expect(names(registry)).toEqual(['x']);
  writeFileSync(path, whole.split('\n')[0] ?? '');
  await expect.poll(() => registry.snapshot().files[0]?.state, { timeout: 5_000 }).toBe('using-last-good');
  expect(names(registry)).toEqual(['x']);
  // Written in full by whoever deleted the last context.
  writeFileSync(path, whole.replace(/contexts: .*/, 'contexts: null'));
  await expect.poll(() => registry.snapshot().files[0]?.state, { timeout: 5_000 }).toBe('ok');
  expect(names(registry)).toEqual([]);
});

test('F23, P44: a symlink that is swapped shows the new target', { timeout: 20_000 }, async () => {
  const [a, b] = [file('a', named('a')), file('b', named('b'))];
  const path = join(home, '.kube/config');
  symlinkSync(a, path);
  const registry = await start();
  symlinkSync(b, `${path}.new`);
  renameSync(`${path}.new`, path);
  await expect.poll(() => names(registry), { timeout: 5_000 }).toEqual(['b']);
});

test('an added folder gives what is in it and what comes into it; other files in it are passed over', { timeout: 20_000 }, async () => {
  const folder = join(home, 'configs');
  mkdirSync(folder);
  file('configs/a.yaml', named('a'));
  file('configs/notes.txt', 'hello');
  const registry = await start();
  expect(await registry.addPlace(folder)).toMatchObject({ ok: true, value: { path: folder, contexts: 1, state: 'ok' } });
  file('configs/b.yaml', named('b'));
  await expect.poll(() => names(registry), { timeout: 5_000 }).toEqual(['a', 'b']);
  expect(await registry.removePlace(join(folder, 'a.yaml'))).toMatchObject({
    ok: false,
    error: { message: `it belongs to the folder ${folder}; remove the folder` },
  });
  await registry.removePlace(folder);
  expect(names(registry)).toEqual([]);
  expect(await registry.addPlace(join(home, 'nothing'))).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('no file or folder') },
  });
  expect(registry.added()).toEqual([]);
});

test('F30: files that contexts name are looked for beside their kubeconfig', async () => {
  mkdirSync(join(home, 'deep'));
  const path = file('deep/config', kubeconfig({ user: 'tokenFile: token' }));
  const registry = await start({ flagFiles: [path] });
  const id = contextIdOf(path, 'x');
  expect(registry.context(id)?.broken).toMatchObject({ message: `tokenFile ${join(home, 'deep/token')} does not exist`, line: 10 });
  file('deep/token', '  abc\n');
  await expect.poll(() => registry.context(id)?.broken, { timeout: 5_000 }).toBeNull();
  expect(await registry.resolve(id)).toMatchObject({ ok: true, value: { credential: { token: 'abc' }, refreshable: true } });
  file('deep/token', 'def');
  expect(await registry.resolve(id)).toMatchObject({ ok: true, value: { credential: { token: 'def' } } });
});

test('a key that belongs to another certificate is told before anything is dialled', async () => {
  const [bad, good] = [file('bad', mismatchedPair), file('good', matchedPair)];
  const registry = await start({ flagFiles: [bad, good] });
  expect(await registry.resolve(contextIdOf(bad, 'x'))).toMatchObject({
    ok: false,
    error: { kind: 'kubeconfig', message: 'user `u`: the client key does not belong to the certificate (CN=jane)' },
  });
  expect(await registry.resolve(contextIdOf(good, 'x'))).toMatchObject({
    ok: true,
    value: { credential: { clientCertificate: { certificate: expect.stringContaining('BEGIN') } } },
  });
});

test('a connection carries server path, proxy, tls name and impersonation as client-go would', async () => {
  const cluster = 'server: https://rancher.example/k8s/clusters/c-1/\n    tls-server-name: inner';
  const user = 'token: t\n    as: jané\n    as-uid: "7"\n    as-groups: [a, b]\n    as-user-extra: {"acme.com/Project%": [p1, p2]}';
  const path = file('k', kubeconfig({ cluster, user }));
  const registry = await start({ flagFiles: [path], env: { HTTPS_PROXY: 'proxy:3128' } });
  expect(await registry.resolve(contextIdOf(path, 'x'))).toEqual({
    ok: true,
    value: {
      contextId: contextIdOf(path, 'x'),
      server: 'https://rancher.example/k8s/clusters/c-1',
      certificateAuthority: null,
      tlsServerName: 'inner',
      insecureSkipTlsVerify: false,
      proxyUrl: 'http://proxy:3128',
      impersonation: [
        ['Impersonate-User', Buffer.from('jané').toString('latin1')],
        ['Impersonate-Uid', '7'],
        ['Impersonate-Group', 'a'],
        ['Impersonate-Group', 'b'],
        ['Impersonate-Extra-acme.com%2FProject%25', 'p1'],
        ['Impersonate-Extra-acme.com%2FProject%25', 'p2'],
      ],
      credential: { token: 't', basic: null, clientCertificate: null, expiresAt: null },
      refreshable: false,
    },
  });
});

test('nothing secret is sent over plain http, as in kubectl', async () => {
  const path = file('k', kubeconfig({ cluster: 'server: http://localhost:8001', user: 'token: t' }));
  const registry = await start({ flagFiles: [path] });
  expect(await registry.resolve(contextIdOf(path, 'x'))).toMatchObject({ ok: true, value: { credential: { token: null } } });
});

test('contexts in memory have no file and survive reloads', async () => {
  const registry = await start();
  await registry.addInMemory('demo', named('demo-eks'));
  expect(registry.snapshot().contexts[0]).toMatchObject({ id: 'demo#demo-eks', file: 'demo', from: 'demo' });
  file('.kube/config', named('one'));
  await expect.poll(() => names(registry), { timeout: 5_000 }).toEqual(['one', 'demo-eks']);
});
