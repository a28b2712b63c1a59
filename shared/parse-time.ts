/**
 * metav1.Time and MicroTime as JSON has them (RFC 3339), to ms since the epoch.
 * Null for what Go calls zero (absent, null, year 1) and for what is no time at all: kubectl prints all of them `<unknown>`.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value === '') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) || time === zeroTime ? null : time;
}

/** Go's zero time, 0001-01-01T00:00:00Z. */
const zeroTime = -62_135_596_800_000;
