import type { BlindNodes, UsageColumns, UsageItem, UsageState } from '../../shared/usage.ts';

/** What one thing uses: CPU in thousandths of a core, memory in bytes. */
export interface Used {
  readonly cpu: number;
  readonly memory: number;
}

/** One moment of one thing; null where it had no sample. `at` in ms since the epoch, by the cluster's clock. */
export interface UsedAt {
  readonly at: number;
  readonly cpu: number | null;
  readonly memory: number | null;
}

/** Numbers that are kept over all rounds of one set: 2,000 pods for an hour at 15 s, 50,000 pods for some minutes. */
const mostNumbers = 1_000_000;
/** Rounds that are kept at most: an hour of the usual rhythm of 15 s. */
const mostRounds = 240;
/** Rounds that are kept of however many things: without two of them nothing has a course. */
const leastRounds = 8;

interface Round {
  readonly at: number;
  readonly cpu: readonly number[];
  readonly memory: readonly number[];
}

/** Numbers of many things by name, as a stream of `usage.watch` tells them, with the rounds of some minutes to an hour. */
export class UsageSet {
  readonly #placeOf = new Map<string, number>();
  readonly #nameAt: (string | null)[] = [];
  /** Round in which a place was given to its name: what stood there before was another's. */
  readonly #since: number[] = [];
  #rounds: Round[] = [];
  /** Number of the first round in `#rounds`. */
  #first = 0;

  /** Names that have a sample now. */
  get size(): number {
    return this.#placeOf.size;
  }

  /** The newest sample of a name; null when there is none. */
  get(name: string): Used | null {
    const place = this.#placeOf.get(name);
    const last = this.#rounds.at(-1);
    if (place === undefined || last === undefined) return null;
    const cpu = last.cpu[place] ?? -1;
    const memory = last.memory[place] ?? -1;
    return cpu < 0 || memory < 0 ? null : { cpu, memory };
  }

  /** What was kept of a name, oldest first. */
  history(name: string): readonly UsedAt[] {
    const place = this.#placeOf.get(name);
    if (place === undefined) return [];
    const from = Math.max(0, (this.#since[place] ?? 0) - this.#first);
    const known = (value: number | undefined) => (value === undefined || value < 0 ? null : value);
    return this.#rounds.slice(from).map(({ at, cpu, memory }) => ({ at, cpu: known(cpu[place]), memory: known(memory[place]) }));
  }

  /** Names with a sample, in no order. */
  names(): Iterable<string> {
    return this.#placeOf.keys();
  }

  take(columns: UsageColumns, at: number): void {
    const number = this.#first + this.#rounds.length;
    for (const [place, name] of columns.places) {
      const before = this.#nameAt[place] ?? null;
      if (before !== null && this.#placeOf.get(before) === place) this.#placeOf.delete(before);
      this.#nameAt[place] = name;
      this.#since[place] = number;
      if (name !== null) this.#placeOf.set(name, place);
    }
    this.#rounds.push({ at, cpu: columns.cpu, memory: columns.memory });
    const fit = Math.floor(mostNumbers / Math.max(1, columns.cpu.length * 2));
    const keep = Math.max(leastRounds, Math.min(mostRounds, fit));
    const over = this.#rounds.length - keep;
    if (over > 0) {
      this.#rounds = this.#rounds.slice(over);
      this.#first += over;
    }
  }
}

/** What one stream has told of a cluster. Changed in place; `version` grows with every item. */
export class ClusterUsage {
  nodes = new UsageSet();
  pods = new UsageSet();
  nodeState: UsageState;
  podState: UsageState;
  blind: BlindNodes = { silent: null, certificatesChecked: null };
  version = 0;

  constructor(now: number) {
    this.nodeState = { state: 'waiting', since: now };
    this.podState = { state: 'waiting', since: now };
  }

  take(item: UsageItem): void {
    this.nodeState = item.nodeState;
    this.podState = item.podState;
    this.blind = item.blind;
    if (item.nodes !== null) this.nodes.take(item.nodes, timeOf(item.nodeState));
    if (item.pods !== null) this.pods.take(item.pods, timeOf(item.podState));
    this.version++;
  }

  /** A stream that begins anew names every place again; what was kept of the last one has other places. */
  restart(): void {
    this.nodes = new UsageSet();
    this.pods = new UsageSet();
  }
}

function timeOf(state: UsageState): number {
  return 'at' in state ? state.at : Date.now();
}
