import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adminUser } from '../../electron/demo/users.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { WatchedList } from '../e2e/watched-list.ts';
import { fillShop, pod } from '../electron/demo/test-objects.ts';
import { LOGIN_PAGE, tooManyRequests, UNAUTHORIZED } from './fault-answers.ts';
import { type FaultServer, startFaultServer } from './fault-server.ts';

/*
 * A cluster that breaks under a live table, over both protocols, seen through everything between its sockets and a page: data thread, main side,
 * loopback server, WebSocket. Each test ends with the rows of the page equal to the server's truth. Runs against dist/.
 */

describe.each(['h2', 'http/1.1'] as const)('over %s', (protocol) => {
  let folder: string;
  let server: FaultServer;
  let app: ServedApp;
  let client: PageClient;
  let list: WatchedList;
  let changes = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'timonier-faults-'));
    // Every run of the plugin gives another token, as a real one does.
    server = await startFaultServer({
      http2: protocol === 'h2',
      users: new Map(Array.from({ length: 50 }, (_, run) => [`token-${run + 1}`, adminUser('fault')])),
    });
    fillShop(server.cluster, 20);
    const credential = { kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: { token: 'token-RUN' } };
    const runs = join(folder, 'runs');
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      interactiveMode: 'Never',
      command: 'sh',
      args: ['-c', `echo run >> '${runs}'; n=$(wc -l < '${runs}' | tr -d ' '); echo '${JSON.stringify(credential)}' | sed "s/RUN/$n/"`],
    };
    const certificate = Buffer.from(server.certificateAuthority).toString('base64');
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'fault', cluster: { server: server.url, 'certificate-authority-data': certificate } }],
      users: [{ name: 'fault', user: { exec } }],
      contexts: [{ name: 'fault', context: { cluster: 'fault', user: 'fault' } }],
    };
    const file = join(folder, 'kubeconfig');
    writeFileSync(file, JSON.stringify(kubeconfig), { mode: 0o600 });
    app = await serveApp(['--kubeconfig', file]);
    client = await PageClient.open(app.url);
    const contextId = contextIdOf(file, 'fault');
    list = new WatchedList(client, contextId, { group: '', version: 'v1', resource: 'pods' });
    expect(await client.call('contexts.connect', { contextId })).toMatchObject({ ok: true });
    await list.live();
  });

  afterAll(async () => {
    client?.close();
    await app?.stop();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await list.live();
    await list.changes.until('the truth before', isTrue);
    list.states.length = 0;
  });

  afterEach(async () => {
    server.clearFaults();
    server.proxy.heal();
    // A test that failed while the server was down must not fail all that follow.
    await server.start();
  });

  /** uid to the mark of its last change. */
  function truth(): string {
    return JSON.stringify(
      server.cluster
        .list('pods')
        .map((one) => [one.metadata.uid, one.metadata.labels?.change ?? ''])
        .sort(),
    );
  }

  function isTrue(): boolean {
    return JSON.stringify([...list.rows.values()].map((row) => [row.uid, row.labels.change ?? '']).sort()) === truth();
  }

  /** Something is created, changed and deleted. */
  function change(): void {
    changes++;
    const [first, second] = server.cluster.list('pods');
    server.cluster.create('pods', pod('shop', `new-${changes}`));
    if (first !== undefined) server.cluster.delete('pods', 'shop', first.metadata.name);
    if (second !== undefined)
      server.cluster.update('pods', 'shop', second.metadata.name, (copy) =>
        Object.assign(copy.metadata, { labels: { change: String(changes) } }),
      );
  }

  /** The page is live and holds what the server holds. */
  async function recovered(): Promise<void> {
    await list.live();
    await list.changes.until(
      `the server's truth; states were ${list.states.join(', ')}`,
      () => list.freshness?.state === 'live' && isTrue(),
    );
  }

  /** Why the list is stale; null while it is not, or for another reason than the network. */
  function causeOfStale(): string | null {
    const freshness = list.freshness;
    return freshness?.state === 'stale' && freshness.error.kind === 'unreachable' ? freshness.error.cause : null;
  }

  const listsOf = () => server.requests.filter((line) => line.startsWith('GET /api/v1/pods?') && !line.includes('watch=true')).length;

  test('P12: a cluster that is killed is stale with its reason, and live with nothing lost when it is back', async () => {
    await server.stop();
    // A connection that was under way when the server died is reset first; the next ones are refused.
    await list.changes.until('stale, because connections are refused', () => causeOfStale() === 'refused');
    expect(list.rows.size).toBe(20);
    change();
    await server.start();
    await recovered();
    expect(list.states).toEqual(['stale', 'live']);
  });

  test('P03: a black hole is noticed without an error from anybody, and healed', async () => {
    server.proxy.blackHole('both');
    change();
    const { ms } = await list.state('stale');
    expect(list.freshness).toMatchObject({ error: { kind: 'unreachable', cause: 'timeout' } });
    expect(ms).toBeLessThan(45_000);
    server.proxy.heal();
    await recovered();
    expect(new Set(list.states)).toEqual(new Set(['stale', 'live']));
  }, 90_000);

  test('F14, P01: a watch cut in the middle of a line goes on from its version, unseen', async () => {
    const lists = listsOf();
    for (let round = 0; round < 3; round++) {
      server.cutWatches({ midLine: true });
      change();
      await recovered();
    }
    expect(listsOf()).toBe(lists);
    expect(list.states.filter((state) => state !== 'live')).toEqual([]);
  });

  test('P25: 410 in the stream lists again as a diff, unseen', async () => {
    const lists = listsOf();
    server.failNext({ match: { watch: true }, answer: { reset: true } });
    server.cutWatches({ midLine: false });
    change();
    server.cluster.compact();
    await recovered();
    change();
    server.expireWatches();
    await recovered();
    expect(listsOf()).toBeGreaterThan(lists);
    expect(list.states.every((state) => state === 'live' || state === 'stale')).toBe(true);
  });

  test('F18: a list from a replica that lags hides nothing for good', async () => {
    server.serveStale(true);
    change();
    await recovered();
    const lists = listsOf();
    server.expireWatches();
    await expect.poll(listsOf, { timeout: 10_000 }).toBeGreaterThan(lists);
    change();
    server.serveStale(false);
    await recovered();
  });

  test('P19: one 401 is answered with a new credential, unseen', async () => {
    const refused = server.failNext({ match: { watch: true }, answer: UNAUTHORIZED });
    server.cutWatches({});
    change();
    await recovered();
    expect(refused.hits).toBe(1);
    expect(list.states.filter((state) => state !== 'live')).toEqual([]);
  });

  test('P23: 429 is shown with its reason and waited for', async () => {
    server.failNext({ match: { watch: true }, answer: tooManyRequests(2) });
    server.cutWatches({});
    change();
    await list.state('stale');
    expect(list.freshness).toMatchObject({ error: { kind: 'status', code: 429 } });
    await recovered();
  });

  test('P35: a login page is named for what it is', async () => {
    server.failNext({ match: { watch: true }, times: 2, answer: LOGIN_PAGE });
    server.cutWatches({});
    change();
    await list.state('stale');
    expect(list.freshness).toMatchObject({ error: { kind: 'invalid-answer', detail: expect.stringContaining('text/html') } });
    await recovered();
  });
});
