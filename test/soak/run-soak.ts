import { setTimeout as delay } from 'node:timers/promises';
import type { Kubectl } from '../fidelity/kubectl.ts';
import { untilEqual } from './equal-tables.ts';
import { type MemorySample, openSockets, residentMb, slopeOfSecondHalf } from './memory.ts';
import { SilenceWatch } from './silence.ts';
import { type SoakFleet, startSoakFleet } from './soak-fleet.ts';

/** How often memory is read, ms. */
const sampleEvery = 10_000;
/** Every five minutes changes and faults stop, and tables are compared. */
const roundSeconds = 300;
/** After healing, everything must be equal within this, ms: a reconnect waits half a minute at most, and controllers finish what they began. */
const settleLimit = 120_000;
/** Sockets of the end above those of the start: one connection that is being replaced per cluster, and its successor. */
const spareSockets = 6;
/**
 * MB an hour that the second half may grow by. A young V8 heap still settles into its size for a quarter of an hour, and what garbage it
 * keeps at the end of a sample moves by some MB: over 15 minutes 10 MB of that are 40 MB an hour. A leak of one list (some hundred rows of
 * 2 kB) per fault would be above it.
 */
const slopeBound = 60;
/** Shorter runs print the slope and do not judge it: they see nothing but the heap growing up. */
const shortestJudged = 20;

/** What a run found; written by `--out`. */
export interface SoakReport {
  readonly summary: string;
  /** One line each; none when the run is ok. */
  readonly failures: readonly string[];
  readonly samples: readonly MemorySample[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Runs for so many minutes and judges. Nothing it started is left when it resolves or rejects. */
export async function runSoak(minutes: number, seed: number): Promise<SoakReport> {
  const fleet = await startSoakFleet(seed);
  try {
    return await soak(fleet, minutes, seed);
  } finally {
    await fleet.stop();
  }
}

async function soak(fleet: SoakFleet, minutes: number, seed: number): Promise<SoakReport> {
  const { app, tables, changes, faults } = fleet;
  const socketsBefore = openSockets(app.pid);
  const silence = new SilenceWatch();
  const samples: MemorySample[] = [];
  const failures: string[] = [];
  const totals = { equal: 0, compared: 0, cells: 0, settledSeconds: 0 };
  const rounds = Math.ceil((minutes * 60) / roundSeconds);
  for (let round = 0; round < rounds; round++) {
    for (const one of [...changes, ...faults.values()]) one.start();
    await watchFor(Math.min(roundSeconds, minutes * 60 - round * roundSeconds), fleet, silence, samples);
    await Promise.all([...changes, ...faults.values()].map((one) => one.stop()));
    const healed = Date.now();
    for (const table of tables) {
      const judge: Kubectl = { ...fleet.judge, context: table.cluster };
      const { cells, differences } = await untilEqual(table, judge, healed + settleLimit);
      totals.compared++;
      totals.cells += cells;
      if (differences.length === 0) totals.equal++;
      else failures.push(`${table.cluster} ${table.resource.resource}: ${differences.length} differences: ${differences[0]}`);
    }
    totals.settledSeconds = Math.max(totals.settledSeconds, (Date.now() - healed) / 1000);
  }
  failures.push(...silence.lies);
  const sockets = await socketsAtRest(app.pid, socketsBefore + spareSockets);
  if (sockets > socketsBefore + spareSockets) failures.push(`${sockets} sockets are open, ${socketsBefore} were at the start`);
  const judged = minutes >= shortestJudged;
  const [slope, heapSlope] = [slopeOfSecondHalf(samples, 'rssMb'), slopeOfSecondHalf(samples, 'heapMb')];
  for (const [what, grew] of [
    ['resident memory', slope],
    ['the heap', heapSlope],
  ] as const)
    if (judged && !(grew <= slopeBound))
      failures.push(`${what} grew by ${grew.toFixed(1)} MB/h in the second half; ${slopeBound} are allowed`);
  const { made, refused, broken } = countsOf(fleet);
  if (made < refused * 4) {
    const reasons = changes.map((one) => one.lastRefusal).join(' | ');
    failures.push(`${refused} changes were refused and only ${made} made: ${reasons}`);
  }
  if (app.errors() !== '') failures.push(`the app wrote errors: ${app.errors().slice(0, 500)}`);
  const [first, last] = [samples[0], samples.at(-1)];
  const summary = [
    `soak: ${minutes} min, seed ${seed}, ${made} changes, ${broken} faults`,
    `${totals.equal} of ${totals.compared} tables equal (${totals.cells} cells, at most ${totals.settledSeconds.toFixed(0)} s after healing)`,
    `${silence.judged} long silences and ${silence.lies.length} lies`,
    `RSS ${first?.rssMb.toFixed(0)} -> ${last?.rssMb.toFixed(0)} MB, slope ${slope.toFixed(1)} MB/h${judged ? '' : ' (not judged)'}`,
    `heap ${first?.heapMb.toFixed(0)} -> ${last?.heapMb.toFixed(0)} MB, slope ${heapSlope.toFixed(1)} MB/h`,
    `sockets ${socketsBefore} -> ${sockets}: ${failures.length === 0 ? 'ok' : 'FAILED'}`,
  ].join(', ');
  const figures = { minutes, seed, made, refused, broken, ...totals, slope, heapSlope, socketsBefore, sockets };
  return { summary, failures, samples, figures };
}

/** Lets changes and faults go on for so many seconds; samples memory, looks for lies, and prints a line a minute. */
async function watchFor(length: number, fleet: SoakFleet, silence: SilenceWatch, samples: MemorySample[]): Promise<void> {
  const started = performance.now();
  // A round begins when the comparisons of the one before are over: time of the samples went on meanwhile.
  const origin = (started - fleet.readyAt) / 1000;
  let sampledAt = Number.NEGATIVE_INFINITY;
  let told = 0;
  for (let seconds = 0; seconds < length; seconds = (performance.now() - started) / 1000) {
    silence.look(fleet.faults, fleet.tables);
    if ((seconds - sampledAt) * 1000 >= sampleEvery) {
      sampledAt = seconds;
      samples.push({ seconds: origin + seconds, rssMb: residentMb(fleet.app.pid), heapMb: await heapMb(fleet) });
    }
    if (seconds >= (told + 1) * 60) {
      told = Math.floor(seconds / 60);
      tell(fleet, samples.at(-1));
    }
    await delay(1_000);
  }
}

function tell(fleet: SoakFleet, sample: MemorySample | undefined): void {
  const { made, refused, broken } = countsOf(fleet);
  const states = Map.groupBy(fleet.tables, ({ list }) => list.freshness?.state ?? 'none');
  const shown = [...states].map(([state, some]) => `${some.length} ${state}`).join(', ');
  const memory = `RSS ${sample?.rssMb.toFixed(0)} MB, heap ${sample?.heapMb.toFixed(0)} MB, sockets ${openSockets(fleet.app.pid)}`;
  const minute = ((sample?.seconds ?? 0) / 60).toFixed(0);
  console.log(`soak: minute ${minute}: ${made} changes (${refused} refused), ${broken} faults, tables ${shown}, ${memory}`);
}

function countsOf({ changes, faults }: SoakFleet) {
  const made = changes.reduce((sum, one) => sum + one.made, 0);
  const refused = changes.reduce((sum, one) => sum + one.refused, 0);
  const broken = [...faults.values()].reduce((sum, one) => sum + one.done, 0);
  return { made, refused, broken };
}

/** JavaScript heaps of the app's main side and data threads, by its own diagnostics. */
async function heapMb({ client }: SoakFleet): Promise<number> {
  const answer = await client.call('diagnostics.get', {});
  if (!answer.ok) throw new Error(`diagnostics.get: ${JSON.stringify(answer.error)}`);
  const { main, threads } = answer.value;
  return (main.heapBytes + threads.reduce((sum, thread) => sum + thread.heapBytes, 0)) / 2 ** 20;
}

/** Sockets once they are at most so many; or after the time to settle. */
async function socketsAtRest(pid: number, most: number): Promise<number> {
  for (const end = Date.now() + settleLimit; openSockets(pid) > most && Date.now() < end; ) await delay(1_000);
  return openSockets(pid);
}
