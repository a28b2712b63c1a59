import type { LogSettings } from '../../../shared/settings.ts';

/** A stamp: ms since the epoch and the nanoseconds that follow them (0 to 999,999). */
export interface LogTime {
  readonly time: number;
  readonly nanos: number;
}

/** A time in the two parts that are shown stronger and fainter. */
export interface TimeParts {
  readonly main: string;
  readonly rest: string;
}

const none: TimeParts = { main: '', rest: '' };

/** Letters the time column takes in each form; the caller adds the room around it. */
export const timeLetters: Readonly<Record<LogSettings['times'], number>> = { none: 0, local: 12, utc: 13, full: 30, delta: 9 };

/** The time column of one row. `before` is the stamp of the row above it, for the time between; null when it is not known. */
export function formatLogTime(form: LogSettings['times'], at: LogTime, before: LogTime | null): TimeParts {
  switch (form) {
    case 'none':
      return none;
    case 'local':
      return { main: localClock(at.time), rest: `.${millis(at.time)}` };
    case 'utc': {
      const text = isoOf(at.time);
      return { main: text.slice(11, 19), rest: `${text.slice(19, 23)}Z` };
    }
    case 'full': {
      const text = isoOf(at.time);
      return { main: text.slice(0, 19), rest: `${text.slice(19, 23)}${String(at.nanos).padStart(6, '0')}Z` };
    }
    case 'delta':
      return before === null ? none : { main: formatDelta(at.time - before.time), rest: '' };
  }
}

/** Time between two lines, at most nine letters: `+0.037s`, `+12m03s`, `-0.002s`. `ms` may be negative: sources' clocks differ. */
export function formatDelta(ms: number): string {
  const sign = ms < 0 ? '-' : '+';
  const size = Math.abs(ms);
  if (size < 100_000) return `${sign}${(size / 1_000).toFixed(3)}s`;
  const seconds = Math.floor(size / 1_000);
  if (seconds < 6_000) return `${sign}${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
  const hours = Math.floor(seconds / 3_600);
  if (hours < 100) return `${sign}${hours}h${String(Math.floor((seconds % 3_600) / 60)).padStart(2, '0')}m`;
  return `${sign}${Math.floor(hours / 24)}d`;
}

/** The last second that was asked for: neighbouring rows mostly share it, and a Date costs more than a comparison. */
let second = Number.NaN;
let clock = '';

function localClock(time: number): string {
  const whole = Math.floor(time / 1_000);
  if (whole !== second) {
    second = whole;
    const date = new Date(time);
    clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  }
  return clock;
}

function millis(time: number): string {
  return String(((Math.floor(time) % 1_000) + 1_000) % 1_000).padStart(3, '0');
}

/** RFC 3339 of a time, whatever a container's clock said: Date throws beyond the year 275760. */
function isoOf(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '????-??-??T??:??:??.???Z';
  // Years beyond 9999 and before 0 have a sign and six digits; their last four are what fits.
  return date.toISOString().slice(-24);
}
