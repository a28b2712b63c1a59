import { classes, space } from './byte-classes.ts';
import { levelOfLetter, levelOfText } from './level-words.ts';

/** Bytes of a JSON line that are looked at: levels come before or soon after the message. */
const jsonWindow = 2_048;

/**
 * Names that loggers give the level: zap, logrus, pino (`level`), log15 (`lvl`), Google Cloud (`severity`), Python (`levelname`), Monolog
 * (`level_name`), ECS (`log.level`), Serilog (`@l`), OpenTelemetry (`severityText`), MongoDB (`s`, one letter).
 */
const keys = ['level', 'lvl', 'severity', 'levelname', 'level_name', 'loglevel', 'log.level', 'log_level', '@l', 'severitytext', 's'].map(
  (name) => new TextEncoder().encode(name),
);
const keyLog = new TextEncoder().encode('log');

function is(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let at = 0; at < name.length; at++) {
    const byte = bytes[start + at] ?? 0;
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== name[at]) return false;
  }
  return true;
}

function isLevelKey(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0 || length > 12) return false;
  for (const key of keys) if (is(bytes, start, end, key)) return true;
  return false;
}

/** Levels as numbers: pino and bunyan 10 to 60; Monolog 100 to 600. Smaller ones mean something else to everybody. */
function levelOfNumber(value: number): number {
  if (value >= 100) return value < 200 ? 2 : value < 300 ? 3 : value < 400 ? 4 : value < 500 ? 5 : value <= 600 ? 6 : 0;
  return value < 10 || value > 69 ? 0 : Math.floor(value / 10);
}

/** The level that the JSON object beginning at `start` (its brace) says, at its top or in its member `log`; 0 = none. Damaged JSON is read as far as it goes. */
export function levelOfJson(bytes: Uint8Array, start: number, end: number): number {
  const stop = Math.min(end, start + jsonWindow);
  let depth = 0;
  let inLog = false;
  let lastKeyIsLog = false;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at];
    if (byte === 0x7b || byte === 0x5b) {
      depth++;
      if (depth === 2) inLog = byte === 0x7b && lastKeyIsLog;
      lastKeyIsLog = false;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      if (depth === 1) inLog = false;
      if (depth <= 0) return 0;
    } else if (byte === 0x22) {
      const from = at + 1;
      at = quoteAfter(bytes, from, stop);
      if (at >= stop) return 0;
      if (depth !== 1 && !(depth === 2 && inLog)) continue;
      const colon = skipSpaces(bytes, at + 1, stop);
      if (colon >= stop || bytes[colon] !== 0x3a) continue;
      lastKeyIsLog = depth === 1 && is(bytes, from, at, keyLog);
      if (isLevelKey(bytes, from, at)) {
        const level = levelOfValue(bytes, skipSpaces(bytes, colon + 1, stop), stop, at - from);
        if (level !== 0) return level;
      }
      at = colon;
    }
  }
  return 0;
}

/** The next quote that is not escaped, or `stop` or beyond. */
function quoteAfter(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  while (at < stop && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
  return at;
}

function skipSpaces(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  while (at < stop && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return at;
}

function levelOfValue(bytes: Uint8Array, from: number, stop: number, keyLength: number): number {
  if (from >= stop) return 0;
  const first = bytes[from];
  if (first === 0x22) {
    let to = from + 1;
    while (to < stop && bytes[to] !== 0x22) to++;
    if (to >= stop) return 0;
    // `s` is a level only as MongoDB writes it.
    if (keyLength === 1 || to - from === 2) return to - from === 2 ? levelOfLetter(bytes[from + 1] ?? 0) : 0;
    return Math.abs(levelOfText(bytes, from + 1, to));
  }
  if (keyLength === 1) return 0;
  let value = 0;
  let at = from;
  for (; at < stop && at < from + 4; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return at === from ? 0 : levelOfNumber(value);
}

/** Whether the brace at `at` opens a JSON object with members. */
export function opensJson(bytes: Uint8Array, at: number, end: number): boolean {
  let next = at + 1;
  while (next < end && classes[bytes[next] ?? 0] === space) next++;
  return next < end && bytes[next] === 0x22;
}
