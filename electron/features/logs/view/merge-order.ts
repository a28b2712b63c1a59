/** Which of two lines stands before the other; a total order that never changes. */
export interface Order {
  before(a: number, b: number): boolean;
}

/** Ids of lines in view order: four bytes each, in one array that grows. Batches are merged in from the end, where nearly all belong. */
export class MergeOrder {
  readonly #order: Order;
  #ids = new Uint32Array(4_096);
  #length = 0;

  constructor(order: Order) {
    this.#order = order;
  }

  get length(): number {
    return this.#length;
  }

  /** The ids now; a view that the next change invalidates. */
  get ids(): Uint32Array {
    return this.#ids.subarray(0, this.#length);
  }

  /** The id at a position, which must be one. */
  at(position: number): number {
    return this.#ids[position] as number;
  }

  /** Puts ids that are sorted already where they belong. Returns the first position that holds another id than before; null when all came after the end. */
  insert(run: Uint32Array): number | null {
    if (run.length === 0) return null;
    const length = this.#length;
    this.#grow(length + run.length);
    const ids = this.#ids;
    const first = run[0] as number;
    if (length === 0 || this.#order.before(ids[length - 1] as number, first)) {
      ids.set(run, length);
      this.#length = length + run.length;
      return null;
    }
    const from = this.lowerBound(first);
    const to = this.lowerBound(run[run.length - 1] as number);
    ids.copyWithin(to + run.length, to, length);
    let read = to - 1;
    let write = to + run.length - 1;
    for (let next = run.length - 1; next >= 0; ) {
      const id = run[next] as number;
      if (read >= from && this.#order.before(id, ids[read] as number)) ids[write--] = ids[read--] as number;
      else {
        ids[write--] = id;
        next--;
      }
    }
    this.#length = length + run.length;
    return from;
  }

  /** How many ids stand before `id`, which need not be among them. */
  lowerBound(id: number): number {
    return this.search((other) => this.#order.before(other, id));
  }

  /** The first position whose id does not stand before what is looked for. `before` must hold for all up to some position and for none after it. */
  search(before: (id: number) => boolean): number {
    let high = this.#length;
    let step = 1;
    // From the end in growing steps: what comes late is late by little.
    let low = high - step;
    while (low >= 0 && !before(this.#ids[low] as number)) {
      high = low;
      step *= 2;
      low = high - step;
    }
    low = Math.max(0, low);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(this.#ids[middle] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Holds these ids instead, which must be in order; they become its own. */
  replace(ids: Uint32Array<ArrayBuffer>): void {
    this.#ids = ids;
    this.#length = ids.length;
  }

  /** Keeps only the ids for which `keeps` holds, in their order. */
  retain(keeps: (id: number) => boolean): void {
    const ids = this.#ids;
    let kept = 0;
    for (let index = 0; index < this.#length; index++) {
      const id = ids[index] as number;
      if (keeps(id)) ids[kept++] = id;
    }
    this.#length = kept;
  }

  #grow(length: number): void {
    if (length <= this.#ids.length) return;
    // Half again: a doubled array of millions would be mostly empty.
    const grown = new Uint32Array(Math.max(length, this.#ids.length + (this.#ids.length >>> 1)));
    grown.set(this.#ids.subarray(0, this.#length));
    this.#ids = grown;
  }
}

/** Sorts ids in place. Made for the runs that batches of several sources are: what is sorted already costs one look. */
export function sortIds(ids: Uint32Array, order: Order): Uint32Array {
  let ends: number[] = [];
  for (let index = 1; index < ids.length; index++) if (order.before(ids[index] as number, ids[index - 1] as number)) ends.push(index);
  ends.push(ids.length);
  let from = ids;
  let to = ends.length > 1 ? new Uint32Array(ids.length) : ids;
  while (ends.length > 1) {
    const merged: number[] = [];
    let start = 0;
    for (let index = 0; index < ends.length; index += 2) {
      const middle = ends[index] as number;
      const end = ends[index + 1] ?? middle;
      mergeRuns(from, to, start, middle, end, order);
      merged.push(end);
      start = end;
    }
    [from, to] = [to, from];
    ends = merged;
  }
  if (from !== ids) ids.set(from);
  return ids;
}

function mergeRuns(from: Uint32Array, to: Uint32Array, start: number, middle: number, end: number, order: Order): void {
  let left = start;
  let right = middle;
  for (let write = start; write < end; write++) {
    const takesRight = left >= middle || (right < end && order.before(from[right] as number, from[left] as number));
    to[write] = (takesRight ? from[right++] : from[left++]) as number;
  }
}
