import { type Members, parsedBytes } from './json-members.ts';
import { scanMembersModule } from './wasm/scan-members.wasm.ts';

/*
 * One memory for all lists of a thread, 448 KiB (scripts/wasm.mjs): the members that are wanted, a window of the text, what is kept
 * of it (`parsedBytes` and what one window adds), and the texts of arrays that come again and again. All of it stays in the processor's second cache.
 */
const tableStart = 64;
const windowStart = 16_384;
/** Bytes that are looked at in one call. */
const windowBytes = 131_072;
/** Bytes that may be read or written past an end. */
const margin = 64;
const keptStart = windowStart + windowBytes + margin;
const sharedStart = keptStart + parsedBytes + windowBytes + margin;
const sharedEnd = sharedStart + 65_536;

const openBracket = 0x5b;
const closeBracket = 0x5d;

/** What wasm/scan-members.as.ts exports. */
interface Scanner {
  readonly memory: { readonly buffer: ArrayBuffer };
  scan(start: number, end: number, target: number, members: number): number;
  readTo(): number;
  writtenTo(): number;
  shareIn(start: number, end: number): void;
  sharedIsFull(): number;
  sharedText(number: number): number;
}

/** As in lib.dom, which does not belong to this side. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

interface Machine {
  readonly scanner: Scanner;
  readonly memory: Buffer;
  /** The table that is in the memory now. */
  table: Table | null;
  /** Shared arrays that were parsed, by number. */
  shared: unknown[];
}

/** `Members` as wasm/scan-members.as.ts reads them, to stand at `tableStart`. */
interface Table {
  readonly bytes: Buffer;
  /** Members of members that are chosen from: in their place may stand the number of a shared array. */
  readonly places: readonly { readonly outer: string; readonly inner: readonly string[] }[];
}

/** One per thread; null where the processor has none of the instructions that take 16 bytes at once. */
let machine: Machine | null | undefined;

function startMachine(): Machine | null {
  const bytes = Buffer.from(scanMembersModule, 'base64');
  if (!WebAssembly.validate(bytes)) return null;
  const scanner = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Scanner;
  return { scanner, memory: Buffer.from(scanner.memory.buffer), table: null, shared: [] };
}

/** Kept for as long as the members are: a projection has the same for all its lists. */
const tables = new WeakMap<Members, Table | 'too large'>();

/**
 * Does what MemberCopier does, for whole objects of usual layout, more than twice as fast. What it leaves is for MemberCopier, which is
 * also its reference in tests. Arrays that are equal in many objects, as conditions are, are parsed once and held by all of them; they are frozen.
 * Holds nothing of a list between calls.
 */
export class FastMembers {
  readonly #machine: Machine;
  readonly #table: Table;

  private constructor(machine: Machine, table: Table) {
    this.#machine = machine;
    this.#table = table;
  }

  /** Null when it cannot be done here: an old processor, or more names than fit. */
  static of(members: Members): FastMembers | null {
    machine ??= startMachine();
    if (machine === null) return null;
    const table = tables.get(members) ?? tableOf(members);
    tables.set(members, table);
    return table === 'too large' ? null : new FastMembers(machine, table);
  }

  /**
   * Takes objects from `start` on, with the commas behind them, for as long as they are whole and a byte follows, and calls back with what is kept of
   * them, parsed, in pieces and in order. Returns the index after them, and whether MemberCopier had better read the rest of the list, because
   * what comes next is not laid out as an API server does. Throws SyntaxError when an object is malformed.
   */
  take(bytes: Buffer, start: number, onObjects: (objects: unknown[]) => void): { readonly at: number; readonly unusual: boolean } {
    const { scanner, memory } = this.#machine;
    if (scanner.sharedIsFull() !== 0) this.#machine.table = null;
    let at = start;
    let written = keptStart;
    for (;;) {
      this.#install();
      const length = Math.min(windowBytes, bytes.length - at);
      bytes.copy(memory, windowStart, at, at + length);
      const usual = scanner.scan(windowStart, windowStart + length, written, tableStart) !== 0;
      const read = scanner.readTo() - windowStart;
      at += read;
      written = scanner.writtenTo();
      // An object that is larger than the window is left as well.
      const more = usual && read > 0 && length === windowBytes;
      if (written > keptStart && (!more || written - keptStart >= parsedBytes)) {
        const objects = this.#parse(written);
        written = keptStart;
        onObjects(objects);
      }
      if (!more) return { at, unusual: !usual };
    }
  }

  /** Whoever is called back may have used the memory for another list. */
  #install(): void {
    const { scanner, memory } = this.#machine;
    if (this.#machine.table === this.#table) return;
    this.#table.bytes.copy(memory, tableStart);
    this.#machine.table = this.#table;
    memory.fill(0, sharedStart, sharedEnd);
    scanner.shareIn(sharedStart, sharedEnd);
    this.#machine.shared = [];
  }

  #parse(end: number): unknown[] {
    const { memory } = this.#machine;
    memory[keptStart - 1] = openBracket;
    memory[end - 1] = closeBracket;
    const objects = JSON.parse(memory.toString('utf8', keptStart - 1, end)) as Record<string, unknown>[];
    for (const object of objects) this.#putShared(object);
    return objects;
  }

  #putShared(object: Record<string, unknown>): void {
    for (const { outer, inner } of this.#table.places) {
      const holder = object[outer] as Record<string, unknown> | null | undefined;
      if (typeof holder !== 'object' || holder === null) continue;
      for (const name of inner) {
        const value = holder[name];
        if (typeof value === 'number') holder[name] = this.#machine.shared[value] ?? this.#parseShared(value);
      }
    }
  }

  /** Not before somebody holds it: it may be malformed, which is then the holder's fault. */
  #parseShared(number: number): unknown {
    const { scanner, memory, shared } = this.#machine;
    const at = scanner.sharedText(number);
    const array = deepFrozen(JSON.parse(memory.toString('utf8', at + 8, at + 8 + memory.readUInt32LE(at))));
    shared[number] = array;
    return array;
  }
}

/** Nobody can change what others hold as well. */
function deepFrozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inside of Object.values(value)) deepFrozen(inside);
  return Object.freeze(value);
}

function tableOf(members: Members): Table | 'too large' {
  const bytes = Buffer.alloc(windowStart - tableStart);
  const end = addMembers(bytes, 0, members);
  if (end === null) return 'too large';
  const places = namesInside(members).map(([outer, inside]) => ({ outer, inner: namesInside(inside).map(([name]) => name) }));
  return { bytes: bytes.subarray(0, end), places: places.filter(({ inner }) => inner.length > 0) };
}

/** Members whose own members are chosen from. */
function namesInside(members: Members): [string, Members][] {
  return Object.entries(members).filter((entry): entry is [string, Members] => entry[0] !== '*' && typeof entry[1] === 'object');
}

/** Writes the names at `start` and those inside of them behind. Returns where that ends; null when it does not fit. */
function addMembers(table: Buffer, start: number, { '*': others, ...named }: Members): number | null {
  const entries = Object.entries(named)
    .filter(([name]) => name !== '')
    .map(([name, kept]) => ({ name: Buffer.from(name), kept }));
  let at = start + 16;
  let end: number | null = entries.reduce((bytes, { name }) => bytes + sizeOfEntry(name), at);
  if (end > table.length) return null;
  table.writeUInt32LE(entries.length, start);
  table.writeUInt32LE(others === true ? 1 : 0, start + 4);
  for (const { name, kept } of entries) {
    table.writeUInt32LE(name.length, at);
    table.writeUInt32LE(typeof kept === 'object' ? tableStart + end : kept ? 1 : 0, at + 4);
    name.copy(table, at + 8);
    at += sizeOfEntry(name);
    if (typeof kept === 'object') end = addMembers(table, end, kept);
    if (end === null) return null;
  }
  return end;
}

/** Length, what becomes of it, and the name filled up to a multiple of eight. */
function sizeOfEntry(name: Buffer): number {
  return 8 + Math.ceil(name.length / 8) * 8;
}
