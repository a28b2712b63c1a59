import type { Row } from '../../../shared/row.ts';

/** The rows of one kind by uid, as objects. */
export class RowBook {
  readonly #rows = new Map<string, Row>();

  /** In no order. */
  get rows(): Iterable<Row> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  set(row: Row): void {
    this.#rows.set(row.uid, row);
  }

  delete(uid: string): void {
    this.#rows.delete(uid);
  }

  clear(): void {
    this.#rows.clear();
  }
}
