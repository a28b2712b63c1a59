import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createColdFolder } from '../../electron/kube/cold-folder.ts';
import { dataThreadOptions } from '../../electron/kube/data-thread-client.ts';
import type { DataThreadSetup } from '../../electron/kube/data-thread-protocol.ts';
import { DataThreads } from '../../electron/kube/data-threads.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus } from '../../shared/context-view.ts';
import { connectionTo } from './data-path.ts';

/*
 * The main side and its data threads alone in a process, for memory and stalls; started by measure-backend.ts:
 * `node backend-process.ts BUNDLE sync URL COUNT` or `… tiers URL CONTEXTS COUNT`. Prints one line of JSON.
 */

const [bundle = '', mode, url = '', ...numbers] = process.argv.slice(2);
const [first = 0, second = 0] = numbers.map(Number);
const mb = 1_048_576;
const pods = { group: '', version: 'v1', resource: 'pods' };
const cold = createColdFolder();
const workerData: DataThreadSetup = { coldFolder: cold.path };
const workers: Worker[] = [];
const client = new DataThreads(() => {
  const worker = new Worker(bundle, { ...dataThreadOptions, workerData });
  workers.push(worker);
  return worker;
});
try {
  console.log(JSON.stringify(mode === 'sync' ? await sync(first) : await tiers(first, second)));
} finally {
  await client.close();
  cold.remove();
}
process.exit(0);

async function sync(count: number) {
  const before = await kept();
  const stalls = watchLoop();
  const list = look(connect('sync'), count);
  await list.complete;
  const mainStallMs = stalls.stop();
  const rssMb = process.resourceUsage().maxRSS / 1_024;
  list.close();
  const after = await kept();
  return { keptMb: (after - before) / mb, rowsMb: list.bytes() / mb, rssMb, mainStallMs, rows: list.rows() };
}

async function tiers(contexts: number, count: number) {
  const statuses = new Map<ContextId, ContextStatus>();
  client.onMessage((notice) => {
    if (notice.type === 'status') statuses.set(notice.contextId, notice.status);
  });
  const ids = Array.from({ length: contexts }, (_, at) => connect(`tiers-${at}`));
  const looked = ids.slice(0, 3).map((id) => look(id, count));
  await Promise.all(looked.map((list) => list.complete));
  const peakMb = () => process.resourceUsage().maxRSS / 1_024;
  // Settled: nothing went cold or came back for fifteen seconds, longer than the policy waits at least.
  const coldOnes = () => ids.filter((id) => statuses.get(id)?.problems?.asOf !== undefined);
  for (let before = -1, since = performance.now(); performance.now() - since < 15_000; ) {
    await sleep(500);
    if (coldOnes().length === before && before > 0) continue;
    before = coldOnes().length;
    since = performance.now();
  }
  const rssMb = process.memoryUsage().rss / mb;
  const resting = coldOnes();
  const backMs: number[] = [];
  for (const id of resting.slice(0, 8)) {
    // A pod turns Failed while nobody watches it.
    await fetch(`${url}/change`, { method: 'POST' });
    const list = look(id, count);
    await list.live;
    if (list.failed() !== backMs.length + 1) throw new Error(`${list.failed()} failed pods are shown, ${backMs.length + 1} are true`);
    backMs.push(list.liveAfterMs());
    list.close();
  }
  for (const list of looked) list.close();
  return { rssMb, peakMb: peakMb(), cold: resting.length, backMs };
}

function connect(name: string): ContextId {
  const connection = connectionTo(url, name);
  client.send({ type: 'connect', connection, namespaces: [] });
  return connection.contextId;
}

/** Reads the pods of a context as a page would, and keeps reading. `complete`: `count` rows came; `live`: and they are called live. */
function look(contextId: ContextId, count: number) {
  const started = performance.now();
  let rows = 0;
  let bytes = 0;
  let failed = 0;
  let liveAfterMs = 0;
  let done: () => void = () => undefined;
  let isLive: () => void = () => undefined;
  const complete = new Promise<void>((resolve) => (done = resolve));
  const live = new Promise<void>((resolve) => (isLive = resolve));
  const args = { contextId, resource: pods, namespaces: null, fieldSelector: '' };
  const stream = client.open('rows.watch', args, (text) => {
    stream.credit(1);
    if (text.startsWith('{"type":"items"')) {
      bytes += text.length;
      rows += occurrences(text, '{"uid":');
      failed += occurrences(text, '"Failed"');
      if (rows >= count) done();
    } else if (text.includes('"state":"live"') && rows >= count && liveAfterMs === 0) {
      liveAfterMs = performance.now() - started;
      isLive();
    }
  });
  return {
    complete,
    live,
    rows: () => rows,
    bytes: () => bytes,
    failed: () => failed,
    liveAfterMs: () => liveAfterMs,
    close: () => stream.close(),
  };
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** Bytes that all heaps hold after a collection. */
async function kept(): Promise<number> {
  const sizes = await Promise.all(
    workers.map(
      (worker) =>
        new Promise<number>((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.once('message', (bytes: number) => {
            port1.close();
            resolve(bytes);
          });
          worker.postMessage({ type: 'bench-memory', port: port2 }, [port2]);
        }),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** How late a timer of 5 ms was at worst. */
function watchLoop() {
  let last = performance.now();
  let worst = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - last - 5);
    last = now;
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return worst;
    },
  };
}
