import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '../../electron/demo/api-server.ts';
import { type ContextId, contextIdOf } from '../../shared/context-id.ts';
import type { ContextStatus } from '../../shared/context-view.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { Changes, WatchedList } from '../e2e/watched-list.ts';
import { fillShop, pod } from '../electron/demo/test-objects.ts';
import { FaultProxy } from './fault-proxy.ts';

/*
 * A laptop that sleeps and a server that is upgraded, over both protocols, seen through everything between the sockets and a
 * page. Runs against dist/.
 */

/** Longer than the gap in the clock that tells of sleep (electron/kube/data-thread-host.ts). */
const sleepMs = 12_000;
/** What the fault list allows after a wake, in ms. */
const liveAfterMs = 5_000;

describe.each(['h2', 'http/1.1'] as const)('over %s', (protocol) => {
  let folder: string;
  let server: ApiServer;
  let proxy: FaultProxy;
  let app: ServedApp;
  let client: PageClient;
  let list: WatchedList;
  let contextId: ContextId;
  let made = 0;
  const status = { changes: new Changes(), now: null as ContextStatus | null };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'timonier-sleep-'));
    server = await startApiServer({ http2: protocol === 'h2' });
    proxy = await FaultProxy.start(server.port);
    fillShop(server.cluster, 20);
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'c',
          cluster: {
            server: `https://127.0.0.1:${proxy.port}`,
            'certificate-authority-data': Buffer.from(server.certificateAuthority).toString('base64'),
          },
        },
      ],
      users: [{ name: 'u', user: { token: 'demo-admin-token' } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    };
    const file = join(folder, 'kubeconfig');
    writeFileSync(file, JSON.stringify(kubeconfig), { mode: 0o600 });
    app = await serveApp(['--kubeconfig', file]);
    client = await PageClient.open(app.url);
    contextId = contextIdOf(file, 'c');
    client.open('contexts.watch', {}, (event) => {
      if (event.type !== 'items' || event.items.type !== 'status') return;
      status.now = event.items.statuses[contextId] ?? status.now;
      status.changes.fire();
    });
    list = new WatchedList(client, contextId, { group: '', version: 'v1', resource: 'pods' });
    expect(await client.call('contexts.connect', { contextId })).toMatchObject({ ok: true });
    await list.live();
  });

  afterAll(async () => {
    client?.close();
    await app?.stop();
    await proxy?.stop();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    process.kill(app.pid, 'SIGCONT');
    proxy.heal();
    await proxy.start();
  });

  const change = () => server.cluster.create('pods', pod('shop', `made-${++made}`));
  const isTrue = () => {
    const truth = server.cluster.list('pods').map((one) => one.metadata.uid);
    return (
      list.freshness?.state === 'live' && list.rows.size === truth.length && truth.every((uid) => uid !== undefined && list.rows.has(uid))
    );
  };

  test('P06, P03: after sleep, with every connection dead, the table is true again at once', { timeout: 60_000 }, async () => {
    process.kill(app.pid, 'SIGSTOP');
    proxy.strand();
    change();
    await delay(sleepMs);
    const woken = performance.now();
    process.kill(app.pid, 'SIGCONT');
    await list.changes.until('the truth', isTrue);
    const ms = performance.now() - woken;
    console.log(`live ${Math.round(ms)} ms after the wake over ${protocol}`);
    expect(ms).toBeLessThan(liveAfterMs);
  });

  test('P06: after sleep, with every connection in order, none is made anew over HTTP/2 and the table never says otherwise', {
    timeout: 60_000,
  }, async () => {
    list.states.length = 0;
    const before = proxy.accepted;
    process.kill(app.pid, 'SIGSTOP');
    change();
    await delay(sleepMs);
    process.kill(app.pid, 'SIGCONT');
    await list.changes.until('the truth', isTrue);
    change();
    await list.changes.until('changes still come', isTrue);
    if (protocol === 'h2') expect(proxy.accepted).toBe(before);
    expect(list.states.filter((state) => state !== 'live')).toEqual([]);
  });

  test('P47: an upgraded server is live again when it is back, with its new version and its new kinds', { timeout: 60_000 }, async () => {
    expect(await client.call('resources.discover', { contextId })).toMatchObject({ ok: true });
    const { port, certificates, cluster } = server;
    await server.close();
    await list.changes.until('stale', () => list.freshness?.state === 'stale');
    change();
    cluster.create('customresourcedefinitions.apiextensions.k8s.io', definition);
    server = await startApiServer({ http2: protocol === 'h2', port, certificates, cluster, gitVersion: 'v1.37.0' });
    await list.changes.until('the truth', isTrue);
    await status.changes.until('the new version', () => status.now?.version === 'v1.37.0');
    const discovered = await client.call('resources.discover', { contextId });
    expect(discovered.ok && discovered.value.resources.some((resource) => resource.resource === 'boats')).toBe(true);
  });
});

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'boats', singular: 'boat', kind: 'Boat' },
    versions: [{ name: 'v1', served: true, storage: true }],
  },
};
