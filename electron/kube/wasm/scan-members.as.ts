/*
 * The inner loop of json-members.ts in AssemblyScript, which is compiled to WebAssembly (scripts/wasm.mjs): it takes 16 bytes at a
 * time where JavaScript takes one. MemberCopier says what it does and is its reference: a test holds both equal.
 *
 * Every address is a byte of the memory that fast-members.ts lays out. Loads of 16 or 64 bytes may reach past the end of the
 * text and see what was there before: whatever is found there lies behind `end`, which is looked at before it is believed.
 */

/** The text ends before the value does. */
const incomplete: i32 = -1;
/** Not laid out as an API server writes it: left to MemberCopier. */
const unusual: i32 = -2;

const quote: u8 = 0x22;
const comma: u8 = 0x2c;
const colon: u8 = 0x3a;
const openBracket: u8 = 0x5b;
const backslash: u8 = 0x5c;
const closeBracket: u8 = 0x5d;
const openBrace: u8 = 0x7b;
const closeBrace: u8 = 0x7d;

/*
 * Members as fast-members.ts writes them, all numbers of 32 bits: how many names, what becomes of others, two counters (`hits` and `misses` below), then
 * for each name its length, what becomes of it, and its bytes filled up with zeros to a multiple of eight. What becomes: 0 left out, 1 kept, else
 * the address of the members of its members.
 */
const leftOut: i32 = 0;
const keptWhole: i32 = 1;
const hits: i32 = 8;
const misses: i32 = 12;
const namesOffset: i32 = 16;
/** Length of a name and what becomes of it, or length of a shared text. */
const headBytes: i32 = 8;

/*
 * Arrays whose kept text comes again and again (conditions, the states of containers) are written once, to be parsed once. Where they stand,
 * their number is written. Only in members of members of an object, so that the numbers are found quickly.
 */
const sharedDepth: i32 = 2;
/** Texts that are shared at a time: three digits. */
const mostShared: i32 = 512;
/** Twice as many, so that a free one is near. Each holds the hash of a text, its address and its number. */
const slots: i32 = 1024;
const slotBytes: i32 = 12;
/** A shorter text is parsed in no time, a longer one hardly comes again. In bytes. */
const shortestShared: i32 = 16;
const longestShared: i32 = 1024;
/** A member whose texts turn out to be new, more often than this and one in four, is not looked up any more. */
const patience: i32 = 64;

/** Slots, then where each text is, then the texts, each after its length. */
let slotsStart: i32 = 0;
let placesStart: i32 = 0;
let nextShared: i32 = 0;
let endShared: i32 = 0;
let shared: i32 = 0;
let refused: bool = false;

/** Begins anew with shared texts, in memory that is given for them and is zero. */
export function shareIn(start: i32, end: i32): void {
  slotsStart = start;
  placesStart = start + slots * slotBytes;
  nextShared = placesStart + mostShared * 4;
  endShared = end;
  shared = 0;
  refused = false;
}

/** Whether there was no room for a text since `shareIn`. */
export function sharedIsFull(): bool {
  return refused;
}

/** Where the length of a shared text stands (32 bits), and behind it the text. */
export function sharedText(number: i32): i32 {
  return load<i32>(placesStart + (number << 2));
}

/** Where the text ends. */
let end: i32 = 0;
/** Text before this is copied or left out. */
let from: i32 = 0;
/** Where the next byte that is kept goes. */
let out: i32 = 0;
let at: i32 = 0;

/** Where the last `scan` stopped reading: the first byte of the object that it could not take, or of what is no object. */
export function readTo(): i32 {
  return at;
}

/** Where the last `scan` stopped writing. */
export function writtenTo(): i32 {
  return out;
}

/**
 * Takes objects that stand behind each other with commas between, from `start` on, until there is none that is whole, and writes what is kept of
 * them, each with a comma behind it, to `target`. Room for as many bytes as are read, and 16 more, is enough. An object counts as whole when a byte
 * follows it. Returns false when the next object has to be left to MemberCopier.
 */
export function scan(start: i32, textEnd: i32, target: i32, members: i32): bool {
  end = textEnd;
  out = target;
  at = start;
  while (at < end && load<u8>(at) === openBrace) {
    const before = out;
    from = at;
    const after = endOfObject(at, members, 0);
    if (after < 0 || after >= end) {
      out = before;
      return after !== unusual;
    }
    copyUntil(after);
    store<u8>(out++, comma);
    at = after;
    if (load<u8>(at) === comma) at++;
  }
  return true;
}

/** Copies in steps of 16 bytes: those written too much are written over by what comes next. */
function copyUntil(to: i32): void {
  let target = out;
  out += to - from;
  for (let source = from; source < to; source += 16, target += 16) v128.store(target, v128.load(source));
}

function endOfObject(start: i32, members: i32, depth: i32): i32 {
  let at = start + 1;
  if (load<u8>(at) === closeBrace) return at + 1;
  while (at < end) {
    const member = at;
    if (load<u8>(at) !== quote) return unusual;
    const name = at + 1;
    const nameEnd = endOfName(name);
    if (nameEnd < 0) return nameEnd;
    at = nameEnd + 2;
    if (at >= end) return incomplete;
    if (load<u8>(nameEnd + 1) !== colon) return unusual;
    const kept = keptOf(members, name, nameEnd - name);
    at = kept > keptWhole ? endOfMembers(at, kept, depth + 1) : endOfValue(at);
    if (at < 0) return at;
    if (at >= end) return incomplete;
    const next = load<u8>(at);
    if (next !== comma && next !== closeBrace) return unusual;
    if (kept === leftOut) {
      copyUntil(member);
      // The comma that stays is the one before the next member; before the end there must be none.
      if (next === closeBrace && load<u8>(out - 1) === comma) out--;
      from = next === comma ? at + 1 : at;
    }
    at++;
    if (next === closeBrace) return at;
  }
  return incomplete;
}

/** The quote behind a name. */
function endOfName(name: i32): i32 {
  for (let at = name; at < end; at += 16) {
    const bytes = v128.load(at);
    const quotes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(quote)));
    const escapes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(backslash)));
    if ((quotes | escapes) === 0) continue;
    if (ctz(quotes) < ctz(escapes)) return at + ctz(quotes);
    return at + ctz(escapes) < end ? unusual : incomplete;
  }
  return incomplete;
}

function keptOf(members: i32, name: i32, length: i32): i32 {
  let known = members + namesOffset;
  for (let left = load<i32>(members); left > 0; left--) {
    const knownLength = load<i32>(known);
    if (knownLength === length && isName(known + headBytes, name, length)) return load<i32>(known, 4);
    known += headBytes + ((knownLength + 7) & ~7);
  }
  return load<i32>(members, 4);
}

function isName(known: i32, name: i32, length: i32): bool {
  let left = length;
  for (; left >= 8; left -= 8, known += 8, name += 8) if (load<u64>(known) !== load<u64>(name)) return false;
  return left === 0 || load<u64>(known) === (load<u64>(name) & (((<u64>1) << (left << 3)) - 1));
}

/** The end of a value whose members are chosen from, or those of its elements. */
function endOfMembers(at: i32, members: i32, depth: i32): i32 {
  const first = load<u8>(at);
  if (first === openBrace) return endOfChosen(at, members, depth);
  if (first !== openBracket) {
    // A number of ours would look the same.
    if (depth === sharedDepth && first !== quote && first < 0x3a) return unusual;
    return endOfValue(at);
  }
  if (depth !== sharedDepth || load<i32>(members, misses) > patience + (load<i32>(members, hits) >> 2)) return endOfArray(at, members);
  return endOfShared(at, members);
}

function endOfShared(at: i32, members: i32): i32 {
  copyUntil(at);
  from = at;
  const text = out;
  const after = endOfArray(at, members);
  if (after < 0 || after >= end) return after;
  copyUntil(after);
  from = after;
  const length = out - text;
  if (length < shortestShared || length > longestShared) return after;
  const number = numberOf(text, length, members);
  if (number < 0) return after;
  out = text;
  if (number >= 100) store<u8>(out++, <u8>(0x30 + number / 100));
  if (number >= 10) store<u8>(out++, <u8>(0x30 + ((number / 10) % 10)));
  store<u8>(out++, <u8>(0x30 + (number % 10)));
  return after;
}

/** The number of a shared text, of this one if it is new; -1 when there is no more room. */
function numberOf(text: i32, length: i32, members: i32): i32 {
  // What follows is room for what will be kept.
  store<u64>(text + length, 0);
  let hash: u64 = length;
  for (let at = 0; at < length; at += 8) hash = rotl<u64>((hash ^ load<u64>(text + at)) * factor, 27);
  const key = <i32>(hash ^ (hash >> 32)) | 1;
  let slot = slotsStart + (key & (slots - 1)) * slotBytes;
  for (;;) {
    const known = load<i32>(slot);
    if (known === 0) break;
    if (known === key && isShared(load<i32>(slot, 4), text, length)) {
      store<i32>(members, load<i32>(members, hits) + 1, hits);
      return load<i32>(slot, 8);
    }
    slot += slotBytes;
    if (slot === placesStart) slot = slotsStart;
  }
  store<i32>(members, load<i32>(members, misses) + 1, misses);
  const bytes = headBytes + ((length + 7) & ~7);
  if (shared >= mostShared || nextShared + bytes > endShared) {
    refused = true;
    return -1;
  }
  store<i32>(slot, key);
  store<i32>(slot, nextShared, 4);
  store<i32>(slot, shared, 8);
  store<i32>(placesStart + (shared << 2), nextShared);
  store<i32>(nextShared, length);
  for (let at = 0; at < length; at += 8) store<u64>(nextShared + headBytes + at, load<u64>(text + at));
  nextShared += bytes;
  return shared++;
}

/** An odd number with bits all over, as in hashes by multiplication (Knuth): 2^64 over the golden ratio. */
const factor: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;

/** Both are filled up with zeros to a multiple of eight. */
function isShared(known: i32, text: i32, length: i32): bool {
  if (load<i32>(known) !== length) return false;
  for (let at = 0; at < length; at += 8) if (load<u64>(known + headBytes + at) !== load<u64>(text + at)) return false;
  return true;
}

function endOfChosen(at: i32, members: i32, depth: i32): i32 {
  // Only whether it is there: `{}` of whatever is in it.
  if (load<i32>(members) > 0 || load<i32>(members, 4) !== leftOut) return endOfObject(at, members, depth);
  const after = endOfNested(at);
  if (after < 0) return after;
  copyUntil(at + 1);
  from = after - 1;
  return after;
}

function endOfArray(start: i32, members: i32): i32 {
  let at = start + 1;
  if (load<u8>(at) === closeBracket) return at + 1;
  while (at < end) {
    const first = load<u8>(at);
    // Arrays in arrays could be so deep that the stack ends before they do.
    if (first === openBracket) return unusual;
    at = first === openBrace ? endOfChosen(at, members, sharedDepth) : endOfValue(at);
    if (at < 0) return at;
    if (at >= end) return incomplete;
    const next = load<u8>(at++);
    if (next === closeBracket) return at;
    if (next !== comma) return unusual;
  }
  return incomplete;
}

/** Index after the value of any kind that starts at `start`. */
function endOfValue(start: i32): i32 {
  const first = load<u8>(start);
  if (first === quote) return endOfText(start + 1);
  if (first === openBrace) return endOfNested(start);
  if (first === openBracket) {
    const flat = endOfFlatArray(start);
    return flat >= 0 ? flat : endOfNested(start);
  }
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === comma || byte === closeBrace || byte === closeBracket) return at;
  }
  return incomplete;
}

function endOfText(start: i32): i32 {
  let at = start;
  while (at < end) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash))));
    if (found === 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if (at >= end) return incomplete;
    if (load<u8>(at) === quote) return at + 1;
    at += 2;
  }
  return incomplete;
}

/** The end of an array that holds no other array, as in json-members.ts, where the proof is; -1 when that proves nothing. */
function endOfFlatArray(start: i32): i32 {
  let close = start + 1;
  for (;;) {
    if (close >= end) return -1;
    const low = v128.load(close);
    const high = v128.load(close, 16);
    const lowBrackets = v128.or(i8x16.eq(low, i8x16.splat(openBracket)), i8x16.eq(low, i8x16.splat(closeBracket)));
    const highBrackets = v128.or(i8x16.eq(high, i8x16.splat(openBracket)), i8x16.eq(high, i8x16.splat(closeBracket)));
    if (v128.any_true(v128.or(lowBrackets, highBrackets))) {
      close += ctz(i8x16.bitmask(lowBrackets) | (i8x16.bitmask(highBrackets) << 16));
      break;
    }
    close += 32;
  }
  if (close + 4 >= end || load<u8>(close) === openBracket) return -1;
  const next = load<u8>(close + 1) === closeBrace ? close + 2 : close + 1;
  const letter = load<u8>(next, 2) | 0x20;
  return load<u8>(next) === comma && load<u8>(next, 1) === quote && letter >= 0x61 && letter <= 0x7a ? close + 1 : -1;
}

/**
 * Index after the object or array that starts at `start` (behind `end` it means nothing, as everywhere), found by counting brackets outside of texts, 64 bytes at a time, one bit for each.
 * Braces and brackets differ in one bit from each other that does not matter here (`[` | 0x20 is `{`), as in MemberCopier.
 */
function endOfNested(start: i32): i32 {
  let depth: i32 = 0;
  /** 1 when the last byte before was a backslash that escapes the first one here. */
  let escapesFirst: u64 = 0;
  /** All ones when the last byte before was in a text. */
  let inText: u64 = 0;
  for (let at = start; at < end; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let quotes = bitsOf(a, b, c, d, i8x16.splat(quote));
    const escapes = bitsOf(a, b, c, d, i8x16.splat(backslash));
    if ((escapes | escapesFirst) !== 0) {
      // A run of backslashes escapes what follows it when it is odd. Adding carries through a run; where it comes out tells on which of
      // two bits it ended (Langdale and Lemire, "Parsing gigabytes of JSON per second", 3.1.1).
      const even: u64 = ((<u64>0x55555555) << 32) | 0x55555555;
      const escaping = escapes & ~escapesFirst;
      const followers = (escaping << 1) | escapesFirst;
      const oddStarts = escaping & ~even & ~followers;
      const sum = oddStarts + escaping;
      escapesFirst = sum < escaping ? 1 : 0;
      quotes &= ~((even ^ (sum << 1)) & followers);
    }
    // A bit is in a text when the number of quotes up to it is odd.
    let texts = quotes;
    texts ^= texts << 1;
    texts ^= texts << 2;
    texts ^= texts << 4;
    texts ^= texts << 8;
    texts ^= texts << 16;
    texts ^= texts << 32;
    texts ^= inText;
    inText = <u64>(<i64>texts >> 63);
    const bit = i8x16.splat(0x20);
    const e = v128.or(a, bit);
    const f = v128.or(b, bit);
    const g = v128.or(c, bit);
    const h = v128.or(d, bit);
    const opens = bitsOf(e, f, g, h, i8x16.splat(openBrace)) & ~texts;
    let closes = bitsOf(e, f, g, h, i8x16.splat(closeBrace)) & ~texts;
    const opening = <i32>popcnt(opens);
    const closing = <i32>popcnt(closes);
    if (closing >= depth) {
      // It may end here.
      for (let closed = 1; closes !== 0; closed++, closes &= closes - 1) {
        const before = (closes & -closes) - 1;
        if (depth + <i32>popcnt(opens & before) !== closed) continue;
        return at + <i32>ctz(closes) + 1;
      }
    }
    depth += opening - closing;
  }
  return incomplete;
}

/** One bit for each of 64 bytes that equals the one that `wanted` repeats. */
function bitsOf(a: v128, b: v128, c: v128, d: v128, wanted: v128): u64 {
  return (
    <u64>i8x16.bitmask(i8x16.eq(a, wanted)) |
    ((<u64>i8x16.bitmask(i8x16.eq(b, wanted))) << 16) |
    ((<u64>i8x16.bitmask(i8x16.eq(c, wanted))) << 32) |
    ((<u64>i8x16.bitmask(i8x16.eq(d, wanted))) << 48)
  );
}
