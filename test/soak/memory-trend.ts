/** Memory of the backend at one moment. */
export interface MemorySample {
  /** Minutes since the start. */
  readonly at: number;
  readonly rssMb: number;
  /** JavaScript heaps of the main process and the data threads. */
  readonly heapMb: number;
}

/** How memory went after the start: its slope, what it grew by, and whether that is flat. */
export interface MemoryTrend {
  readonly slopePerHour: number;
  readonly from: number;
  readonly to: number;
  readonly flat: boolean;
}

/** Growth between the second and the last quarter of a run that is noise of the collector, in MB, plus this share. */
const noiseMb = 20;
const noiseShare = 0.1;

/** Judges one figure of the samples; the first quarter is warming up and does not count. Medians, because a collection may be due at any sample. */
export function memoryTrend(samples: readonly MemorySample[], figure: 'rssMb' | 'heapMb'): MemoryTrend {
  const quarter = Math.floor(samples.length / 4);
  const steady = samples.slice(quarter);
  const from = median(samples.slice(quarter, 2 * quarter).map((sample) => sample[figure]));
  const to = median(samples.slice(3 * quarter).map((sample) => sample[figure]));
  const meanAt = mean(steady.map((sample) => sample.at));
  const meanValue = mean(steady.map((sample) => sample[figure]));
  const above = steady.reduce((sum, sample) => sum + (sample.at - meanAt) * (sample[figure] - meanValue), 0);
  const below = steady.reduce((sum, sample) => sum + (sample.at - meanAt) ** 2, 0);
  return { slopePerHour: below === 0 ? 0 : (above / below) * 60, from, to, flat: quarter > 0 && to - from <= noiseMb + from * noiseShare };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
