/*
 * Usage as kubectl top prints it (pkg/metricsutil/metrics_printer.go, printSingleResourceUsage): CPU in whole thousandths of a core, memory in
 * whole Mi cut off, shares of a base cut off.
 */

const mebi = 1_048_576;

/** `250m`. `milli`: whole thousandths of a core. */
export function formatCpu(milli: number): string {
  return `${milli}m`;
}

/** `498Mi`. */
export function formatMemory(bytes: number): string {
  return `${Math.trunc(bytes / mebi)}Mi`;
}

/** Share of a base in whole percent; 0 of a base of 0, null where there is no base. */
export function percentOf(used: number, base: number | null): number | null {
  if (base === null) return null;
  return base === 0 ? 0 : Math.trunc((used / base) * 100);
}
