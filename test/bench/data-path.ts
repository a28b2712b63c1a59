import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import zlib from 'node:zlib';
import type { Connection } from '../../electron/kube/connection.ts';
import { dataThreadOptions } from '../../electron/kube/data-thread-client.ts';
import { DataThreads, dataThreadCount } from '../../electron/kube/data-threads.ts';
import { contextIdOf } from '../../shared/context-id.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Bundles the data thread as the app does, with `before` in front of its code. */
export async function bundleDataThread(outfile: string, before = ''): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [path.join(root, 'electron/data-thread.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    logLevel: 'error',
    banner: { js: before },
  });
}

/** The real data threads, bundled into a temporary file as the app bundles them. */
export interface DataThreadStarter {
  /** Starts threads behind the client of the main process; the caller closes it. */
  start(threads?: number): DataThreads;
  remove(): void;
}

/** Bundles once, for as many starts as are measured. */
export async function dataThreadStarter(): Promise<DataThreadStarter> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-'));
  const outfile = path.join(folder, 'data-thread.cjs');
  await bundleDataThread(outfile);
  return {
    start: (threads = dataThreadCount) => new DataThreads(() => new Worker(outfile, dataThreadOptions), threads),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The data threads behind the client of the main process, started. */
export async function startDataThreads(threads = dataThreadCount): Promise<{ readonly client: DataThreads; stop(): Promise<void> }> {
  const starter = await dataThreadStarter();
  const client = starter.start(threads);
  return {
    client,
    async stop() {
      await client.close();
      starter.remove();
    },
  };
}

/** A pod server in a process of its own. */
export interface PodServer {
  readonly url: string;
  readonly bytesPerPod: number;
  stop(): void;
}

/** Starts a pod server with `count` pods and waits until its pages are made. */
export async function startPodServer(count: number): Promise<PodServer> {
  const script = fileURLToPath(new URL('./pod-server.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('the pod server has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const { port, bytesPerPod } = JSON.parse(line) as { port: number; bytesPerPod: number };
    return { url: `http://127.0.0.1:${port}`, bytesPerPod, stop: () => child.stdin?.end() };
  }
  throw new Error('the pod server ended before it listened');
}

/** Downloads and gunzips all pages of 500 pods, one after the other, without parsing them: what nobody can be faster than. Returns ms. */
export async function downloadRaw(url: string): Promise<number> {
  const started = performance.now();
  const agent = new http.Agent({ keepAlive: true });
  let next = '';
  do {
    next = await new Promise<string>((resolve, reject) => {
      const query = next === '' ? '' : `&continue=${next}`;
      const request = http.get(`${url}/api/v1/pods?limit=500${query}`, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
        let head = '';
        const gunzip = response.pipe(zlib.createGunzip({ chunkSize: 262_144 }));
        gunzip.on('data', (chunk: Buffer) => {
          if (head.length < 400) head += chunk.toString('latin1', 0, 400);
        });
        gunzip.on('end', () => resolve(/"continue":"(\d+)"/.exec(head)?.[1] ?? ''));
        gunzip.on('error', reject);
      });
      request.on('error', reject);
    });
  } while (next !== '');
  agent.destroy();
  return performance.now() - started;
}

/** A connection without credentials to a bench server. */
export function connectionTo(url: string, name: string): Connection {
  return {
    contextId: contextIdOf('bench', name),
    server: url,
    certificateAuthority: null,
    tlsServerName: null,
    insecureSkipTlsVerify: false,
    proxyUrl: null,
    impersonation: [],
    credential: { token: null, basic: null, clientCertificate: null, expiresAt: null },
    refreshable: false,
  };
}

/** When rows arrived on the main side, in ms since the context was connected. */
export interface SyncTimes {
  readonly firstRowsMs: number;
  readonly allRowsMs: number;
}

/** Connects a context, reads its pods until `count` rows are here, and disconnects it. `onEvent` is given each message as it came. */
export async function syncPods(
  client: DataThreads,
  connection: Connection,
  count: number,
  onEvent: (text: string) => void = () => undefined,
): Promise<SyncTimes> {
  const { contextId } = connection;
  const started = performance.now();
  client.send({ type: 'connect', connection, namespaces: [] });
  let rows = 0;
  let firstRowsMs = 0;
  const allRowsMs = await new Promise<number>((resolve) => {
    const args = { contextId, resource: { group: '', version: 'v1', resource: 'pods' }, namespaces: null, fieldSelector: '' };
    const stream = client.open('rows.watch', args, (text) => {
      stream.credit(1);
      onEvent(text);
      if (!text.startsWith('{"type":"items"')) return;
      const arrived = rowsIn(text);
      if (arrived === 0) return;
      if (rows === 0) firstRowsMs = performance.now() - started;
      rows += arrived;
      if (rows < count) return;
      stream.close();
      resolve(performance.now() - started);
    });
  });
  client.send({ type: 'disconnect', contextId });
  return { firstRowsMs, allRowsMs };
}

/** Rows of a batch, counted in its text: the main side passes the text on without parsing it. */
function rowsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('{"uid":'); at >= 0; at = text.indexOf('{"uid":', at + 7)) count++;
  return count;
}
