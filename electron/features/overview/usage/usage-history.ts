import type { Resources } from '../../../../shared/row-facts.ts';
import type { Sample, Used } from './read-samples.ts';
import { millicoresOf } from './usage-quantity.ts';
import { type Point, UsageRing } from './usage-ring.ts';

/** Rounds that are kept of an object: an hour at the usual rhythm of 15 s. */
export const longRing = 240;
/** Of further objects in a large cluster: a quarter of an hour. */
export const shortRing = 60;
/** Objects with a long ring. With 40,000 more that have short ones a history takes 19 + 19 MB. */
const mostLong = 10_000;
/** Objects that are kept at all: 58 MB. Beyond it new ones have no history, which their charts say by being empty. */
const mostObjects = 90_000;

/** One object's history and whose it is. */
interface Kept {
  readonly ring: UsageRing;
  /** As `belongsTo` says. */
  readonly group: string;
  /** The container that `ring` is of as well, while there was no other; empty for none. */
  readonly only: string;
  /** By name, of a pod that had samples of several; null of one that is its only container. */
  containers: Map<string, UsageRing> | null;
}

/** Numbers by time. */
export interface History {
  readonly times: readonly number[];
  readonly cpu: readonly Point[];
  readonly memory: readonly Point[];
}

/**
 * What was used in the last hour, of every pod and container or of every node of one cluster, in a bounded number of bytes. Nothing is asked for it: it keeps what the
 * sampler brings while somebody looks, so that where nobody did there is a gap.
 */
export class UsageHistory {
  readonly #kept = new Map<string, Kept>();
  /** Times of rounds, by round. */
  readonly #times = new Float64Array(longRing);
  readonly #belongsTo: (sample: Sample) => string;
  /** Rings, those of containers included. */
  #rings = 0;
  #round = -1;
  #at = Number.NEGATIVE_INFINITY;

  /** `belongsTo`: the group that an object is summed up in, asked once when its first sample comes. */
  constructor(belongsTo: (sample: Sample) => string) {
    this.#belongsTo = belongsTo;
  }

  get objects(): number {
    return this.#rings;
  }

  /** Memory of all rings, in bytes. */
  get bytes(): number {
    let sum = 0;
    for (const kept of this.#kept.values()) for (const ring of ringsOf(kept)) sum += ring.bytes;
    return sum;
  }

  /** Takes a round, by `sampleKey`. `at`: its newest time, ms since the epoch; the same samples once more change nothing. */
  record(samples: Iterable<readonly [key: string, sample: Sample]>, at: number): void {
    if (at <= this.#at) return;
    this.#at = at;
    const round = ++this.#round;
    this.#times[round % longRing] = at;
    for (const [key, sample] of samples) {
      const kept = this.#kept.get(key) ?? this.#keep(key, sample);
      if (kept === null) continue;
      put(kept.ring, round, sample);
      // The only container of a pod is the pod; which one that is may change: of a container that waits there is no sample.
      const [first] = sample.containers;
      const alone = kept.containers === null && sample.containers.length === 1 && first?.name === kept.only;
      if (first !== undefined && !alone) this.#recordContainers(kept, sample.containers);
    }
    for (const [key, kept] of this.#kept) {
      if (round - kept.ring.last < longRing) continue;
      this.#kept.delete(key);
      this.#rings -= ringsOf(kept).length;
    }
  }

  /** Of one object; null when nothing was ever kept of it. `container`: of one of several. */
  of(key: string, container = ''): History | null {
    const kept = this.#kept.get(key);
    if (kept === undefined) return null;
    if (container === '') return this.#sum([kept.ring]);
    const ring = kept.containers === null ? (kept.only === container ? kept.ring : undefined) : kept.containers.get(container);
    return ring === undefined ? null : this.#sum([ring]);
  }

  /** Sum over the objects that `belongs` takes, by key and group; null when there are none. Where one of them has a gap, there is no sum. */
  sum(belongs: (key: string, group: string) => boolean): History | null {
    const rings: UsageRing[] = [];
    for (const [key, { ring, group }] of this.#kept) if (belongs(key, group)) rings.push(ring);
    return rings.length === 0 ? null : this.#sum(rings);
  }

  /** The last `points` rounds of some objects, for sparklines; null for one that nothing is known of. */
  recent(keys: readonly string[], points: number): { readonly times: readonly number[]; readonly histories: readonly (History | null)[] } {
    const rounds = this.#rounds(points);
    const histories = keys.map((key) => {
      const kept = this.#kept.get(key);
      if (kept === undefined) return null;
      return { times: [], cpu: rounds.map((round) => kept.ring.cpu(round)), memory: rounds.map((round) => kept.ring.memory(round)) };
    });
    return { times: rounds.map((round) => this.#timeOf(round)), histories };
  }

  /** Null when there is no room for one more. */
  #keep(key: string, sample: Sample): Kept | null {
    const ring = this.#ring();
    if (ring === null) return null;
    const only = sample.containers.length === 1 ? (sample.containers[0]?.name ?? '') : '';
    const kept = { ring, group: this.#belongsTo(sample), only, containers: null };
    this.#kept.set(key, kept);
    return kept;
  }

  #recordContainers(kept: Kept, containers: Sample['containers']): void {
    kept.containers ??= new Map();
    for (const sample of containers) {
      let ring = kept.containers.get(sample.name) ?? null;
      if (ring === null) {
        ring = this.#ring();
        if (ring === null) return;
        kept.containers.set(sample.name, ring);
      }
      put(ring, this.#round, sample);
    }
  }

  #ring(): UsageRing | null {
    if (this.#rings >= mostObjects) return null;
    return new UsageRing(this.#rings++ < mostLong ? longRing : shortRing, this.#round);
  }

  #sum(rings: readonly UsageRing[]): History {
    const first = oldestOf(rings);
    const rounds = this.#rounds(longRing).filter((round) => round >= first);
    const sumOf = (read: (ring: UsageRing, round: number) => Point) =>
      rounds.map((round) => {
        let sum: Point = null;
        for (const ring of rings) {
          if (round < ring.first || round > ring.last) continue;
          const value = read(ring, round);
          if (value === null) return null;
          sum = (sum ?? 0) + value;
        }
        return sum;
      });
    return {
      times: rounds.map((round) => this.#timeOf(round)),
      cpu: sumOf((ring, round) => ring.cpu(round)),
      memory: sumOf((ring, round) => ring.memory(round)),
    };
  }

  #rounds(most: number): number[] {
    const count = Math.min(this.#round + 1, most, longRing);
    return Array.from({ length: count }, (_, index) => this.#round - count + 1 + index);
  }

  #timeOf(round: number): number {
    return this.#times[round % longRing] ?? 0;
  }
}

/** Mean over the rounds that have a number, and the time of the first; null when none has. */
export function averageOf({ times, cpu, memory }: History): (Resources & { readonly since: number }) | null {
  let [cpuSum, memorySum, count] = [0, 0, 0];
  let since: number | null = null;
  times.forEach((time, index) => {
    const [milli, bytes] = [cpu[index] ?? null, memory[index] ?? null];
    if (milli === null || bytes === null) return;
    since ??= time;
    cpuSum += milli;
    memorySum += bytes;
    count++;
  });
  return since === null ? null : { cpu: Math.round(cpuSum / count), memory: Math.round(memorySum / count), since };
}

function put(ring: UsageRing, round: number, { nanocores, bytes }: Used): void {
  ring.put(round, millicoresOf(nanocores), bytes);
}

function ringsOf({ ring, containers }: Kept): readonly UsageRing[] {
  return containers === null ? [ring] : [ring, ...containers.values()];
}

/** The first round that any of them has. */
function oldestOf(rings: readonly UsageRing[]): number {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { first } of rings) oldest = Math.min(oldest, first);
  return oldest;
}
