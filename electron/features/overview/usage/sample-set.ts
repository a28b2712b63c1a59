import type { UsageColumns } from '../../../../shared/usage.ts';
import type { Sample, Used } from './read-samples.ts';
import { millicoresOf } from './usage-quantity.ts';

/** Stands in a column where nothing is. */
const nothing = -1;

interface Placed {
  readonly place: number;
  sample: Sample;
  /** The round that brought it last. */
  round: number;
  /** Where it stood in that round's list. */
  position: number;
}

/**
 * The newest samples by name, each in a place that stays its own for as long as it has samples: columns of numbers by place are a tenth of the text that names and
 * numbers would be, every time.
 */
export class SampleSet {
  readonly #byKey = new Map<string, Placed>();
  readonly #names: (string | null)[] = [];
  /** Round in which the name of a place changed last. */
  readonly #namedAt: number[] = [];
  readonly #free: number[] = [];
  /** As the last round listed them. */
  #order: readonly Placed[] = [];
  #round = 0;

  get size(): number {
    return this.#byKey.size;
  }

  /** Counts the rounds of samples; 0 before the first. */
  get round(): number {
    return this.#round;
  }

  /** A node by its name, a pod by `namespace/name`. */
  get(key: string): Sample | null {
    return this.#byKey.get(key)?.sample ?? null;
  }

  /** By what they are known by, in no order. */
  *samples(): IterableIterator<readonly [key: string, sample: Sample]> {
    for (const [key, { sample }] of this.#byKey) yield [key, sample];
  }

  /**
   * Takes a round of samples in place of the last one: what it does not hold has no sample any more. metrics-server lists by namespace and name, so that nearly every sample
   * is the one that stood there before: comparing two names costs a fifth of making a key and looking it up.
   */
  replace(samples: readonly Sample[]): void {
    const round = ++this.#round;
    const before = this.#order;
    const order: Placed[] = [];
    let next = 0;
    for (const sample of samples) {
      const expected = before[next];
      const placed = expected !== undefined && isSame(expected.sample, sample) ? expected : this.#placed(sample);
      // Listed twice: the later one counts, in the place that it has.
      if (placed.round !== round) {
        if (placed.round === round - 1) next = placed.position + 1;
        placed.round = round;
        placed.position = order.length;
        order.push(placed);
      }
      placed.sample = sample;
    }
    this.#order = order;
    if (this.#byKey.size === order.length) return;
    for (const [key, placed] of this.#byKey) {
      if (placed.round === round) continue;
      this.#byKey.delete(key);
      this.#rename(placed.place, null);
      this.#free.push(placed.place);
    }
  }

  /** The numbers by place, with the names that changed after round `since` (-1: all). */
  columns(since: number): UsageColumns {
    const cpu = new Array<number>(this.#names.length).fill(nothing);
    const memory = new Array<number>(this.#names.length).fill(nothing);
    for (const { place, sample } of this.#byKey.values()) {
      cpu[place] = millicoresOf(sample.nanocores);
      memory[place] = sample.bytes;
    }
    const places: [number, string | null][] = [];
    for (let place = 0; place < this.#names.length; place++) {
      const name = this.#names[place] ?? null;
      // A reader that starts has nothing at the places that are free.
      if ((this.#namedAt[place] ?? 0) > since && (since >= 0 || name !== null)) places.push([place, name]);
    }
    return { places, cpu, memory };
  }

  /** Of all of them; null while there is none. */
  get total(): Used | null {
    if (this.#byKey.size === 0) return null;
    let nanocores = 0;
    let bytes = 0;
    for (const { sample } of this.#byKey.values()) {
      nanocores += sample.nanocores;
      bytes += sample.bytes;
    }
    return { nanocores, bytes };
  }

  #placed(sample: Sample): Placed {
    const key = sampleKey(sample);
    let placed = this.#byKey.get(key);
    if (placed === undefined) {
      placed = { place: this.#take(key), sample, round: 0, position: 0 };
      this.#byKey.set(key, placed);
    }
    return placed;
  }

  #take(key: string): number {
    const place = this.#free.pop() ?? this.#names.length;
    this.#rename(place, key);
    return place;
  }

  #rename(place: number, name: string | null): void {
    this.#names[place] = name;
    this.#namedAt[place] = this.#round;
  }
}

function isSame(one: Sample, other: Sample): boolean {
  return one.name === other.name && one.namespace === other.namespace;
}

/** What a sample is known by. */
export function sampleKey({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
