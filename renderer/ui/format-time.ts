/** Clock time of this machine, 24 hours with seconds: `13:58:07`. Shown where a person will compare it with a log. */
export function formatClock(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Time that has passed, for judging urgency: `40 s` is written by the message, from a minute on `3m05s`, `2h04m`, `3d4h`. `ms` may be negative. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${pad(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h${pad(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d${hours % 24}h`;
}

/** Time until something is tried again, rounded up: it says `1 s` until the moment, and never `0 s`. */
export function formatCountdown(ms: number): string {
  return formatElapsed(Math.max(1, Math.ceil(ms / 1_000)) * 1_000);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Making a formatter costs a hundred times what using it does, and tables use it for every age on screen. */
const absoluteFormats = new Map<string, Intl.DateTimeFormat>();

/** Date and time in full with the zone, for titles: what an age or a clock time stands for. */
export function formatAbsolute(at: number, language: string): string {
  let format = absoluteFormats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
    absoluteFormats.set(language, format);
  }
  return format.format(at);
}

/** Short name of this machine's time zone, e.g. `CET`. */
export function zoneName(at: number, language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
