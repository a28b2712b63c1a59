import { afterEscape, bytesOf, classes, digit, escapeByte, letter, space } from './byte-classes.ts';
import { levelOfJson, opensJson } from './json-level.ts';
import { hashStep, levelOfLetter, levelOfWord, longestLevelWord } from './level-words.ts';
import { isPairKey, levelOfPair } from './logfmt-level.ts';

/** Bytes of a text line in which its level is looked for; of a line that has `key=value` from the start, more. */
const textWindow = 160;
const logfmtWindow = 1_024;
/** Words that may stand before a capital level (`Jan  2 15:04:05 host logger ERROR`): after more of them the message has begun. */
const wordsBeforeCapitals = 3;
/** Words that may stand before `error:` on a line that begins with a stamp (`Jan  2 15:04:05 host error: …`). */
const wordsBeforeColon = 2;

/** What may stand before a level in capitals, and after it: spaces, and these. */
const beforeCapitals = bytesOf('[({<|:,;.*');
const afterCapitals = bytesOf('])}>|:,;*![(/');
const opening = bytesOf('[({<|:');
const closing = bytesOf('])}>|');
/** What a level or the key of one stands after. */
const afterThese = bytesOf(' \t[({<|:,;.*');

/** The level in a line of text, from its words, single letters, `level=` pairs, or JSON after a stamp; 0 = none. */
export function levelInText(bytes: Uint8Array, start: number, end: number): number {
  let stop = Math.min(end, start + textWindow);
  /** Words of letters that belong to no bracket and end with no colon, so far. */
  let words = 0;
  const stamped = classes[bytes[start] ?? 0] === digit || bytes[start] === 0x5b;
  let depth = 0;
  /** The last byte that is not of an escape sequence; a line begins as after a space. */
  let before = 0x20;
  /** Hash of the last run of letters. */
  let lastHash = 0;
  let denied = false;
  let at = start;
  while (at < stop) {
    const byte = bytes[at] ?? 0;
    const kind = classes[byte] ?? 0;
    if (kind <= digit || (kind === letter && afterThese[before] === 0)) {
      // What means nothing, a number, or letters in the middle of something: no level and no key begins here.
      at = afterPlain(bytes, at + 1, stop);
      before = bytes[at - 1] ?? 0;
    } else if (kind === letter) {
      const from = at;
      let hash = 0;
      let capitals = 0;
      while (at < stop && at - from <= longestLevelWord) {
        const one = bytes[at] ?? 0;
        if (classes[one] !== letter) break;
        capitals += (one & 0x20) ^ 0x20;
        hash = hashStep(hash, one | 0x20);
        at++;
      }
      const length = at - from;
      if (length > longestLevelWord) at = afterPlain(bytes, at, stop);
      let after = at;
      while (after < end && bytes[after] === 0x1b) after = afterEscape(bytes, after, end);
      const next = after < end ? (bytes[after] ?? 0) : 0x20;
      if (length === 1) {
        if (next === 0x20) {
          const level = levelOfSingle(bytes, start, from, end, before);
          if (level !== 0) return level;
        }
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
      lastHash = hash;
    } else if (kind === escapeByte) at = afterEscape(bytes, at, end);
    else {
      if (byte === 0x3d) {
        const level = isPairKey(lastHash) ? levelOfPair(bytes, start, at, end) : 0;
        if (level !== 0) return level;
        if (words === 0 && classes[before] === letter) stop = Math.min(end, start + logfmtWindow);
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

/** The next byte that means something, or the first letter of a word; `from` is after a byte that is none. A loop of its own is three times as fast. */
function afterPlain(bytes: Uint8Array, from: number, stop: number): number {
  let at = from;
  let inToken = (classes[bytes[from - 1] ?? 0] ?? 0) > space;
  for (; at < stop; at++) {
    const kind = classes[bytes[at] ?? 0] ?? 0;
    if (kind <= digit) inToken = kind === digit;
    else if (kind !== letter || !inToken) break;
  }
  return at;
}

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

/** One capital letter, a space after it: `[I 2024-…`, `05.000 W | etcdserver`, `05.000+0000 I NETWORK`. */
function levelOfSingle(bytes: Uint8Array, start: number, at: number, end: number, before: number): number {
  const level = levelOfLetter(bytes[at] ?? 0);
  if (level === 0 || at + 2 >= end) return 0;
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
