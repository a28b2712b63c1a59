import { logLevels } from '../../../../shared/logs.ts';

/*
 * The words that loggers write for their levels, found by hash in bytes. `weak` ones are also ordinary words (`note`, `log`, `fail`) and
 * count only where nothing else could stand: in brackets or before a colon.
 */
const words: Readonly<Record<string, { readonly level: (typeof logLevels)[number]; readonly names: string; readonly weak?: true }>> = {
  trace: { level: 'trace', names: 'trace trc trac trce finest finer' },
  verbose: { level: 'trace', names: 'verbose verb vrb', weak: true },
  debug: { level: 'debug', names: 'debug dbg debu dbug' },
  fine: { level: 'debug', names: 'fine', weak: true },
  info: { level: 'info', names: 'info inf informational information' },
  notice: { level: 'info', names: 'notice note log system', weak: true },
  warn: { level: 'warn', names: 'warn warning wrn' },
  error: { level: 'error', names: 'error err erro eror severe' },
  fail: { level: 'error', names: 'fail failure', weak: true },
  fatal: { level: 'fatal', names: 'fatal ftl fata panic pani dpanic critical crit' },
  emergency: { level: 'fatal', names: 'alert emerg emergency', weak: true },
};

/** Letters of the longest word. */
export const longestLevelWord = 13;

interface Word {
  readonly bytes: Uint8Array;
  readonly level: number;
  readonly weak: boolean;
}

/** Slots of the table: enough that different words of it have slots of their own, which the loop below makes sure of. */
const slots = 4_096;

/** One letter more of a hash that begins with 0. `letter` must be lower case. */
export function hashStep(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 0;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & (slots - 1);
}

/** By slot, the word's place in `known`; 0 = none. */
const table = new Uint8Array(slots);
const known: Word[] = [{ bytes: new Uint8Array(0), level: 0, weak: false }];
for (const { level, names, weak } of Object.values(words)) {
  for (const name of names.split(' ')) {
    const bytes = new TextEncoder().encode(name);
    const slot = slotOf(bytes.reduce(hashStep, 0));
    if (table[slot] !== 0) throw new Error(`two level words have the slot ${slot}`);
    table[slot] = known.push({ bytes, level: logLevels.indexOf(level), weak: weak === true }) - 1;
  }
}

/** What a word at `start` says, its letters of either case: the index of its level, negative for a weak word, 0 for none. `hash` is over its lower case letters. */
export function levelOfWord(bytes: Uint8Array, start: number, end: number, hash: number): number {
  const place = table[slotOf(hash)] ?? 0;
  const word = known[place];
  if (place === 0 || word === undefined || word.bytes.length !== end - start) return 0;
  for (let at = start; at < end; at++) {
    if (((bytes[at] ?? 0) | 0x20) !== word.bytes[at - start]) return 0;
  }
  return word.weak ? -word.level : word.level;
}

/** As `levelOfWord`, of a word that was not hashed on the way. */
export function levelOfText(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longestLevelWord) return 0;
  let hash = 0;
  for (let at = start; at < end; at++) hash = hashStep(hash, (bytes[at] ?? 0) | 0x20);
  return levelOfWord(bytes, start, end, hash);
}

const letters = new Uint8Array(256);
for (const [letter, level] of Object.entries({
  T: 'trace',
  V: 'trace',
  D: 'debug',
  I: 'info',
  W: 'warn',
  E: 'error',
  F: 'fatal',
  C: 'fatal',
  P: 'fatal',
} as const))
  letters[letter.charCodeAt(0)] = logLevels.indexOf(level);

/** Level of the one capital letter that klog, glog, capnslog, logcat and Ruby write; 0 = none. */
export function levelOfLetter(letter: number): number {
  return letters[letter] ?? 0;
}

/** Level of a syslog severity (RFC 5424, table 2): 0 emergency to 7 debug. */
export function levelOfSeverity(severity: number): number {
  return [6, 6, 6, 5, 4, 3, 3, 2][severity] ?? 0;
}
