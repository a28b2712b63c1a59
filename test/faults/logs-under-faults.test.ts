import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminUser } from '../../electron/demo/users.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import type { LogSource } from '../../shared/logs.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';
import { Changes } from '../e2e/watched-list.ts';
import { pod } from '../electron/demo/test-objects.ts';
import { tooManyRequests } from './fault-answers.ts';
import { type FaultServer, startFaultServer } from './fault-server.ts';
import { WrittenLogs } from './written-logs.ts';

/*
 * Three containers are followed through everything between the sockets and a page while their logs are broken again and again; what is
 * saved in the end is what was written, line for line. Runs against dist/.
 */

const pods = ['web-0', 'web-1', 'web-2'] as const;
/** A line every so often from each, ms: some always come while a break is being healed. */
const everyMs = 7;
/** Disconnects of each protocol. */
const rounds = 50;
const logPath = /\/log$/;
const serverError = {
  status: 500,
  body: { kind: 'Status', status: 'Failure', message: 'etcdserver: request timed out', code: 500 },
} as const;

describe.each(['h2', 'http/1.1'] as const)('logs over %s', (protocol) => {
  const truth = new WrittenLogs();
  const changes = new Changes();
  const runs = new Map<string, string>(pods.map((name) => [name, '2026-11-23T10:00:00Z']));
  let folder: string;
  let server: FaultServer;
  let app: ServedApp;
  let client: PageClient;
  let timer: NodeJS.Timeout;
  let total = 0;
  let sources: readonly LogSource[] = [];
  let number = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'timonier-log-faults-'));
    server = await startFaultServer({ http2: protocol === 'h2', logs: truth, users: new Map([['token', adminUser('fault')]]) });
    for (const name of pods) server.cluster.create('pods', pod('shop', name));
    const certificate = Buffer.from(server.certificateAuthority).toString('base64');
    const file = join(folder, 'kubeconfig');
    writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'fault', cluster: { server: server.url, 'certificate-authority-data': certificate } }],
        users: [{ name: 'fault', user: { token: 'token' } }],
        contexts: [{ name: 'fault', context: { cluster: 'fault', user: 'fault' } }],
      }),
      { mode: 0o600 },
    );
    startWriting();
    app = await serveApp(['--kubeconfig', file]);
    client = await PageClient.open(app.url);
    const contextId = contextIdOf(file, 'fault');
    expect(await client.call('contexts.connect', { contextId })).toMatchObject({ ok: true });
    client.open(
      'logs.view',
      {
        view: 'faults',
        selections: [{ contextId, target: { type: 'labels', selector: 'app=web', namespaces: ['shop'] } }],
        start: { since: { type: 'all' }, tailLines: null, previous: false },
      },
      (event) => {
        if (event.type !== 'items') return;
        total = event.items.counts?.total ?? total;
        if (event.items.sources !== undefined) {
          const changed = new Map(event.items.sources.map((source) => [source.number, source]));
          sources = [...sources.filter((source) => !changed.has(source.number)), ...changed.values()];
        }
        changes.fire();
      },
    );
    await allFollowed();
  });

  afterAll(async () => {
    clearInterval(timer);
    client?.close();
    await app?.stop();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function startWriting(): void {
    timer = setInterval(() => {
      for (const name of pods) {
        number++;
        // Lines that repeat legitimately are lines as well.
        truth.write(
          name,
          runs.get(name) ?? '',
          number % 10 === 0 ? 'waiting' : `n=${number} from ${name}, é and ${'x'.repeat(number % 90)}`,
        );
      }
    }, everyMs);
  }

  /** All three are being read, and lines come. */
  async function allFollowed(): Promise<void> {
    const states = () => sources.map(({ pod: name, state }) => `${name} ${JSON.stringify(state)}`).join('; ');
    await changes.until(
      `three sources that are followed (${states()})`,
      () => sources.length === pods.length && sources.every(({ state }) => state.state === 'following'),
    );
    const before = total;
    await changes.until(`more than ${before} lines (${states()})`, () => total > before);
  }

  /** A container ends and is started again by its kubelet; what it wrote last is in the log of its previous run. */
  function restart(name: string): void {
    const startedAt = runs.get(name);
    const again = `2026-11-23T10:00:${String(1 + restarts++).padStart(2, '0')}Z`;
    server.cluster.update('pods', 'shop', name, (copy) => {
      const status = (copy.status as { containerStatuses: Record<string, unknown>[] }).containerStatuses[0];
      if (status === undefined) return;
      status.restartCount = Number(status.restartCount) + 1;
      status.lastState = { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt, finishedAt: again } };
      status.state = { running: { startedAt: again } };
    });
    runs.set(name, again);
  }
  let restarts = 0;

  const logRequests = () => server.requests.filter((line) => /^GET \S+\/log\?/.test(line)).length;

  /** What is done to them, in turns. */
  const faults: readonly (() => void)[] = [
    () => server.proxy.reset(),
    () => server.cutLogs({ midLine: true }),
    () => server.cutLogs({ how: 'end' }),
    () => server.cutLogs({ how: 'end', midLine: true }),
    () => {
      server.failNext({ match: { path: logPath }, times: 2, answer: serverError });
      server.cutLogs();
    },
    () => {
      server.failNext({ match: { path: logPath }, times: 3, answer: { reset: true } });
      server.cutLogs();
    },
    () => {
      server.failNext({ match: { path: logPath }, answer: tooManyRequests(1) });
      server.cutLogs({ midLine: true });
    },
    () => {
      restart('web-1');
      server.cutLogs({ midLine: true });
    },
    () => restart('web-2'),
    () => server.proxy.fin(),
  ];

  /** Every line of the view, as a file has it: its pod, and the line with its stamp. Marks are left out. */
  async function saved(): Promise<readonly { readonly pod: string; readonly line: string }[]> {
    let text = '';
    await new Promise<void>((resolve, reject) => {
      client.open('logs.save', { view: 'faults', what: 'all', format: 'ndjson', timestamps: true, prefix: true }, (event) => {
        if (event.type === 'items') text += event.items.text;
        else if (event.type === 'end') event.error === null ? resolve() : reject(new Error(JSON.stringify(event.error)));
      });
    });
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly pod: string; readonly time: string; readonly text?: string; readonly mark?: unknown })
      .filter(({ mark }) => mark === undefined)
      .map((line) => ({ pod: line.pod, line: `${line.time} ${line.text}` }));
  }

  /** Of each container nothing is missing, nothing is there twice, and the order is right. Resolves to all stamps, in the order of the view. */
  async function expectTruth(): Promise<readonly string[]> {
    clearInterval(timer);
    const written = pods.reduce((sum, name) => sum + truth.written(name).length, 0);
    // The last of them may be under way.
    await expect.poll(async () => (await saved()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(written);
    const lines = await saved();
    for (const name of pods) expect(lines.filter((one) => one.pod === name).map(({ line }) => line)).toEqual(truth.written(name));
    return lines.map(({ line }) => line.slice(0, line.indexOf(' ')));
  }

  test('F34, P42: through fifty disconnects and restarts, what is saved is what was written', { timeout: 300_000 }, async () => {
    for (let round = 0; round < rounds; round++) {
      const before = logRequests();
      faults[round % faults.length]?.();
      await expect.poll(logRequests, { timeout: 30_000 }).toBeGreaterThan(before);
      await allFollowed();
    }
    server.proxy.blackHole('both');
    await changes.until('that somebody notices the silence', () => sources.some(({ state }) => state.state !== 'following'));
    server.proxy.heal();
    await allFollowed();
    const stamps = await expectTruth();
    expect(stamps).toEqual(stamps.toSorted());
  });

  test('P43: when the clock of a node is an hour ahead and set right while its logs are broken, what is saved is what was written', async () => {
    const [ahead] = pods;
    const lastLine = () => sources.find(({ pod: name }) => name === ahead)?.lastLineTime ?? 0;
    truth.ahead.set(ahead, 3_600_000);
    startWriting();
    await changes.until('a line from the clock that is ahead', () => lastLine() > Date.now() + 1_800_000);
    // Still ahead when the first of these is healed; right when the second is.
    server.cutLogs({ midLine: true });
    await allFollowed();
    truth.ahead.delete(ahead);
    server.cutLogs();
    await changes.until('a line from the clock that is right', () => lastLine() < Date.now() + 1_800_000);
    await allFollowed();
    await expectTruth();
  });
});
