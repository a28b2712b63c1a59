import type { Change } from './cluster-state.ts';

/** The last changes of one resource in a ring: pushing is constant time however many there were. */
export class ChangeHistory {
  readonly #capacity: number;
  #ring: Change[] = [];
  #start = 0;
  #oldestUsable: number;

  constructor(capacity: number, resourceVersion: number) {
    this.#capacity = Math.max(1, capacity);
    this.#oldestUsable = resourceVersion;
  }

  /** The oldest resourceVersion from which nothing is missing. */
  get oldestUsable(): number {
    return this.#oldestUsable;
  }

  push(change: Change): void {
    if (this.#ring.length < this.#capacity) {
      this.#ring.push(change);
      return;
    }
    const dropped = this.#ring[this.#start];
    if (dropped) this.#oldestUsable = dropped.resourceVersion;
    this.#ring[this.#start] = change;
    this.#start = (this.#start + 1) % this.#capacity;
  }

  /** Changes later than a resourceVersion, oldest first. */
  after(resourceVersion: number): readonly Change[] {
    const count = this.#ring.length;
    const item = (index: number): Change | undefined => this.#ring[(this.#start + index) % count];
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((item(middle)?.resourceVersion ?? 0) > resourceVersion) high = middle;
      else low = middle + 1;
    }
    const found: Change[] = [];
    for (let index = low; index < count; index += 1) {
      const change = item(index);
      if (change) found.push(change);
    }
    return found;
  }

  clear(resourceVersion: number): void {
    this.#ring = [];
    this.#start = 0;
    this.#oldestUsable = resourceVersion;
  }
}
