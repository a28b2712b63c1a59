import type { LogStart } from '../../../../shared/logs.ts';
import type { LogQuestion } from './log-path.ts';

/** What is known when a run's log is asked for and none of its lines was seen. Times by the monotonic clock, in ms. */
export interface StartPlace {
  /** The run began after the view was opened: all of it is wanted. */
  readonly whole: boolean;
  /** Attempts so far. */
  readonly attempts: number;
  /** Since when this is tried. */
  readonly begunAt: number;
  /** When an answer began that brought no line for long, so that there was none before; null = there was none such. */
  readonly emptyAt: number | null;
}

/** An answer that is silent for this long, in ms, has nothing from before: the kubelet reads a file as fast as it can. */
export const emptyAfterMs = 5_000;

/**
 * From where a log is asked for when none of its lines was seen. Pure. Before the first line came, the question is the original one, in the
 * words of a later time: "ten minutes ago" grows with the attempts, and once it is known that there was nothing, only what came since is
 * wanted (`tailLines` would leave out the oldest of it). Whole seconds, by the server's clock, on the side of too much.
 */
export function planStart(start: LogStart, place: StartPlace, now: number): Pick<LogQuestion, 'since' | 'tailLines'> {
  if (place.whole) return { since: null, tailLines: null };
  const secondsSince = (then: number) => Math.ceil((now - then) / 1000) + 1;
  if (place.emptyAt !== null) return { since: { seconds: secondsSince(place.emptyAt) }, tailLines: null };
  if (start.tailLines === 0 && place.attempts > 0) return { since: { seconds: secondsSince(place.begunAt) }, tailLines: null };
  const { since, tailLines } = start;
  switch (since.type) {
    case 'all':
      return { since: null, tailLines };
    case 'time':
      return { since: { time: since.time }, tailLines };
    case 'duration':
      return { since: { seconds: since.seconds + Math.ceil((now - place.begunAt) / 1000) }, tailLines };
  }
}
