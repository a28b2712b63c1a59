import { aheadMs } from '../../../../shared/log-clocks.ts';
import type { LogSource, LogSourceState } from '../../../../shared/logs.ts';
import type { FeedSource, LineBatch } from '../feed.ts';

/** Sources of a view at most: their numbers are kept in two bytes a line. A CronJob of every minute fills it in 45 days. */
export const mostSources = 65_535;

/** Rates are told as the mean of about this many seconds. */
const rateSeconds = 3;

/** Lines that came later than this after they were written, in ms, are no part of a rate: they are what there was before, or what a break held back. */
const liveWithinMs = 2_000;

/** One source of a view, as it changes. */
interface Entry {
  facts: FeedSource;
  state: LogSourceState;
  lines: number;
  /** `lines` at the last sample. */
  told: number;
  /** Lines since the last sample that had just been written. */
  came: number;
  /** The smallest lag so far, in ms: how far the clocks are apart, and a little more. */
  leastLagMs: number;
  /** As it is; `perSecond` is what is told. */
  rate: number;
  perSecond: number;
  lastLineTime: number | null;
  lagMs: number | null;
}

/** The sources of a view by the numbers that rows and filters use, and what is counted of each. Numbers are given in order and never again. */
export class ViewSources {
  readonly #entries: Entry[] = [];
  readonly #changed = new Set<number>();

  /** Adds a source; null when there are too many. */
  add(facts: FeedSource, state: LogSourceState): number | null {
    if (this.#entries.length >= mostSources) return null;
    const number = this.#entries.length;
    this.#entries.push({
      facts,
      state,
      lines: 0,
      told: 0,
      came: 0,
      leastLagMs: Number.POSITIVE_INFINITY,
      rate: 0,
      perSecond: 0,
      lastLineTime: null,
      lagMs: null,
    });
    this.#changed.add(number);
    return number;
  }

  /** New facts of a source that is there. */
  update(number: number, facts: FeedSource, state: LogSourceState): void {
    const entry = this.#entries[number];
    if (entry === undefined) return;
    entry.facts = facts;
    this.setState(number, state);
  }

  setState(number: number, state: LogSourceState): void {
    const entry = this.#entries[number];
    if (entry === undefined) return;
    entry.state = state;
    this.#changed.add(number);
  }

  /** Nobody reads it at the moment: its data thread died. What has ended stays so. */
  lost(number: number): void {
    const state = this.#entries[number]?.state.state;
    if (state !== undefined && state !== 'ended' && state !== 'failed') this.setState(number, { state: 'connecting' });
  }

  /** Counts lines that came; they are told with the next sample. */
  count(number: number, batch: LineBatch): void {
    const entry = this.#entries[number];
    const last = batch.micros[batch.micros.length - 1];
    if (entry === undefined || last === undefined) return;
    entry.lines += batch.ends.length;
    entry.lastLineTime = Math.floor(last / 1_000);
    entry.lagMs = batch.arrivedAt - entry.lastLineTime;
    // A clock that was ahead was set right: what it says now is no older than it is.
    const wasAhead = entry.leastLagMs < -aheadMs && entry.lagMs > entry.leastLagMs + aheadMs;
    entry.leastLagMs = wasAhead ? entry.lagMs : Math.min(entry.leastLagMs, entry.lagMs);
    entry.came += countSince(batch.micros, (batch.arrivedAt - entry.leastLagMs - liveWithinMs) * 1_000);
  }

  /**
   * Makes the rates new and tells what was counted; to be called once a second. A hundred busy sources told with every message cost
   * more than their lines.
   */
  sample(): void {
    this.#entries.forEach((entry, number) => {
      const { came } = entry;
      entry.came = 0;
      entry.rate += (came - entry.rate) / rateSeconds;
      // Below one line in twenty seconds nothing is to be seen.
      const next = Math.round(entry.rate * 10) / 10;
      if (next === entry.perSecond && entry.lines === entry.told) return;
      entry.told = entry.lines;
      entry.perSecond = next;
      this.#changed.add(number);
    });
  }

  get(number: number): LogSource | null {
    const entry = this.#entries[number];
    if (entry === undefined) return null;
    const { feed: _feed, selection: _selection, ...facts } = entry.facts;
    const { state, lines, perSecond, lastLineTime, lagMs } = entry;
    return { ...facts, number, state, lines, perSecond, lastLineTime, lagMs };
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /** What is new or changed since the last call, by number. */
  takeChanges(): LogSource[] {
    const numbers = [...this.#changed].sort((a, b) => a - b);
    this.#changed.clear();
    return numbers.flatMap((number) => this.get(number) ?? []);
  }
}

/** How many of the last stamps are not before `micros`. */
function countSince(stamps: Float64Array, micros: number): number {
  let at = stamps.length;
  while (at > 0 && (stamps[at - 1] ?? 0) >= micros) at--;
  return stamps.length - at;
}
