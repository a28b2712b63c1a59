import type { LineColumns } from './line-columns.ts';

/** Where one source is between its matches. */
interface Around {
  /** Lines that are still shown after the last match. */
  after: number;
  /** The last lines that were not shown. */
  readonly before: number[];
}

/**
 * Which lines stand around those that match, as `grep -C`: so many before and after each, of the same source. Lines are told in order of
 * arrival, which is the order within a source.
 */
export class ContextLines {
  readonly #columns: LineColumns;
  readonly #lines: number;
  readonly #sources = new Map<number, Around>();

  constructor(columns: LineColumns, lines: number) {
    this.#columns = columns;
    this.#lines = lines;
  }

  /** Adds to `show` what is to be shown because of this line: itself, or lines before it. Marks are shown when they pass and are no neighbours. */
  next(id: number, isMark: boolean, passes: boolean, show: number[]): void {
    if (this.#lines === 0 || isMark) {
      if (passes) show.push(id);
      return;
    }
    const source = this.#columns.source(id);
    let around = this.#sources.get(source);
    if (around === undefined) {
      around = { after: 0, before: [] };
      this.#sources.set(source, around);
    }
    if (passes) {
      show.push(...around.before.splice(0), id);
      around.after = this.#lines;
    } else if (around.after > 0) {
      around.after--;
      show.push(id);
    } else if (around.before.push(id) > this.#lines) around.before.shift();
  }
}
