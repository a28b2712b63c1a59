import { type LogHistogram, logLevels } from '../../../shared/logs.ts';

/** Lines of one span of time, by what they mean to the reader. */
export type VolumeBar = {
  /** ms since the epoch. */
  readonly from: number;
  readonly error: number;
  readonly warn: number;
  readonly other: number;
};

/** What the chart of a view shows. */
export interface Volume {
  readonly bars: readonly VolumeBar[];
  /** Length of each bar's span, ms. */
  readonly spanMs: number;
  /** Lines a second at the top of the axis: even, so that its half is a whole number too. */
  readonly top: number;
  readonly totals: { readonly error: number; readonly warn: number; readonly other: number };
  /** Where lines are missing, as shares of the whole axis (0 to 1). */
  readonly missing: readonly { readonly from: number; readonly to: number }[];
}

const indexOf = { warn: logLevels.indexOf('warn'), error: logLevels.indexOf('error'), fatal: logLevels.indexOf('fatal') };

/**
 * Bars of at most `most` spans. Spans that are joined begin at multiples of their length since the epoch, so that bars do not
 * change when time goes on.
 */
export function planVolume(histogram: LogHistogram | null, most: number): Volume {
  const counts = histogram?.counts ?? [];
  const bucketMs = Math.max(1, histogram?.bucketMs ?? 1_000);
  const first = histogram?.from ?? 0;
  let joined = 1;
  while (Math.ceil(counts.length / joined) + 1 > Math.max(2, most) && joined < counts.length) joined *= 2;
  const spanMs = bucketMs * joined;
  const bars = new Map<number, { error: number; warn: number; other: number }>();
  const start = Math.floor(first / spanMs) * spanMs;
  const totals = { error: 0, warn: 0, other: 0 };
  for (const [index, levels] of counts.entries()) {
    const from = start + Math.floor((first + index * bucketMs - start) / spanMs) * spanMs;
    const bar = bars.get(from) ?? { error: 0, warn: 0, other: 0 };
    bars.set(from, bar);
    for (const [level, count] of levels.entries()) {
      const meaning = level === indexOf.error || level === indexOf.fatal ? 'error' : level === indexOf.warn ? 'warn' : 'other';
      bar[meaning] += count;
      totals[meaning] += count;
    }
  }
  const planned = [...bars].map(([from, bar]) => ({ from, ...bar }));
  const tallest = Math.max(0, ...planned.map((bar) => bar.error + bar.warn + bar.other));
  const share = (at: number) => (at - start) / (planned.length * spanMs);
  const missing = (histogram?.missing ?? []).map(([from, to]) => ({ from: share(from), to: share(to) }));
  return { bars: planned, spanMs, top: niceTop((tallest * 1_000) / spanMs), totals, missing };
}

/** Whether lines are missing in the span of a bar. */
export function isMissingIn({ bars, missing }: Volume, index: number): boolean {
  return missing.some(({ from, to }) => to * bars.length >= index && from * bars.length < index + 1);
}

/** The next round number whose half is whole: 2, 4, 6, 8, 10, 12, 16, 20, 30, 40, 50, 60, 80, 100, 120 … */
export function niceTop(value: number): number {
  if (!(value > 2)) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  return (
    [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((step) => Math.round(step * power * 10) / 10).find((step) => step >= value && step % 2 === 0) ??
    10 * power
  );
}

/** A label of the time axis: where it stands (0 to 1) and the moment it names, in ms since the epoch. */
export interface TimeTick {
  readonly at: number;
  readonly share: number;
}

/** Lengths between labels, in ms: what a clock face has. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800].map(
  (seconds) => seconds * 1_000,
);

/** Round moments between two times, at most `most`, none so near to the end that it would touch the label that stands there. */
export function timeTicks(from: number, to: number, most: number): readonly TimeTick[] {
  const length = to - from;
  if (length <= 0) return [];
  const step = steps.find((each) => length / each <= Math.max(1, most)) ?? steps.at(-1) ?? length;
  // Round in the reader's zone: offsets are whole quarters of an hour.
  const offset = new Date(from).getTimezoneOffset() * 60_000;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at < to - length * 0.1; at += step) {
    ticks.push({ at, share: (at - from) / length });
  }
  return ticks;
}
