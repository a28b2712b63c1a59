import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ContextsThread } from '../../../../electron/features/contexts/connection-keeper.ts';
import { ContextsService } from '../../../../electron/features/contexts/contexts-service.ts';
import { ContextRegistry } from '../../../../electron/kube/context-registry.ts';
import type { FromDataThread, ToDataThread } from '../../../../electron/kube/data-thread-protocol.ts';
import { SettingsFile } from '../../../../electron/shell/settings-file.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { ContextsItem } from '../../../../shared/contract.ts';
import { makePair } from '../../kube/kubeconfig/certificates.ts';
import { kubeconfig } from '../../kube/kubeconfig/corpus.ts';

/** The far end of the thread's messages: keeps what it is told, says what the test wants. */
class RecordingThread implements ContextsThread {
  readonly sent: ToDataThread[] = [];
  private listener: (message: FromDataThread) => void = () => undefined;
  send(message: ToDataThread): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: FromDataThread) => void): () => void {
    this.listener = listener;
    return () => {
      this.listener = () => undefined;
    };
  }
  say(message: FromDataThread): void {
    this.listener(message);
  }
  types(): string[] {
    return this.sent.map((message) => message.type);
  }
  tokens(): (string | null)[] {
    return this.sent.flatMap((message) => (message.type === 'connect' ? [message.connection.credential.token] : []));
  }
}

let folder = '';
const stops: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-contexts-'));
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  rmSync(folder, { recursive: true });
});

const path = () => join(folder, 'config');
const id = (name: string) => contextIdOf(path(), name);

async function start(text: string, names: readonly string[] = []) {
  writeFileSync(path(), text);
  const settings = new SettingsFile(join(folder, 'settings.json'));
  const env = { PATH: `${folder}:/usr/bin:/bin`, TERM: 'xterm' };
  const registry = new ContextRegistry({ flagFiles: [path()], env, home: folder, addedPlaces: [], pollMs: 100 });
  const thread = new RecordingThread();
  const service = new ContextsService(registry, settings, thread);
  stops.push(
    () => service.close(),
    () => registry.close(),
  );
  await registry.start();
  const missing = service.start(names);
  const items: ContextsItem[] = [];
  return { service, thread, settings, registry, items, missing };
}

/** Two contexts, x and z, with a user each. */
const two = (x = 'token: tx', y = 'token: ty') =>
  `clusters: [{name: c, cluster: {server: "https://c.example"}}]\nusers:\n- name: x\n  user:\n    ${x}\n- name: z\n  user:\n    ${y}\ncontexts:\n- {name: x, context: {cluster: c, user: x}}\n- {name: z, context: {cluster: c, user: z}}\n`;

const execUser = 'exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: plugin}';

function plugin(body: string): void {
  writeFileSync(join(folder, 'plugin'), `#!/bin/sh\necho run >> "${folder}/runs"\n${body}\n`);
  chmodSync(join(folder, 'plugin'), 0o755);
}
const runs = () => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').split('\n').length - 1 : 0);
const counted = `n=$(wc -l < "$(dirname "$0")/runs" | tr -d ' ')\necho "{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"status\\":{\\"token\\":\\"t$n\\"}}"`;

test('nothing is contacted and no plugin runs before the user connects', async () => {
  plugin(counted);
  const { service, thread } = await start(two(execUser));
  expect(service.contexts().map((context) => context.name)).toEqual(['x', 'z']);
  expect(thread.sent).toEqual([]);
  expect(runs()).toBe(0);
});

test('connecting dials, is remembered, and is done again at the next start', async () => {
  const first = await start(two());
  expect(first.service.connect(id('x'))).toEqual({ ok: true, value: null });
  await expect.poll(() => first.thread.tokens()).toEqual(['tx']);
  first.service.close();
  const second = await start(two());
  await expect.poll(() => second.thread.tokens()).toEqual(['tx']);
  second.service.disconnect(id('x'));
  expect(second.thread.types()).toEqual(['connect', 'disconnect']);
  second.service.close();
  const third = await start(two());
  expect(third.thread.sent).toEqual([]);
});

test('--context selects what is connected and says which names are unknown', async () => {
  const { thread, missing } = await start(two(), ['z', 'nope']);
  await expect.poll(() => thread.tokens()).toEqual(['ty']);
  expect(missing).toEqual(['nope']);
});

test('a broken context refuses with its reason', async () => {
  const { service, thread } = await start(kubeconfig({ context: 'cluster: nope\n    user: u' }));
  expect(service.connect(id('x'))).toMatchObject({
    ok: false,
    error: { kind: 'kubeconfig', line: 14, message: expect.stringContaining('`nope` is not defined') },
  });
  expect(thread.sent).toEqual([]);
});

test('F9: two contexts of one identity cost one plugin process', async () => {
  plugin(`sleep 0.2\n${counted}`);
  const { service, thread } = await start(two(execUser, execUser));
  service.connect(id('x'));
  service.connect(id('z'));
  await expect.poll(() => thread.tokens()).toEqual(['t1', 't1']);
  expect(runs()).toBe(1);
});

test('F9: a 401 renews the credential once; a second one asks the user to sign in', async () => {
  plugin(counted);
  const { service, thread } = await start(two(execUser));
  service.connect(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['t1']);
  thread.say({ type: 'unauthorized', contextId: id('x'), detail: 'Unauthorized' });
  await expect.poll(() => thread.tokens()).toEqual(['t1', 't2']);
  thread.say({ type: 'unauthorized', contextId: id('x'), detail: 'Unauthorized' });
  expect(thread.sent.at(-1)).toMatchObject({
    type: 'connect-failed',
    retryAt: null,
    error: { kind: 'credentials', cause: 'rejected', hint: 'plugin' },
  });
  expect(service.status(id('x')).freshness).toMatchObject({ state: 'stale', retryAt: null });
  expect(runs()).toBe(2);
  service.retry(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['t1', 't2', 't3']);
});

test('a plugin whose credentials are refused again and again rests; the user makes it run at once', async () => {
  plugin(counted);
  const { service, thread } = await start(two(execUser));
  service.connect(id('x'));
  await expect.poll(() => thread.tokens().length).toBe(1);
  const live = {
    connected: true,
    freshness: { state: 'live', lastByteAt: 1, partial: null },
    version: null,
    problems: null,
    clusterUid: null,
    user: null,
    clockSkewMs: null,
  } as const;
  const refuse = () => {
    thread.say({ type: 'status', contextId: id('x'), status: live });
    thread.say({ type: 'unauthorized', contextId: id('x'), detail: 'Unauthorized' });
  };
  for (const renewed of [2, 3, 4]) {
    refuse();
    await expect.poll(() => thread.tokens().length).toBe(renewed);
  }
  refuse();
  await expect.poll(() => thread.sent.at(-1)).toMatchObject({ type: 'connect-failed', retryAt: null, error: { cause: 'rejected' } });
  expect(runs()).toBe(4);
  service.retry(id('x'));
  await expect.poll(() => thread.tokens().at(-1)).toBe('t5');
  expect(runs()).toBe(5);
});

test('P18: a 401 on a credential that is not renewed is told at once', async () => {
  const { service, thread } = await start(two());
  service.connect(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['tx']);
  thread.say({ type: 'unauthorized', contextId: id('x'), detail: 'Unauthorized' });
  expect(thread.sent.at(-1)).toMatchObject({
    type: 'connect-failed',
    error: { cause: 'rejected', command: expect.stringMatching(/[\\/]/), hint: '' },
  });
});

test('a failing plugin parks the context with its reason and the next attempt', async () => {
  plugin('echo "no session" >&2; exit 1');
  const { service, thread } = await start(two(execUser));
  service.connect(id('x'));
  await expect.poll(() => thread.types()).toEqual(['connect-failed']);
  expect(service.status(id('x'))).toMatchObject({
    connected: true,
    freshness: { state: 'unreachable', attempt: 1, error: { cause: 'plugin-failed', stderr: 'no session' } },
  });
  plugin(counted);
  service.retry(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['t2']);
});

test('F23: only the context that changed reconnects; a removed one is disconnected', { timeout: 20_000 }, async () => {
  const { service, thread } = await start(two());
  service.connect(id('x'));
  service.connect(id('z'));
  await expect.poll(() => thread.tokens().length).toBe(2);
  writeFileSync(path(), two('token: changed'));
  await expect.poll(() => thread.tokens(), { timeout: 5_000 }).toEqual(['tx', 'ty', 'changed']);
  writeFileSync(path(), two('token: changed').replace(/- \{name: z.*\n/, ''));
  await expect.poll(() => thread.types(), { timeout: 5_000 }).toEqual(['connect', 'connect', 'connect', 'disconnect']);
  expect(thread.sent.at(-1)).toMatchObject({ contextId: id('z') });
  expect(service.status(id('z')).connected).toBe(false);
});

test('P17, F30: a certificate authority that is corrected on disk reconnects its context within five seconds, and no other', {
  timeout: 20_000,
}, async () => {
  const [wrong, right] = [makePair('wrong').certificate, makePair('right').certificate];
  const authority = join(folder, 'ca.crt');
  writeFileSync(authority, wrong);
  const text = two().replace('"https://c.example"', '"https://c.example", certificate-authority: ca.crt');
  const other = '- {name: w, context: {cluster: d, user: z}}\n';
  const { service, thread } = await start(
    text.replace('clusters: [', 'clusters: [{name: d, cluster: {server: "https://d.example"}},') + other,
  );
  service.connect(id('x'));
  service.connect(id('w'));
  await expect.poll(() => [...thread.tokens()].sort()).toEqual(['tx', 'ty']);
  writeFileSync(authority, right);
  const authorities = () =>
    thread.sent.flatMap((message) => (message.type === 'connect' ? [message.connection.certificateAuthority?.trim() ?? null] : []));
  await expect.poll(() => authorities().at(-1), { timeout: 5_000 }).toBe(right.trim());
  expect(authorities()).toHaveLength(3);
});

test('P44: a kubeconfig that is written a hundred times a second, or cut in half, costs no connection', { timeout: 20_000 }, async () => {
  const { service, thread, registry } = await start(two());
  service.connect(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['tx']);
  for (let write = 0; write < 100; write++) {
    writeFileSync(path(), write % 3 === 0 ? two().slice(0, 40 + write) : two());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  writeFileSync(path(), `${two().slice(0, 120)}\n  - {{{`);
  await expect.poll(() => registry.snapshot().files[0]?.state, { timeout: 5_000 }).toBe('using-last-good');
  writeFileSync(path(), two('token: tx', 'token: other'));
  await expect.poll(() => registry.snapshot().files[0]?.state, { timeout: 5_000 }).toBe('ok');
  expect(thread.types()).toEqual(['connect']);
});

test('a plugin beside the kubeconfig is run after the user allowed it', async () => {
  plugin(counted);
  const { service, thread } = await start(two(execUser.replace('command: plugin', 'command: ./plugin')));
  service.connect(id('x'));
  await expect
    .poll(() => thread.sent.at(-1))
    .toMatchObject({ type: 'connect-failed', error: { cause: 'plugin-untrusted', command: join(folder, 'plugin') } });
  expect(runs()).toBe(0);
  service.trust(id('x'), join(folder, 'plugin'));
  await expect.poll(() => thread.tokens()).toEqual(['t1']);
});

test('watchers get the list, then statuses, at most one message a second of them', async () => {
  const { service, thread, settings } = await start(two());
  const items: ContextsItem[] = [];
  const stop = service.watch((item) => items.push(item));
  expect(items.map((item) => item.type)).toEqual(['contexts', 'status']);
  service.connect(id('x'));
  for (let at = 1; at <= 50; at++)
    thread.say({
      type: 'status',
      contextId: id('x'),
      status: {
        connected: true,
        freshness: { state: 'live', lastByteAt: at, partial: null },
        version: 'v1.36.3',
        problems: null,
        clusterUid: null,
        user: null,
        clockSkewMs: null,
      },
    });
  await expect.poll(() => JSON.stringify(items.at(-1)), { timeout: 5_000 }).toContain('"lastByteAt":50');
  expect(items.filter((item) => item.type === 'status').length).toBeLessThanOrEqual(3);
  settings.change({ contexts: { [id('x')]: { alias: 'Shop' } } });
  expect(items.at(-1)).toMatchObject({ type: 'contexts', contexts: [{ displayName: 'Shop' }, { displayName: 'z' }] });
  stop();
  const count = items.length;
  settings.change({ contexts: { [id('x')]: { alias: 'Other' } } });
  expect(items.length).toBe(count);
});

test('a mark of dev stays with its cluster when the context comes to mean another one', async () => {
  const { service, thread, settings } = await start(two());
  service.connect(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['tx']);
  const clusterIs = (clusterUid: string | null) =>
    thread.say({
      type: 'status',
      contextId: id('x'),
      status: {
        connected: true,
        freshness: { state: 'live', lastByteAt: 1, partial: null },
        version: null,
        problems: null,
        clusterUid,
        user: null,
        clockSkewMs: null,
      },
    });
  const mark = (environment: 'dev' | 'prod') => settings.change({ contexts: { [id('x')]: { environment } } });
  const environment = () => service.contexts()[0]?.environment;

  mark('dev');
  clusterIs(null);
  clusterIs('first');
  clusterIs('first');
  expect(environment()).toBe('dev');
  clusterIs('second');
  expect(environment()).toBe('unknown');
  mark('dev');
  clusterIs('second');
  expect(environment()).toBe('dev');
  mark('prod');
  clusterIs('third');
  expect(environment()).toBe('prod');
  expect(settings.get().contexts[id('x')]?.clusterUid).toBe('third');
});

test('watchers that are held hear nothing, then all of it', async () => {
  const { service, thread } = await start(two());
  let ready: () => void = () => undefined;
  service.holdWatchers(
    new Promise((resolve) => {
      ready = resolve;
    }),
  );
  const items: ContextsItem[] = [];
  service.watch((item) => items.push(item));
  service.connect(id('x'));
  await expect.poll(() => thread.tokens()).toEqual(['tx']);
  expect(items).toEqual([]);
  ready();
  await expect.poll(() => items.map((item) => item.type)).toEqual(['contexts', 'status']);
  expect(items[1]).toMatchObject({ statuses: { [id('x')]: { connected: true } } });
});

test('no secret is in what the page gets', async () => {
  const { service } = await start(
    two(
      'token: SECRET-CANARY',
      'exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: plugin, args: [--client-secret=SECRET-CANARY]}',
    ),
  );
  const items: ContextsItem[] = [];
  service.watch((item) => items.push(item));
  service.connect(id('z'));
  await expect.poll(() => service.status(id('z')).freshness.state).toBe('unreachable');
  expect(JSON.stringify([items, service.status(id('z')), service.contexts()])).not.toContain('SECRET-CANARY');
});

test('P06: after sleep each identity runs its plugin once, however many contexts it has and however many of them are refused meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  stops.push(() => vi.useRealTimers());
  // Lives for ten minutes; each run takes a while, so that everything that waits for it is there when it ends.
  const body = () =>
    `sleep 0.2\necho "{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"status\\":{\\"token\\":\\"t$$\\",\\"expirationTimestamp\\":\\"${new Date(Date.now() + 600_000).toISOString()}\\"}}"`;
  plugin(body());
  const names = Array.from({ length: 10 }, (_, index) => `c${index}`);
  const users = [0, 1, 2].map(
    (user) => `- name: u${user}\n  user:\n    ${execUser.replace('command: plugin', `command: plugin, args: [u${user}]`)}`,
  );
  const contexts = names.map((name, index) => `- {name: ${name}, context: {cluster: c, user: u${index % 3}}}`);
  const { service, thread, registry } = await start(
    `clusters: [{name: c, cluster: {server: "https://c.example"}}]\nusers:\n${users.join('\n')}\ncontexts:\n${contexts.join('\n')}\n`,
    names,
  );
  await expect.poll(() => thread.tokens().length).toBe(10);
  expect(runs()).toBe(3);
  vi.setSystemTime(Date.now() + 3_600_000);
  plugin(body());
  service.wake();
  // Connections made before the sleep still carry the old tokens, and are refused.
  for (const name of names) thread.say({ type: 'unauthorized', contextId: id(name), detail: 'expired' });
  await expect.poll(() => new Set(thread.tokens().slice(10)).size).toBe(3);
  await expect.poll(() => thread.tokens().length).toBe(20);
  // A second power event about the same sleep finds everything in order.
  service.wake();
  // A plugin that ran because of it would be waited for by these.
  for (const name of names) await registry.resolve(id(name));
  expect(runs()).toBe(6);
  expect(thread.tokens()).toHaveLength(20);
  expect(thread.types().filter((type) => type === 'wake')).toHaveLength(2);
});
