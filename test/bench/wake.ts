import { setTimeout as delay } from 'node:timers/promises';
import { WatchedList } from '../e2e/watched-list.ts';
import { median, report } from './report.ts';
import { startServedFleet } from './served-fleet.ts';

/*
 * A laptop that slept: the served app is stopped (SIGSTOP) longer than it takes for a gap in the clock to be noticed. Meanwhile all
 * connections of its ten contexts die without a word, the credentials of their three identities end, and each cluster gets a pod.
 * wake-live-ms: from the moment it goes on (SIGCONT) until every context is live and shows that pod.
 * wake-credential-processes: runs of the plugin after the wake.
 */

const contexts = 10;
const identities = 3;
const pluginMs = 300;
const sleepMs = 12_000;
const runs = Number(process.env.TIMONIER_BENCH_RUNS ?? 3);

const times: number[] = [];
const processes: number[] = [];
for (let run = 0; run < runs; run++) {
  const fleet = await startServedFleet(contexts, identities, pluginMs);
  try {
    for (const contextId of fleet.contexts) await fleet.page.call('contexts.connect', { contextId });
    const lists = fleet.contexts.map((contextId) => new WatchedList(fleet.page, contextId, fleet.kinds[0] ?? neverKind()));
    await Promise.all(lists.map((list) => list.live()));
    const before = fleet.credentialProcesses();
    process.kill(fleet.app.pid, 'SIGSTOP');
    await fleet.tell('sleep');
    await delay(sleepMs);
    const started = performance.now();
    process.kill(fleet.app.pid, 'SIGCONT');
    await Promise.all(
      lists.map((list) =>
        list.changes.until('the pod of the night', () => list.freshness?.state === 'live' && list.rows.size > fleet.pods),
      ),
    );
    times.push(performance.now() - started);
    processes.push(fleet.credentialProcesses() - before);
    console.log(`run ${run + 1}: ${Math.round(times.at(-1) ?? 0)} ms, ${processes.at(-1)} credential processes`);
  } finally {
    await fleet.stop();
  }
}
const what = `${contexts} contexts, ${identities} identities, plugin ${pluginMs} ms`;
report([
  {
    case: 'wake-live-ms',
    value: median(times),
    unit: 'ms',
    baseline: pluginMs,
    must: `<= ${2_000 + pluginMs}`,
    note: `${what}; median of ${runs}, worst ${Math.round(Math.max(...times))}`,
  },
  { case: 'wake-credential-processes', value: Math.max(...processes), unit: 'processes', baseline: null, must: '<= 3', note: what },
]);

function neverKind(): never {
  throw new Error('the servers have no kinds');
}
