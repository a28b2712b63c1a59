import { setTimeout as delay } from 'node:timers/promises';
import type { ControlPlane } from '../cluster/control-plane.ts';
import type { SeededRandom } from '../electron/kube/seeded-random.ts';
import type { FaultProxy } from '../faults/fault-proxy.ts';

/** What can be done to a network, or to the API server behind it. */
const kinds = ['reset', 'fin', 'black hole', 'deaf', 'strand', 'throttle', 'delay', 'split', 'refused', 'frozen', 'killed'] as const;
export type FaultKind = (typeof kinds)[number];

/** One fault of a plan; times in ms. */
export interface Fault {
  readonly kind: FaultKind;
  /** Healthy for so long before it. */
  readonly after: number;
  readonly lasts: number;
}

/** Of no length: they are over as soon as they are done. */
const momentary: ReadonlySet<FaultKind> = new Set(['reset', 'fin', 'strand', 'killed']);

/** Faults in which nothing comes through to us any more, for as long as they last. */
const silencing: ReadonlySet<FaultKind> = new Set(['black hole', 'deaf', 'refused', 'frozen']);

/** The `index`th fault of a network. Every tenth, from the second on, is long enough that tables must no longer call themselves live. */
export function nextFault(random: SeededRandom, index: number): Fault {
  const after = between(random, 4_000, 15_000);
  const long = index % 10 === 1;
  const kind = random.pick(long ? [...silencing] : kinds);
  const lasts = long ? between(random, 70_000, 90_000) : between(random, 2_000, 20_000);
  return { kind, after, lasts: momentary.has(kind) ? 0 : lasts };
}

function between(random: SeededRandom, from: number, to: number): number {
  return Math.round(from + random.next() * (to - from));
}

/** Breaks and heals one network at random, from each start until it is stopped. */
export class RandomFaults {
  done = 0;
  /** When the network went silent, ms since the epoch; null while bytes can come through. */
  silentSince: number | null = null;
  kind: FaultKind | null = null;
  readonly #proxy: FaultProxy;
  readonly #cluster: ControlPlane;
  readonly #random: SeededRandom;
  #index = 0;
  #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(proxy: FaultProxy, cluster: ControlPlane, random: SeededRandom) {
    this.#proxy = proxy;
    this.#cluster = cluster;
    this.#random = random;
  }

  /** Goes on with the next fault of the plan. */
  start(): void {
    this.#stopped = new AbortController();
    this.#running = this.#run(this.#stopped.signal);
  }

  /** Heals everything; resolves when it is healed, rejects with what ended the faults before. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const fault = nextFault(this.#random, this.#index);
      await wait(fault.after, signal);
      if (signal.aborted) return;
      this.#index++;
      this.kind = fault.kind;
      await this.#begin(fault.kind);
      // From here on nothing comes through: only once the fault has begun.
      if (silencing.has(fault.kind)) this.silentSince = Date.now();
      await wait(fault.lasts, signal);
      this.silentSince = null;
      this.#proxy.heal();
      await this.#proxy.start();
      if (fault.kind === 'frozen') this.#cluster.signal('kube-apiserver', 'SIGCONT');
      this.kind = null;
      this.done++;
    }
  }

  async #begin(kind: FaultKind): Promise<void> {
    const proxy = this.#proxy;
    if (kind === 'reset') proxy.reset();
    else if (kind === 'fin') proxy.fin();
    else if (kind === 'black hole') proxy.blackHole('both');
    else if (kind === 'deaf') proxy.blackHole('toClient');
    else if (kind === 'strand') proxy.strand();
    else if (kind === 'throttle') proxy.throttle(between(this.#random, 2_000, 50_000));
    else if (kind === 'delay') proxy.delay(between(this.#random, 50, 800));
    else if (kind === 'split') proxy.split(between(this.#random, 1, 7));
    else if (kind === 'refused') await proxy.stop();
    else if (kind === 'frozen') this.#cluster.signal('kube-apiserver', 'SIGSTOP');
    else await this.#cluster.restartApiServer();
  }
}

/** Resolves after `ms`, or when it is aborted. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}
