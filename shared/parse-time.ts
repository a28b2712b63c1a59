/**
 * metav1.Time and MicroTime as JSON has them (RFC 3339), to ms since the epoch.
 * Null for what Go calls zero (absent, null, year 1) and for what is no time at all: kubectl prints all of them `<unknown>`.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value === '') return null;
  const time = timeOfSeconds(value) ?? Date.parse(value);
  return Number.isNaN(time) || time === zeroTime ? null : time;
}

/** Go's zero time, 0001-01-01T00:00:00Z. */
const zeroTime = -62_135_596_800_000;

const zero = 0x30;
/** Days before each month of a year that begins in March, so that a leap day is the last one. */
const daysBefore = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275];
/** Days from the 1st of March of the year 0 to the 1st of January 1970. */
const daysToEpoch = 719_468;

/**
 * `2026-11-25T14:03:07Z`, as nearly every time of an API is written, ten times as fast as Date.parse: every object of a list has at least
 * one. Null for what is written otherwise, and for the last days of months, whose number Date.parse knows.
 */
function timeOfSeconds(text: string): number | null {
  if (
    text.length !== 20 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    text[19] !== 'Z'
  )
    return null;
  const year = digits(text, 0) * 100 + digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  const hour = digits(text, 11);
  const minute = digits(text, 14);
  const second = digits(text, 17);
  const usual = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59 && second <= 59;
  if (!usual) return null;
  const marchYear = month < 3 ? year - 1 : year;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const days = marchYear * 365 + leapDays + (daysBefore[month - 1] ?? 0) + day - 1 - daysToEpoch;
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/** Two digits as a number; what is no digit makes it NaN, which no range holds. */
function digits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const units = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN;
}
