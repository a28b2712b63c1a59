import type { Row } from '../../../shared/row.ts';

/** The rows of one kind by uid, as objects. */
export class RowBook {
  readonly #rows = new Map<string, Row>();
  #revision = 0;

  /** In no order. */
  get rows(): Iterable<Row> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Another number after every change: what was made of the rows holds while it is the same. */
  get revision(): number {
    return this.#revision;
  }

  set(row: Row): void {
    this.#revision++;
    this.#rows.set(row.uid, row);
  }

  delete(uid: string): void {
    this.#revision++;
    this.#rows.delete(uid);
  }

  clear(): void {
    this.#revision++;
    this.#rows.clear();
  }
}
