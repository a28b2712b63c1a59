import type { Resources } from '../../../../shared/row-facts.ts';
import type { Sample } from './read-samples.ts';
import { sampleKey } from './sample-set.ts';
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
  #round = -1;
  #at = Number.NEGATIVE_INFINITY;

  /** `belongsTo`: the group that an object is summed up in, asked once when its first sample comes. */
  constructor(belongsTo: (sample: Sample) => string) {
    this.#belongsTo = belongsTo;
  }

  get objects(): number {
    return this.#kept.size;
  }

  /** Memory of all rings, in bytes. */
  get bytes(): number {
    let sum = 0;
    for (const { ring } of this.#kept.values()) sum += ring.bytes;
    return sum;
  }

  /** Takes a round. `at`: its newest time, ms since the epoch; the same samples once more change nothing. */
  record(samples: Iterable<Sample>, at: number): void {
    if (at <= this.#at) return;
    this.#at = at;
    const round = ++this.#round;
    this.#times[round % longRing] = at;
    for (const sample of samples) {
      const key = sampleKey(sample);
      this.#put(key, sample, sample.nanocores, sample.bytes);
      // The only container of a pod is the pod.
      if (sample.containers.length < 2) continue;
      for (const { name, nanocores, bytes } of sample.containers) this.#put(`${key}/${name}`, null, nanocores, bytes);
    }
    for (const [key, { ring }] of this.#kept) if (round - ring.last >= longRing) this.#kept.delete(key);
  }

  /** Of one object; null when nothing was ever kept of it. `container`: of one of several. */
  of(key: string, container = ''): History | null {
    const kept = this.#kept.get(container === '' ? key : `${key}/${container}`) ?? (container === '' ? undefined : this.#kept.get(key));
    return kept === undefined ? null : this.#sum([kept.ring]);
  }

  /** Sum over the objects that `belongs` takes, by key and group; null when there are none. Where one of them has a gap, there is no sum. */
  sum(belongs: (key: string, group: string) => boolean): History | null {
    const rings: UsageRing[] = [];
    for (const [key, { ring, group }] of this.#kept) if (group !== containerGroup && belongs(key, group)) rings.push(ring);
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

  #put(key: string, sample: Sample | null, nanocores: number, bytes: number): void {
    let kept = this.#kept.get(key);
    if (kept === undefined) {
      if (this.#kept.size >= mostObjects) return;
      const length = this.#kept.size < mostLong ? longRing : shortRing;
      kept = { ring: new UsageRing(length, this.#round), group: sample === null ? containerGroup : this.#belongsTo(sample) };
      this.#kept.set(key, kept);
    }
    kept.ring.put(this.#round, millicoresOf(nanocores), bytes);
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

/** Group of containers, which no sum is made of: their pods are there. */
const containerGroup = '\0container';

/** The first round that any of them has. */
function oldestOf(rings: readonly UsageRing[]): number {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { first } of rings) oldest = Math.min(oldest, first);
  return oldest;
}
