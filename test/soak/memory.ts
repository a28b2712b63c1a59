import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Memory of the app at a time, in MB (2^20 bytes). */
export interface MemorySample {
  /** Since the start of the run. */
  readonly seconds: number;
  /** Resident memory of its process. */
  readonly rssMb: number;
  /** JavaScript heaps of its main side and data threads. */
  readonly heapMb: number;
}

/** Resident memory of a process now, in MB (2^20 bytes); proc_pid_status(5), which says kB whatever the size of a page is. */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} has no memory: did it end?`);
  return Number(kilobytes) / 1024;
}

/** Sockets a process has open now. */
export function openSockets(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch (error) {
      // Closed between the two readings.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }).length;
}

/**
 * MB an hour by which memory grew over the second half of the run: the least-squares line, so that one collection of garbage does not decide.
 * NaN with fewer than two samples there.
 */
export function slopeOfSecondHalf(samples: readonly MemorySample[], figure: 'rssMb' | 'heapMb'): number {
  const half = (samples.at(-1)?.seconds ?? 0) / 2;
  const late = samples.filter((sample) => sample.seconds >= half);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = mean(late.map((sample) => sample.seconds));
  const level = mean(late.map((sample) => sample[figure]));
  const rise = late.reduce((sum, sample) => sum + (sample.seconds - middle) * (sample[figure] - level), 0);
  const run = late.reduce((sum, { seconds }) => sum + (seconds - middle) ** 2, 0);
  return (rise / run) * 3600;
}
