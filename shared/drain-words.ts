import type { DrainOptions } from './drain.ts';

/**
 * The words of the `kubectl drain` that does the same, for `kubectlCommand`. Flags at their default are left out (kubectl/pkg/cmd/drain/drain.go,
 * NewCmdDrain). Nodes are named, never selected: labels may have changed by the time it is run.
 */
export function drainWords(nodes: readonly string[], options: DrainOptions): readonly string[] {
  const words = ['drain', ...nodes];
  if (options.force) words.push('--force');
  if (options.ignoreDaemonSets) words.push('--ignore-daemonsets');
  if (options.deleteEmptyDirData) words.push('--delete-emptydir-data');
  if (options.disableEviction) words.push('--disable-eviction');
  if (options.podSelector !== '') words.push(`--pod-selector=${options.podSelector}`);
  if (options.gracePeriodSeconds >= 0) words.push(`--grace-period=${options.gracePeriodSeconds}`);
  if (options.timeoutSeconds > 0) words.push(`--timeout=${goDuration(options.timeoutSeconds)}`);
  if (options.skipWaitForDeleteTimeoutSeconds > 0) words.push(`--skip-wait-for-delete-timeout=${options.skipWaitForDeleteTimeoutSeconds}`);
  return words;
}

/** Seconds in one unit, as somebody would type them for Go's time.ParseDuration: `10m`, `90s`. */
function goDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
