import { logLevels } from '../../../../shared/logs.ts';
import { levelOfJson } from './json-level.ts';
import { hashStep, levelOfLetter, levelOfSeverity, levelOfText, levelOfWord } from './level-words.ts';

/** Bytes of a text line in which its level is looked for; of a line that has `key=value` from the start, more. */
const textWindow = 160;
const logfmtWindow = 1_024;
/** Words that may stand before a capital level (`Jan  2 15:04:05 host logger ERROR`): after more of them the message has begun. */
const wordsBeforeCapitals = 3;
/** Words that may stand before `error:` on a line that begins with a stamp (`Jan  2 15:04:05 host error: …`). */
const wordsBeforeColon = 2;

const space = 1;
const letter = 2;
const digit = 3;
const escapeByte = 4;
const classes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  classes[byte] = isLetter
    ? letter
    : byte >= 0x30 && byte <= 0x39
      ? digit
      : byte === 0x20 || byte === 0x09
        ? space
        : byte === 0x1b
          ? escapeByte
          : 0;
}

/** What may stand before a level in capitals, and after it: spaces, and these. */
const beforeCapitals = bytesOf('[({<|:,;.*');
const afterCapitals = bytesOf('])}>|:,;*![(/');
const opening = bytesOf('[({<|:');
const closing = bytesOf('])}>|');

function bytesOf(text: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const byte of new TextEncoder().encode(text)) set[byte] = 1;
  return set;
}

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
  if (classes[first] === letter) {
    const level = levelOfHead(bytes, at, end);
    if (level !== 0) return level;
  }
  return levelInText(bytes, at, end);
}

/** The byte after an escape sequence (ECMA-48: CSI up to its final byte), so that colours do not hide what they colour. */
function afterEscape(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1;
  if (at >= end || bytes[at] !== 0x5b) return at;
  at++;
  while (at < end && (bytes[at] ?? 0) < 0x40) at++;
  return Math.min(at + 1, end);
}

function opensJson(bytes: Uint8Array, at: number, end: number): boolean {
  let next = at + 1;
  while (next < end && classes[bytes[next] ?? 0] === space) next++;
  return next < end && bytes[next] === 0x22;
}

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

function levelInText(bytes: Uint8Array, start: number, end: number): number {
  let stop = Math.min(end, start + textWindow);
  /** Words of letters that belong to no bracket and end with no colon, so far. */
  let words = 0;
  const stamped = classes[bytes[start] ?? 0] === digit || bytes[start] === 0x5b;
  let depth = 0;
  /** The last byte that is not of an escape sequence; a line begins as after a space. */
  let before = 0x20;
  let denied = false;
  let at = start;
  while (at < stop) {
    const byte = bytes[at] ?? 0;
    const kind = classes[byte];
    if (kind === letter) {
      const from = at;
      let hash = 0;
      let capitals = 0;
      while (at < stop) {
        const one = bytes[at] ?? 0;
        if (classes[one] !== letter) break;
        capitals += (one & 0x20) ^ 0x20;
        hash = hashStep(hash, one | 0x20);
        at++;
      }
      const length = at - from;
      let after = at;
      while (after < end && bytes[after] === 0x1b) after = afterEscape(bytes, after, end);
      const next = after < end ? (bytes[after] ?? 0) : 0x20;
      if (length === 1) {
        const level = levelOfSingle(bytes, start, from, end, before, next);
        if (level !== 0) return level;
      } else if (!denied) {
        const level = levelOfWord(bytes, from, at, hash);
        if (level !== 0) {
          const found = placed(bytes, level, capitals === length << 5, before, next, after, end, words, stamped, depth);
          if (found !== 0) return found;
        }
      }
      if (classes[before] === space && next !== 0x3d) {
        denied = length === 2 ? hash === hashNo : length === 7 && hash === hashWithout;
        if (depth === 0 && classes[next] === space && ++words > wordsBeforeCapitals && stop <= start + textWindow) return 0;
      }
      before = bytes[at - 1] ?? 0;
    } else if (kind === escapeByte) at = afterEscape(bytes, at, end);
    else {
      if (byte === 0x3d) {
        const level = levelOfPair(bytes, start, at, end);
        if (level !== 0) return level;
        if (classes[before] === letter) stop = Math.min(end, start + logfmtWindow);
      } else if (byte === 0x22) {
        if (before !== 0x3d) return 0;
        at++;
        while (at < stop && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
      } else if (byte === 0x5b || byte === 0x28) depth++;
      else if (byte === 0x5d || byte === 0x29) depth = Math.max(0, depth - 1);
      else if (byte === 0x7b && opensJson(bytes, at, end)) return levelOfJson(bytes, at, end);
      before = byte;
      at++;
    }
  }
  return 0;
}

const hashNo = [...new TextEncoder().encode('no')].reduce(hashStep, 0);
const hashWithout = [...new TextEncoder().encode('without')].reduce(hashStep, 0);

/** Whether a level word stands where a logger puts it; its level, or 0. `level` is negative for words that are weak (level-words.ts). */
function placed(
  bytes: Uint8Array,
  level: number,
  capitals: boolean,
  before: number,
  next: number,
  after: number,
  end: number,
  words: number,
  stamped: boolean,
  depth: number,
): number {
  const spaceBefore = classes[before] === space;
  const strong = level > 0;
  const found = strong ? level : -level;
  if (capitals) {
    if (!spaceBefore && beforeCapitals[before] === 0) return 0;
    if (classes[next] !== space && afterCapitals[next] === 0) return 0;
    if (words > wordsBeforeCapitals || (before === 0x2e && next !== 0x3a)) return 0;
    return strong || next === 0x3a || closing[next] === 1 ? found : 0;
  }
  // In brackets of its own, with or without spaces: `[error]`, `[ warn]`, `[core:error]`, `| info |`.
  let close = after;
  while (close < end && classes[bytes[close] ?? 0] === space) close++;
  const closed = close < end && closing[bytes[close] ?? 0] === 1;
  if (
    closed &&
    (opening[before] === 1 || (spaceBefore && depth > 0 && bytes[close] !== 0x7c) || (spaceBefore && bytes[close] === 0x7c && words === 0))
  )
    return depth > 0 || bytes[close] === 0x7c ? found : 0;
  if (!spaceBefore) return 0;
  if (next === 0x3a) return words <= (stamped ? wordsBeforeColon : 0) ? found : 0;
  // Between tabs (zap, Istio), or the first word after a stamp.
  if (before === 0x09 && next === 0x09) return found;
  return strong && stamped && words === 0 && depth === 0 && classes[next] === space ? found : 0;
}

/** One capital letter: `[I 2024-…`, `05.000 W | etcdserver`, `05.000+0000 I NETWORK`. */
function levelOfSingle(bytes: Uint8Array, start: number, at: number, end: number, before: number, next: number): number {
  const level = levelOfLetter(bytes[at] ?? 0);
  if (level === 0 || next !== 0x20 || at + 2 >= end) return 0;
  const following = bytes[at + 2] ?? 0;
  if (before === 0x5b) return classes[following] === digit ? level : 0;
  if (before !== 0x20 || at - start < 2 || !endsNumber(bytes, at)) return 0;
  if (following === 0x7c) return level;
  return following >= 0x41 && following <= 0x5a ? level : 0;
}

/** Whether the token before the one space before `at` ends like a time: a digit, or the Z of UTC. */
function endsNumber(bytes: Uint8Array, at: number): boolean {
  const last = bytes[at - 2] ?? 0;
  return classes[last] === digit || last === 0x5a;
}

const beforePair = bytesOf(' \t[({,;');
const pairKeys = ['level', 'lvl', 'severity', 'loglevel', 'log_level', 'levelname', 'l'].map((name) => new TextEncoder().encode(name));

/** `level=warn`, `lvl="eror"`, `severity=ERROR`: `equals` is the place of the sign. */
function levelOfPair(bytes: Uint8Array, start: number, equals: number, end: number): number {
  let from = equals;
  while (from > start && equals - from < 10 && isKeyByte(bytes[from - 1] ?? 0)) from--;
  const length = equals - from;
  if (length === 0 || (from > start && beforePair[bytes[from - 1] ?? 0] === 0)) return 0;
  for (const key of pairKeys) {
    if (key.length !== length) continue;
    let same = true;
    for (let at = 0; same && at < length; at++) same = ((bytes[from + at] ?? 0) | 0x20) === ((key[at] ?? 0) | 0x20);
    if (!same) continue;
    let value = equals + 1;
    if (value < end && bytes[value] === 0x22) value++;
    let to = value;
    while (to < end && to - value < 14 && classes[bytes[to] ?? 0] === letter) to++;
    const level = Math.abs(levelOfText(bytes, value, to));
    if (level !== 0 && (to >= end || classes[bytes[to] ?? 0] !== letter)) return level;
  }
  return 0;
}

function isKeyByte(byte: number): boolean {
  return classes[byte] === letter || classes[byte] === digit || byte === 0x5f || byte === 0x2e || byte === 0x2d;
}
