import { FastMembers } from './fast-members.ts';
import { MemberCopier, type Members, parsedBytes } from './json-members.ts';

/** What stands around the items of a list: kind, metadata, columnDefinitions. */
export interface ListEnvelope {
  readonly kind?: string;
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly [field: string]: unknown;
}

/** What a scanner tells while bytes arrive. */
export interface ListScannerEvents {
  /** Once, before the first item, when the server wrote what surrounds the items first (API servers do). */
  readonly onHead: (head: ListEnvelope) => void;
  readonly onItem: (item: unknown) => void;
}

/** How much of a chunk is joined to the rest of the one before: more than most objects. */
const bridgeBytes = 32_768;

const comma = 0x2c;
const closeBracket = 0x5d;
const openBrace = 0x7b;

/**
 * Takes a list (`{"kind":"PodList","metadata":{…},"items":[…]}`) apart while its bytes arrive, one item at a time, without
 * ever holding it whole. Members that nobody reads (managedFields, about half of all bytes; whatever else a projection does not
 * name) are passed over without being parsed. For every list that is valid JSON the items equal those of JSON.parse, but for
 * the members that are not kept.
 *
 * A list that is not laid out as API servers write it (spaces, other order of members) is collected and parsed whole.
 */
export class JsonListScanner {
  readonly #itemsStart: Buffer;
  readonly #itemsKey: string;
  readonly #events: ListScannerEvents;
  readonly #copier: MemberCopier;
  /** Null where MemberCopier reads everything. */
  #fast: FastMembers | null;
  #pending: Buffer = Buffer.alloc(0);
  #head: string | null = null;
  #state: 'head' | 'items' | 'tail' | 'whole' = 'head';

  constructor(itemsKey: 'items' | 'rows', members: Members, events: ListScannerEvents) {
    this.#copier = new MemberCopier(members);
    this.#fast = FastMembers.of(members);
    this.#itemsKey = itemsKey;
    this.#itemsStart = Buffer.from(`"${itemsKey}":[`);
    this.#events = events;
  }

  /** Takes the next bytes; calls back for every item that is complete by now. Throws SyntaxError on malformed JSON. */
  push(chunk: Uint8Array): void {
    this.#take(chunk);
    // The chunk is the caller's again, who may give its memory back.
    this.#pending = Buffer.from(this.#pending);
  }

  #take(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const waiting = this.#pending;
    if (waiting.length === 0) {
      this.#read(bytes);
      return;
    }
    // Only the item on the border is put together, so that large chunks are not copied.
    const joined = Buffer.concat([waiting, bytes.subarray(0, bridgeBytes)]);
    this.#read(joined);
    const taken = joined.length - this.#pending.length;
    if (taken >= waiting.length) this.#read(bytes.subarray(taken - waiting.length));
    else if (bytes.length > bridgeBytes) this.#read(Buffer.concat([this.#pending, bytes.subarray(bridgeBytes)]));
  }

  #read(bytes: Buffer): void {
    this.#pending = bytes;
    if (this.#state === 'head') this.#readHead();
    if (this.#state === 'items') this.#readItems();
  }

  /** Ends the list and returns what stood around the items. Throws SyntaxError when it is not complete. */
  end(): ListEnvelope {
    const rest = this.#pending.toString('utf8');
    if (this.#state === 'tail') return JSON.parse(this.#head + rest) as ListEnvelope;
    // Cut off in the middle, or laid out in a way that was not foreseen: JSON.parse has the last word.
    const list = JSON.parse((this.#head ?? '') + rest) as ListEnvelope;
    const items = list[this.#itemsKey];
    if (this.#head === null) this.#events.onHead(list);
    if (Array.isArray(items)) for (const item of items) this.#events.onItem(item);
    return list;
  }

  #readHead(): void {
    const at = this.#pending.indexOf(this.#itemsStart);
    if (at < 0) return;
    const end = at + this.#itemsStart.length;
    const head = this.#pending.toString('utf8', 0, end);
    const envelope = parseOrNull(`${head}]}`);
    if (envelope === null) {
      // The key belongs to something deeper, so this is no list as we know it.
      this.#state = 'whole';
      return;
    }
    this.#head = head;
    this.#pending = this.#pending.subarray(end);
    this.#state = 'items';
    this.#events.onHead(envelope);
  }

  #readItems(): void {
    const bytes = this.#pending;
    const copier = this.#copier;
    let at = 0;
    for (;;) {
      if (this.#fast !== null) {
        // Items that were taken before come first.
        this.#tell(copier.take());
        const taken = this.#fast.take(bytes, at, this.#tell);
        at = taken.at;
        if (taken.unusual) this.#fast = null;
      }
      if (bytes[at] === closeBracket) {
        this.#state = 'tail';
        break;
      }
      if (bytes[at] !== openBrace) {
        if (at < bytes.length) this.#state = 'whole';
        break;
      }
      const end = copier.add(bytes, at);
      if (end < 0) break;
      at = end;
      if (copier.length >= parsedBytes) this.#tell(copier.take());
      if (bytes[at] !== comma) continue;
      if (at + 1 === bytes.length) break;
      at++;
    }
    this.#tell(copier.take());
    // An item that waits for its bytes keeps the comma in front of it out of the way of the next look.
    this.#pending = bytes.subarray(bytes[at] === comma && at + 1 === bytes.length ? at + 1 : at);
  }

  readonly #tell = (items: readonly unknown[]): void => {
    for (const item of items) this.#events.onItem(item);
  };
}

function parseOrNull(text: string): ListEnvelope | null {
  try {
    return JSON.parse(text) as ListEnvelope;
  } catch {
    // Not the end of the head: the caller falls back to parsing everything.
    return null;
  }
}
