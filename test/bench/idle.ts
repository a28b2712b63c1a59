import { WatchedList } from '../e2e/watched-list.ts';
import { cpuSeconds } from './process-figures.ts';
import { report } from './report.ts';
import { startServedFleet } from './served-fleet.ts';

/*
 * The served app with ten contexts and thirty kinds of each open in a page, and nothing happens, for five minutes
 * (TIMONIER_BENCH_SECONDS shortens them). Linux only: processor time is read from /proc.
 * idle-handshakes: connections that the servers took after everything was live.
 * idle-cpu-percent: processor time of the app's process, all threads, over the time that passed. Servers and page are other processes.
 */

const contexts = 10;
const seconds = Number(process.env.TIMONIER_BENCH_SECONDS ?? 300);
/** What started is over after this, ms: discovery, uids, statuses. */
const settleMs = 5_000;

const fleet = await startServedFleet(contexts, 3, 50);
try {
  for (const contextId of fleet.contexts) await fleet.page.call('contexts.connect', { contextId });
  const lists = fleet.contexts.flatMap((contextId) => fleet.kinds.map((kind) => new WatchedList(fleet.page, contextId, kind)));
  await Promise.all(lists.map((list) => list.live()));
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const handshakes = await fleet.tell('figures');
  const cpu = cpuSeconds(fleet.app.pid);
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const elapsed = (performance.now() - started) / 1_000;
  const used = cpuSeconds(fleet.app.pid) - cpu;
  const after = await fleet.tell('figures');
  const notLive = lists.filter((list) => list.freshness?.state !== 'live').length;
  if (notLive > 0) throw new Error(`${notLive} of ${lists.length} lists were not live at the end`);
  const what = `${contexts} contexts, ${fleet.kinds.length} kinds each, ${Math.round(elapsed)} s`;
  report([
    {
      case: 'idle-handshakes',
      value: after - handshakes,
      unit: 'handshakes',
      baseline: null,
      must: '0',
      note: `${what}; ${handshakes} at start`,
    },
    { case: 'idle-cpu-percent', value: (used / elapsed) * 100, unit: '% of a core', baseline: null, must: '< 2', note: what },
  ]);
} finally {
  await fleet.stop();
}
