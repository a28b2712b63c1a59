import type { LogSettings } from '../../../shared/settings.ts';

/** What the time column shows. */
export type LogTimes = LogSettings['times'];

/** In the order in which the key `t` goes through them. */
export const timesInOrder: readonly LogTimes[] = ['local', 'utc', 'full', 'delta', 'none'];

/** The next of them, round the end. */
export function nextTimes(times: LogTimes): LogTimes {
  return timesInOrder[(timesInOrder.indexOf(times) + 1) % timesInOrder.length] ?? 'local';
}
