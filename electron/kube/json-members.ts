/**
 * Which members of an object are worth parsing. `true` keeps a value whole, `false` leaves it out, a nested record goes on
 * inside it (inside every element, if it is an array). `*` says what becomes of members that are not named; default `false`.
 */
export interface Members {
  readonly [name: string]: boolean | Members;
}

/** `Members` ready to be compared with bytes. */
interface CompiledMembers {
  /** By the first byte of the name. */
  readonly byFirst: readonly (readonly { readonly name: Uint8Array; readonly kept: Kept }[] | undefined)[];
  readonly others: boolean;
}

type Kept = boolean | CompiledMembers;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The bytes end before the value does. */
const incomplete = -1;
/** Not laid out as an API server writes it: no spaces, no escapes in names. */
const unusual = -2;

/** Bytes of what is kept that are parsed at a time: what they become is dropped before it leaves the processor's cache. */
export const parsedBytes = 98_304;

/** Pieces shorter than this are copied by a loop, which is then cheaper than a call into C++. */
const shortPiece = 64;

/** Compiled once for all pages of a list. */
const compiled = new WeakMap<Members, CompiledMembers>();

/**
 * Collects JSON objects out of bytes, without the members that nobody reads: those are passed over by matching brackets, and
 * only what is left is parsed, many objects by one call. Works by leaving out: bytes are copied from one member that is not
 * kept to the next. FastMembers does the same for most objects, and is held equal to this by a test. Multi-byte characters need no care: in UTF-8 none of their bytes looks like ASCII.
 */
export class MemberCopier {
  readonly #members: CompiledMembers;
  #bytes: Buffer = Buffer.alloc(0);
  /** Bytes before this are copied or left out. */
  #from = 0;
  /** A JSON array of the objects so far, each with a comma behind it. */
  #out = Buffer.allocUnsafe(32_768);
  #length = 1;

  constructor(members: Members) {
    this.#members = compiled.get(members) ?? compile(members);
    compiled.set(members, this.#members);
    this.#out[0] = openBracket;
  }

  /**
   * Adds the object that starts at `start` and returns the index after it. -1, and nothing is added, when the bytes end with
   * it or before it: what follows an object tells that it is one. Text that is not JSON gives some end; `take` or parsing
   * what follows then fails.
   */
  add(bytes: Buffer, start: number): number {
    const before = this.#length;
    this.#bytes = bytes;
    this.#from = start;
    let end = this.#object(start, this.#members);
    if (end === unusual) {
      this.#length = before;
      this.#from = start;
      end = endOfValue(bytes, start);
    }
    if (end < 0 || end >= bytes.length) {
      this.#length = before;
      return incomplete;
    }
    this.#copyUntil(end);
    this.#out[this.#length++] = comma;
    return end;
  }

  /** Bytes of the objects added since the last `take`. */
  get length(): number {
    return this.#length;
  }

  /** The objects added since the last call, parsed. Throws SyntaxError when one is malformed. */
  take(): unknown[] {
    if (this.#length === 1) return [];
    this.#out[this.#length - 1] = closeBracket;
    const text = this.#out.toString('utf8', 0, this.#length);
    this.#length = 1;
    return JSON.parse(text) as unknown[];
  }

  #object(start: number, members: CompiledMembers): number {
    const bytes = this.#bytes;
    const { length } = bytes;
    let at = start + 1;
    if (bytes[at] === closeBrace) return at + 1;
    while (at < length) {
      const member = at;
      if (bytes[at] !== quote) return unusual;
      const name = ++at;
      while (at < length && bytes[at] !== quote) {
        if (bytes[at] === backslash) return unusual;
        at++;
      }
      const nameEnd = at;
      at += 2;
      if (at >= length) return incomplete;
      if (bytes[at - 1] !== colon) return unusual;
      const kept = keptOf(members, bytes, name, nameEnd);
      if (kept === false) {
        at = endOfValue(bytes, at);
        if (at < 0) return at;
        this.#copyUntil(member);
        const last = bytes[at] === closeBrace;
        // The comma that stays is the one before the next member; before the end there must be none.
        if (last && this.#out[this.#length - 1] === comma) this.#length--;
        this.#from = last ? at : at + 1;
      } else {
        at = kept === true ? endOfValue(bytes, at) : this.#value(at, kept);
        if (at < 0) return at;
      }
      const next = bytes[at];
      if (next === closeBrace) return at + 1;
      if (next !== comma) return at < length ? unusual : incomplete;
      at++;
    }
    return incomplete;
  }

  #value(start: number, members: CompiledMembers): number {
    const first = this.#bytes[start];
    if (first === openBrace) return this.#object(start, members);
    if (first === openBracket) return this.#array(start, members);
    return endOfValue(this.#bytes, start);
  }

  #array(start: number, members: CompiledMembers): number {
    const bytes = this.#bytes;
    let at = start + 1;
    if (bytes[at] === closeBracket) return at + 1;
    while (at < bytes.length) {
      at = this.#value(at, members);
      if (at < 0) return at;
      const next = bytes[at];
      if (next === closeBracket) return at + 1;
      if (next !== comma) return at < bytes.length ? unusual : incomplete;
      at++;
    }
    return incomplete;
  }

  #copyUntil(end: number): void {
    const from = this.#from;
    const count = end - from;
    // One byte more is always free, for the comma or bracket behind an object.
    if (this.#length + count >= this.#out.length) this.#grow(count);
    const bytes = this.#bytes;
    const out = this.#out;
    if (count < shortPiece) for (let at = from, to = this.#length; at < end; at++, to++) out[to] = bytes[at] ?? 0;
    else bytes.copy(out, this.#length, from, end);
    this.#length += count;
  }

  #grow(by: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#length + by + 1));
    this.#out.copy(larger, 0, 0, this.#length);
    this.#out = larger;
  }
}

/** Index after the value of any kind that starts at `start`; -1 when the bytes end first. */
function endOfValue(bytes: Buffer, start: number): number {
  const { length } = bytes;
  const first = bytes[start];
  let at = start;
  if (first === openBrace || first === openBracket) {
    if (first === openBracket) {
      const flat = endOfFlatArray(bytes, start);
      if (flat >= 0) return flat;
    }
    let depth = 0;
    while (at < length) {
      const byte = bytes[at];
      if (byte === quote) {
        at++;
        while (at < length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
      } else if (byte === openBracket || byte === openBrace) depth++;
      else if (byte === closeBracket || byte === closeBrace) {
        depth--;
        if (depth === 0) return at + 1;
      }
      at++;
    }
    return incomplete;
  }
  if (first === quote) {
    at++;
    while (at < length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
    return at < length ? at + 1 : incomplete;
  }
  while (at < length && bytes[at] !== comma && bytes[at] !== closeBrace && bytes[at] !== closeBracket) at++;
  return at < length ? at : incomplete;
}

/**
 * The end of an array that holds no other array (as managedFields and most lists of an API do), found by searching for
 * brackets instead of looking at every byte; -1 when that proves nothing. The proof: no `[` in between, so the `]` is ours unless it
 * stands in a string; and after a string that ended at the quote behind `],` or `]},` no letter could follow, only `: , ] }` or a space.
 */
function endOfFlatArray(bytes: Buffer, start: number): number {
  const close = bytes.indexOf(closeBracket, start + 1);
  if (close < 0) return -1;
  const open = bytes.indexOf(openBracket, start + 1);
  if (open >= 0 && open < close) return -1;
  const at = bytes[close + 1] === closeBrace ? close + 2 : close + 1;
  return bytes[at] === comma && bytes[at + 1] === quote && isLetter(bytes[at + 2] ?? 0) ? close + 1 : -1;
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

function keptOf(members: CompiledMembers, bytes: Buffer, from: number, to: number): Kept {
  const candidates = members.byFirst[bytes[from] ?? 0];
  if (candidates === undefined) return members.others;
  for (const { name, kept } of candidates) {
    if (name.length !== to - from) continue;
    let index = 1;
    while (index < name.length && name[index] === bytes[from + index]) index++;
    if (index === name.length) return kept;
  }
  return members.others;
}

function compile(members: Members): CompiledMembers {
  const byFirst: { readonly name: Uint8Array; readonly kept: Kept }[][] = new Array(256);
  for (const [key, value] of Object.entries(members)) {
    const name = Buffer.from(key);
    const first = name[0];
    if (key === '*' || first === undefined) continue;
    byFirst[first] ??= [];
    byFirst[first].push({ name, kept: typeof value === 'boolean' ? value : compile(value) });
  }
  return { byFirst, others: members['*'] === true };
}
