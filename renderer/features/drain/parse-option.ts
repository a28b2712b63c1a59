/** A number that was typed, or why it is none: a message key of the namespace `drain`. */
export type ParsedOption =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: 'field.duration' | 'field.seconds' | 'field.nodes' | 'field.selector' };

/** Longest time that kubectl's flags and the API take, in seconds: an int32. */
const longestSeconds = 2_147_483_647;
const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/**
 * Reads a time as one types it for kubectl's flags: `10m`, `1h30m`, `90s`, or seconds as a bare number. Empty = `whenEmpty`. Fractions and
 * smaller units are not taken, since the API counts whole seconds.
 */
export function parseDuration(text: string, whenEmpty: number): ParsedOption {
  const typed = text.trim();
  if (typed === '') return { ok: true, value: whenEmpty };
  if (/^\d+$/.test(typed)) return within(Number(typed));
  if (!/^(\d+h)?(\d+m)?(\d+s)?$/.test(typed)) return { ok: false, problem: 'field.duration' };
  let seconds = 0;
  for (const [, count, unit] of typed.matchAll(/(\d+)([hms])/g)) seconds += Number(count) * (unitSeconds[unit ?? ''] ?? 0);
  return within(seconds);
}

function within(seconds: number): ParsedOption {
  return seconds <= longestSeconds ? { ok: true, value: seconds } : { ok: false, problem: 'field.seconds' };
}

/** A time as `parseDuration` reads it back: `1h30m`; empty for `whenEmpty`. */
export function durationText(seconds: number, whenEmpty: number): string {
  if (seconds === whenEmpty) return '';
  if (seconds === 0) return '0s';
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join('');
}

/** Reads how many nodes are emptied at once: 1 to `most`; empty = 1. */
export function parseNodesAtOnce(text: string, most: number): ParsedOption {
  const typed = text.trim();
  if (typed === '') return { ok: true, value: 1 };
  const value = /^\d+$/.test(typed) ? Number(typed) : 0;
  return value >= 1 && value <= most ? { ok: true, value } : { ok: false, problem: 'field.nodes' };
}
