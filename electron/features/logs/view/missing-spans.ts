import type { LogMark } from '../../../../shared/logs.ts';
import type { LineBatch, Stamp } from '../feed.ts';
import type { MissingSpan } from './histogram.ts';
import type { LostLines } from './lost-lines.ts';

/** Spans that are kept of what could not be read: beyond that the oldest is forgotten, as its lines are mostly. */
const mostSpans = 1_000;

/**
 * When lines are missing from a view: what could not be read any more, from the mark that says so to the next line of its source, and what the budget cost.
 * Of a source that says nothing after such a mark (its pod is gone) nobody knows that anything is missing, and there is no span.
 */
export class MissingSpans {
  /** Begin of a span whose end has not come, by source, ms since the epoch. */
  readonly #open = new Map<number, number>();
  readonly #unread: MissingSpan[] = [];
  /** All of them in order; null = they have to be put in order. */
  #sorted: readonly MissingSpan[] | null = [];

  /** A mark was put after what there is of a source. */
  mark(source: number, at: Stamp, { mark }: LogMark): void {
    if (mark === 'dropped') this.#open.set(source, at.micros / 1_000);
  }

  /** Lines of a source come next. */
  lines(source: number, { micros }: LineBatch): void {
    if (this.#open.size === 0) return;
    const from = this.#open.get(source);
    const first = micros[0];
    if (from === undefined || first === undefined) return;
    this.#open.delete(source);
    if (first / 1_000 < from) return;
    this.#unread.push([from, first / 1_000]);
    if (this.#unread.length > mostSpans) this.#unread.shift();
    this.#sorted = null;
  }

  /** Lines were dropped. */
  dropped(): void {
    this.#sorted = null;
  }

  /** Spans by their begin; they may overlap. */
  all(lost: LostLines): readonly MissingSpan[] {
    this.#sorted ??= [...this.#unread, ...lost.spans].sort(([one], [other]) => one - other);
    return this.#sorted;
  }
}
