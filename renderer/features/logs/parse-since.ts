import type { LogStart } from '../../../shared/logs.ts';

/** From where a view reads at first. */
export type Since = LogStart['since'];

/** What a text says, or why it says nothing: `empty`, `unreadable`, `future` (a time that is not yet), `long` (more than a year back). */
export type ParsedSince =
  | { readonly ok: true; readonly since: Since }
  | { readonly ok: false; readonly problem: 'empty' | 'unreadable' | 'future' | 'long' };

/** The contract takes a year of seconds at most. */
const longestSeconds = 31_536_000;

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
/** Units as people write them; those of `kubectl --since` (Go's time.ParseDuration) are among them. */
const unitNames: readonly (readonly [RegExp, string])[] = [
  [/^(s|sec|secs|second|seconds|seconde|secondes)$/, 's'],
  [/^(m|mn|min|mins|minute|minutes)$/, 'm'],
  [/^(h|hr|hrs|hour|hours|heure|heures)$/, 'h'],
  [/^(d|day|days|j|jour|jours)$/, 'd'],
  [/^(w|week|weeks|sem|semaine|semaines)$/, 'w'],
];

/**
 * Reads what a user typed: a duration (`90m`, `1h30m`, `2 days`), a time of day (`14:02`, `14:02:31`: the last such moment
 * before `now`), a date with or without a time (`2026-11-25`, `2026-11-25 14:02`), or RFC 3339. Times without a zone are in
 * UTC when `utc` is set, else in this machine's zone. `now` is in ms since the epoch.
 */
export function parseSince(text: string, now: number, utc: boolean): ParsedSince {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  const seconds = durationSeconds(trimmed);
  if (seconds !== null) {
    if (seconds > longestSeconds) return { ok: false, problem: 'long' };
    return seconds >= 1 ? { ok: true, since: { type: 'duration', seconds: Math.round(seconds) } } : { ok: false, problem: 'unreadable' };
  }
  const time = clockTime(trimmed, now, utc) ?? dateTime(trimmed, utc);
  if (time === null) return { ok: false, problem: 'unreadable' };
  if (time > now) return { ok: false, problem: 'future' };
  if (time < 0) return { ok: false, problem: 'unreadable' };
  return { ok: true, since: { type: 'time', time } };
}

function durationSeconds(text: string): number | null {
  let seconds = 0;
  let rest = text;
  while (rest !== '') {
    const part = /^(\d+(?:[.,]\d+)?)\s*(\p{L}+)\s*/u.exec(rest);
    if (!part) return null;
    const [whole, number = '', name = ''] = part;
    const unit = unitNames.find(([pattern]) => pattern.test(name))?.[1];
    if (unit === undefined) return null;
    seconds += Number(number.replace(',', '.')) * (unitSeconds[unit] ?? 0);
    rest = rest.slice(whole.length);
  }
  return seconds;
}

function clockTime(text: string, now: number, utc: boolean): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const at = new Date(now);
  if (utc) at.setUTCHours(hours, minutes, seconds, 0);
  else at.setHours(hours, minutes, seconds, 0);
  // At 00:10 somebody who types 23:50 means yesterday.
  if (at.getTime() > now) {
    if (utc) at.setUTCDate(at.getUTCDate() - 1);
    else at.setDate(at.getDate() - 1);
  }
  return at.getTime();
}

function dateTime(text: string, utc: boolean): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|utc|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!match) return null;
  const [year, month, day, hours, minutes, seconds] = [1, 2, 3, 4, 5, 6].map((index) => Number(match[index] ?? 0));
  const zone = match[7];
  const parts = [year, (month ?? 1) - 1, day, hours, minutes, seconds] as [number, number, number, number, number, number];
  const asUtc = Date.UTC(...parts);
  // 2026-02-31 would silently become the 3rd of March.
  const whole = new Date(asUtc);
  if (whole.getUTCMonth() !== parts[1] || whole.getUTCDate() !== parts[2] || whole.getUTCHours() !== parts[3]) return null;
  if (parts[4] > 59 || parts[5] > 59) return null;
  if (zone === undefined) return utc ? asUtc : new Date(...parts).getTime();
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!offset) return asUtc;
  return asUtc - (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000;
}

/** Presets of the options, in seconds; null = everything the nodes still have. */
export const sincePresets: readonly (number | null)[] = [300, 600, 3_600, 86_400, null];

/** The largest units that say a number of seconds exactly: `10 min`, `1 h 30 min`, `24 h`, `2 d` (`2 j` in French). */
export function durationWords(seconds: number, language: string): string {
  // People say 24 h of the last day.
  if (seconds === 86_400) return '24\u00a0h';
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, word] of [
    [86_400, language.startsWith('fr') ? 'j' : 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}\u00a0${word}`);
  }
  return parts.join(' ');
}
