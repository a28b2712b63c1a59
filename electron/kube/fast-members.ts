import { type Members, parsedBytes } from './json-members.ts';
import { scanMembersModule } from './wasm/scan-members.wasm.ts';

/*
 * One memory for all lists of a thread, 384 KiB (scripts/wasm.mjs): the members that are wanted, a window of the text, and what is kept
 * of it, `parsedBytes` and what one window adds. All of it stays in the processor's second cache.
 */
const tableStart = 64;
const windowStart = 16_384;
/** Bytes that are looked at in one call. */
const windowBytes = 131_072;
/** Bytes that may be read or written past an end. */
const margin = 64;
const keptStart = windowStart + windowBytes + margin;

const openBracket = 0x5b;
const closeBracket = 0x5d;

/** What wasm/scan-members.as.ts exports. */
interface Scanner {
  readonly memory: { readonly buffer: ArrayBuffer };
  scan(start: number, end: number, target: number, members: number): number;
  readTo(): number;
  writtenTo(): number;
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
  table: Buffer | null;
}

/** One per thread; null where the processor has none of the instructions that take 16 bytes at once. */
let machine: Machine | null | undefined;

function startMachine(): Machine | null {
  const bytes = Buffer.from(scanMembersModule, 'base64');
  if (!WebAssembly.validate(bytes)) return null;
  const scanner = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Scanner;
  return { scanner, memory: Buffer.from(scanner.memory.buffer), table: null };
}

/** Kept for as long as the members are: a projection has the same for all its lists. */
const tables = new WeakMap<Members, Buffer | 'too large'>();

/**
 * Does what MemberCopier does, for whole objects of usual layout, five times as fast. What it leaves is for MemberCopier, which is
 * also its reference in tests. Holds nothing between calls.
 */
export class FastMembers {
  readonly #machine: Machine;
  readonly #table: Buffer;

  private constructor(machine: Machine, table: Buffer) {
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
    if (this.#machine.table === this.#table) return;
    this.#table.copy(this.#machine.memory, tableStart);
    this.#machine.table = this.#table;
  }

  #parse(end: number): unknown[] {
    const { memory } = this.#machine;
    memory[keptStart - 1] = openBracket;
    memory[end - 1] = closeBracket;
    return JSON.parse(memory.toString('utf8', keptStart - 1, end)) as unknown[];
  }
}

/** `Members` as wasm/scan-members.as.ts reads them, to stand at `tableStart`. */
function tableOf(members: Members): Buffer | 'too large' {
  const table = Buffer.alloc(windowStart - tableStart);
  const end = addMembers(table, 0, members);
  return end === null ? 'too large' : table.subarray(0, end);
}

/** Writes the names at `start` and those inside of them behind. Returns where that ends; null when it does not fit. */
function addMembers(table: Buffer, start: number, { '*': others, ...named }: Members): number | null {
  const entries = Object.entries(named)
    .filter(([name]) => name !== '')
    .map(([name, kept]) => ({ name: Buffer.from(name), kept }));
  let at = start + 8;
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
