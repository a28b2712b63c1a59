/** A course over time: one value per time, null = nothing is known there. */
export interface ChartSeries {
  readonly key: string;
  readonly values: readonly (number | null)[];
}

/** A bound that a course is held against. */
export interface ChartLine {
  readonly kind: 'limit' | 'request' | 'allocatable';
  readonly value: number;
}

/** A bound as it is drawn: `at` is its height, 0 at the bottom to 1; null = far above what is drawn, and only named. */
export interface PlannedLine extends ChartLine {
  readonly at: number | null;
}

/** A label of the time axis: its place, 0 to 1. */
export interface TimeTick {
  readonly at: number;
  readonly time: number;
}

/** What a chart draws, in parts of its width and height. */
export interface ChartPlan {
  /** Value at full height. */
  readonly top: number;
  /** First and last time, ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly PlannedLine[];
  readonly ticks: readonly TimeTick[];
}

/** A limit or a request this many times above what is used would press the course flat. */
const farAbove = 3;
/** Steps between labels of the time axis, in ms. */
const tickSteps = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 86_400_000];
/** A hole of this many usual steps is a gap, also where nobody wrote a null into it. */
const gapSteps = 2.5;

/**
 * Scale, bounds and labels of a chart. `binary`: full heights are round in binary units, as memory is. `times` ascend, in ms since the epoch; `mostTicks`: labels for which there is
 * room, 6 at most (design.md).
 */
export function planUsageChart(
  times: readonly number[],
  series: readonly ChartSeries[],
  lines: readonly ChartLine[],
  binary: boolean,
  mostTicks = 6,
): ChartPlan {
  let highest = 0;
  for (const { values } of series) for (const value of values) if (value !== null && value > highest) highest = value;
  // What there is to give is always drawn: how little of it is used is what people look for.
  const near = lines.filter(({ kind, value }) => kind === 'allocatable' || highest === 0 || value <= highest * farAbove);
  const top = roundUp(Math.max(highest, ...near.map(({ value }) => value)), binary);
  const from = times[0] ?? 0;
  const to = times.at(-1) ?? from;
  return {
    top,
    from,
    to,
    lines: lines.map((line) => ({ ...line, at: line.value <= top ? line.value / top : null })),
    ticks: planTicks(from, to, mostTicks),
  };
}

/** The next value that reads well on an axis. */
export function roundUp(value: number, binary: boolean): number {
  if (value <= 0) return 1;
  const base = binary ? 2 ** Math.floor(Math.log2(value)) : 10 ** Math.floor(Math.log10(value));
  const steps = binary ? [1, 1.25, 1.5, 1.75, 2] : [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  // What floating point makes of a step may be a hair below the value it stands for.
  return base * (steps.find((step) => base * step >= value * (1 - 1e-9)) ?? (binary ? 2 : 10));
}

/** Labels at whole steps of local time. */
function planTicks(from: number, to: number, most: number): readonly TimeTick[] {
  const span = to - from;
  if (span <= 0) return [];
  const step = tickSteps.find((each) => span / each <= most) ?? tickSteps.at(-1) ?? span;
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const ticks: TimeTick[] = [];
  for (let time = Math.ceil((from - zone) / step) * step + zone; time <= to; time += step) ticks.push({ time, at: (time - from) / span });
  return ticks;
}

/**
 * The path of one course in `width` x `height` px. Where there are more samples than pixels, the highest and the lowest of each pixel are kept, so that no peak is lost. A gap
 * begins a new piece; a sample that stands alone is a dot (a line of no length, for round ends).
 */
export function pathOf(
  times: readonly number[],
  values: readonly (number | null)[],
  plan: ChartPlan,
  width: number,
  height: number,
): string {
  const span = Math.max(1, plan.to - plan.from);
  const usual = usualStep(times);
  const step = Math.max(1, Math.floor(times.length / (width * 2)));
  let path = '';
  let before: number | null = null;
  let alone = false;
  const put = (index: number) => {
    const value = values[index] ?? null;
    const time = times[index] ?? 0;
    if (value === null) {
      if (alone) path += 'h0';
      alone = false;
      before = null;
      return;
    }
    const joined = before !== null && time - before <= usual * gapSteps * step;
    if (!joined && alone) path += 'h0';
    path += `${joined ? 'L' : 'M'}${round(((time - plan.from) / span) * width)} ${round(height - (Math.min(value, plan.top) / plan.top) * height)}`;
    alone = !joined;
    before = time;
  };
  for (let start = 0; start < times.length; start += step)
    for (const index of kept(values, start, Math.min(times.length, start + step))) put(index);
  return alone ? `${path}h0` : path;
}

/** Of the samples from `start` to before `end`: the lowest, the highest and a gap, in their order. */
function kept(values: readonly (number | null)[], start: number, end: number): readonly number[] {
  if (end - start <= 1) return [start];
  let low = -1;
  let high = -1;
  let gap = -1;
  for (let index = start; index < end; index++) {
    const value = values[index] ?? null;
    if (value === null) gap = index;
    else {
      if (low < 0 || value < (values[low] ?? 0)) low = index;
      if (high < 0 || value > (values[high] ?? 0)) high = index;
    }
  }
  return [...new Set([low, high, gap])].filter((index) => index >= 0).sort((a, b) => a - b);
}

/** The middle one of the steps between samples, in ms. */
function usualStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Index of the sample nearest to a time; -1 without samples. */
export function nearestIndex(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low > 0 && time - (times[low - 1] ?? 0) < (times[low] ?? 0) - time ? low - 1 : high < 0 ? -1 : low;
}
