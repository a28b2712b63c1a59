import { logLevels } from '../../../../shared/logs.ts';
import { afterEscape, bytesOf, classes, digit, escapeByte, letter, space } from './byte-classes.ts';
import { levelOfJson, opensJson } from './json-level.ts';
import { levelOfLetter, levelOfSeverity } from './level-words.ts';
import { levelOfValue } from './logfmt-level.ts';
import { levelInText } from './text-level.ts';

/**
 * The level that a line says of itself, as an index into `logLevels`; 0 = it says none. `bytes` from `start` to `end` is the line in
 * UTF-8, without its end; nothing outside is read and nothing is decoded. Reads klog and glog (`E0102 15:04:05…`), JSON, logfmt, syslog
 * (`<3>`), and the words and letters that loggers put near the beginning of a line. A word counts only where a logger would put it:
 * `no errors`, `terror` and the status of an access line are none.
 */
export function levelOf(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const kind = classes[bytes[at] ?? 0];
    if (kind === space) at++;
    else if (kind === escapeByte) at = afterEscape(bytes, at, end);
    else break;
  }
  if (at >= end) return 0;
  const first = bytes[at] ?? 0;
  if (first === 0x7b && opensJson(bytes, at, end)) return levelOfJson(bytes, at, end);
  if (first === 0x3c) {
    const severity = levelOfPriority(bytes, at, end);
    if (severity !== 0) return severity;
  }
  if (first === 0x6c && begins(bytes, at, end, levelKey)) {
    const level = levelOfValue(bytes, at + levelKey.length, end);
    if (level !== 0) return level;
  }
  if (classes[first] === letter) {
    const level = levelOfHead(bytes, at, end);
    if (level !== 0) return level;
  }
  return levelInText(bytes, at, end);
}

/** Go's logfmt begins so: read at once, for a third of what looking through the line costs. */
const levelKey = new TextEncoder().encode('level=');

/** `<N>` at the beginning: RFC 5424 PRIVAL, or a kernel's and systemd's level alone. */
function levelOfPriority(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  let at = from + 1;
  for (; at < end && at < from + 4 && classes[bytes[at] ?? 0] === digit; at++) value = value * 10 + (bytes[at] ?? 0) - 0x30;
  return at > from + 1 && at < end && bytes[at] === 0x3e && value <= 191 ? levelOfSeverity(value & 7) : 0;
}

/** Beginnings that are a level by themselves: klog's `E0102 15:…`, Ruby's `E, [`, `panic:`, a Python traceback, `Exception in thread`. */
function levelOfHead(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at] ?? 0;
  const next = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
  if (classes[next] === digit) {
    const level = levelOfLetter(byte);
    if (level === 0) return 0;
    // klog writes month and day, glog may write the year before them; then a space and the time.
    let to = at + 1;
    while (to < end && classes[bytes[to] ?? 0] === digit) to++;
    const digits = to - at - 1;
    return (digits === 4 || digits === 8) &&
      to + 3 < end &&
      bytes[to] === 0x20 &&
      classes[bytes[to + 1] ?? 0] === digit &&
      bytes[to + 3] === 0x3a
      ? level
      : 0;
  }
  if (next === 0x2c) return at + 3 < end && bytes[at + 2] === 0x20 && bytes[at + 3] === 0x5b ? levelOfLetter(byte) : 0;
  if (headLetters[byte] === 1) {
    for (const head of heads) if (begins(bytes, at, end, head.bytes)) return head.level;
  }
  return 0;
}

/** Sentences with which runtimes begin the end of a program. */
const heads = (
  [
    ['Traceback (most recent call last)', 'error'],
    ['Exception in thread ', 'error'],
    ['Unhandled exception', 'error'],
    ['Uncaught ', 'error'],
    ['fatal error: ', 'fatal'],
    ["thread 'main' panicked at ", 'fatal'],
    ["thread 'tokio-runtime-worker' panicked at ", 'fatal'],
  ] as const
).map(([text, level]) => ({ bytes: new TextEncoder().encode(text), level: logLevels.indexOf(level) }));
const headLetters = bytesOf(heads.map(({ bytes }) => String.fromCharCode(bytes[0] ?? 0)).join(''));

function begins(bytes: Uint8Array, at: number, end: number, head: Uint8Array): boolean {
  if (end - at < head.length) return false;
  for (let index = 0; index < head.length; index++) if (bytes[at + index] !== head[index]) return false;
  return true;
}
