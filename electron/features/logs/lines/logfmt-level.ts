import { bytesOf, classes, digit, letter } from './byte-classes.ts';
import { hashStep, levelOfText } from './level-words.ts';

const beforePair = bytesOf(' \t[({,;');
const pairKeys = ['level', 'lvl', 'severity', 'loglevel', 'log_level', 'levelname', 'l'].map((name) => new TextEncoder().encode(name));

/** By the low byte of the hash of a key's last run of letters: 1 = it may be one of them. */
const mayBeKey = new Uint8Array(256);
for (const key of pairKeys) mayBeKey[key.slice(key.indexOf(0x5f) + 1).reduce(hashStep, 0) & 0xff] = 1;

/** Whether a run of letters with this hash may end the name of a level: most pairs are something else. */
export function isPairKey(hash: number): boolean {
  return mayBeKey[hash & 0xff] === 1;
}

/** `level=warn`, `lvl="eror"`, `severity=ERROR`: `equals` is the place of the sign. */
export function levelOfPair(bytes: Uint8Array, start: number, equals: number, end: number): number {
  let from = equals;
  while (from > start && equals - from < 10 && isKeyByte(bytes[from - 1] ?? 0)) from--;
  const length = equals - from;
  if (length === 0 || (from > start && beforePair[bytes[from - 1] ?? 0] === 0)) return 0;
  for (const key of pairKeys) {
    if (key.length !== length) continue;
    let same = true;
    for (let at = 0; same && at < length; at++) same = ((bytes[from + at] ?? 0) | 0x20) === ((key[at] ?? 0) | 0x20);
    if (!same) continue;
    const level = levelOfValue(bytes, equals + 1, end);
    if (level !== 0) return level;
  }
  return 0;
}

/** The level that stands at `from`, in quotes or not: what follows the `=` of a pair. */
export function levelOfValue(bytes: Uint8Array, from: number, end: number): number {
  const value = from < end && bytes[from] === 0x22 ? from + 1 : from;
  let to = value;
  while (to < end && to - value < 14 && classes[bytes[to] ?? 0] === letter) to++;
  const level = Math.abs(levelOfText(bytes, value, to));
  return to >= end || classes[bytes[to] ?? 0] !== letter ? level : 0;
}

function isKeyByte(byte: number): boolean {
  return classes[byte] === letter || classes[byte] === digit || byte === 0x5f || byte === 0x2e || byte === 0x2d;
}
