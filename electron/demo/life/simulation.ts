/** A seeded generator (mulberry32): the same seed tells the same story. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() * list.length)];
  }

  /** Letters of Kubernetes' generated names (apimachinery util/rand: no vowels, no 0, 1, 3). */
  suffix(length: number): string {
    const letters = 'bcdfghjklmnpqrstvwxz2456789';
    return Array.from({ length }, () => letters[this.whole(0, letters.length - 1)]).join('');
  }

  uid(): string {
    const hex = (length: number): string => Array.from({ length }, () => this.whole(0, 15).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  }
}

interface Due {
  readonly time: number;
  readonly order: number;
  readonly action: () => void;
}

/**
 * Simulated time: actions run in order of their time (equal times in order of asking), and `now` is the time of the action
 * that runs. Nothing happens between two calls of `advanceTo`.
 */
export class Simulation {
  readonly random: Random;
  #now: number;
  #order = 0;
  #due: Due[] = [];
  readonly #afterEach: (() => void)[] = [];

  constructor(seed: number, now: number) {
    this.random = new Random(seed);
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** Runs `action` once, `ms` from now. */
  after(ms: number, action: () => void): void {
    this.at(this.#now + ms, action);
  }

  at(time: number, action: () => void): void {
    const due = { time: Math.max(time, this.#now), order: this.#order++, action };
    let low = 0;
    let high = this.#due.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#due[middle]?.time ?? 0) <= due.time) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
  }

  /** Runs `action` again and again, each time after what `nextDelay` says, in ms. */
  every(nextDelay: () => number, action: () => void): void {
    this.after(nextDelay(), () => {
      action();
      this.every(nextDelay, action);
    });
  }

  /** Runs `action` after every due action: where controllers look at what changed. */
  afterEach(action: () => void): void {
    this.#afterEach.push(action);
  }

  advanceTo(time: number): void {
    for (const action of this.#afterEach) action();
    for (let next = this.#due[0]; next && next.time <= time; next = this.#due[0]) {
      this.#due.shift();
      this.#now = next.time;
      next.action();
      for (const action of this.#afterEach) action();
    }
    this.#now = Math.max(this.#now, time);
  }
}
