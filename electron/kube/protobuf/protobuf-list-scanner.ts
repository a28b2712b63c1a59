import type { ListEnvelope, ListScannerEvents } from '../json-list-scanner.ts';
import { ElementJoiner, type Taken } from './element-joiner.ts';
import type { MessageDecoder } from './message-decoder.ts';
import { ProtobufError } from './protobuf-error.ts';
import { protobufMagic, readTypeMeta, type TypeMeta } from './unknown-envelope.ts';
import { WireReader, wireTypes } from './wire-reader.ts';

/** Longest field that is held, in bytes: etcd's limit for an object is 1.5 MB, so this is a broken or hostile answer. */
const longestField = 64 * 1024 * 1024;

/** Which list is expected, and how its parts are decoded. */
export interface ListMessages {
  /** Of the items: the list is a `${kind}List`. */
  readonly item: TypeMeta;
  readonly decoder: MessageDecoder;
  readonly listMeta: MessageDecoder;
}

/**
 * JsonListScanner's counterpart: takes a protobuf list apart while its bytes arrive, one item at a time, holding no more than
 * the item on the border of two chunks. The body is `k8s\0` and a runtime.Unknown whose `raw` is the list (metadata = 1, items = 2).
 * Throws ProtobufError for anything else; with `cutOff` when only the end is missing.
 */
export class ProtobufListScanner {
  readonly #messages: ListMessages;
  readonly #events: ListScannerEvents;
  readonly #joiner = new ElementJoiner((bytes) => this.#take(bytes));
  /** Where we are: before `k8s\0`, in the envelope, in the list, in the envelope behind the list. */
  #state: 'magic' | 'envelope' | 'list' | 'tail' = 'magic';
  #typeMeta: TypeMeta = { apiVersion: '', kind: '' };
  #metadata: ListEnvelope['metadata'];
  #headTold = false;
  /** Bytes of the list that are still to come. */
  #left = 0;

  constructor(messages: ListMessages, events: ListScannerEvents) {
    this.#messages = messages;
    this.#events = events;
  }

  push(chunk: Uint8Array): void {
    this.#joiner.push(chunk);
  }

  /** Ends the list and returns what stood around the items. */
  end(): ListEnvelope {
    if (this.#state !== 'tail' || this.#joiner.unfinished > 0) throw new ProtobufError('the list ends too early', true);
    if (this.#metadata === undefined) throw new ProtobufError('a list without metadata');
    return { ...this.#envelope(), items: [] };
  }

  #envelope(): ListEnvelope {
    const { kind } = this.#typeMeta;
    return this.#metadata === undefined ? { kind } : { kind, metadata: this.#metadata };
  }

  #tellHead(): void {
    if (this.#headTold) return;
    this.#headTold = true;
    this.#events.onHead(this.#envelope());
  }

  #take(bytes: Buffer): Taken {
    let used = 0;
    if (this.#state === 'magic') {
      if (bytes.length < 4) return { used, needed: 4 };
      if (bytes.compare(protobufMagic, 0, 4, 0, 4) !== 0) throw new ProtobufError('the answer does not start with k8s\\0');
      this.#state = 'envelope';
      used = 4;
    }
    const reader = new WireReader(bytes, used);
    while (used < bytes.length) {
      const needed = this.#field(reader);
      if (needed > 0) return { used, needed };
      used = reader.at;
    }
    return { used, needed: 0 };
  }

  /** Reads the field at `reader`; how many bytes it has when it is not all there, else 0. */
  #field(reader: WireReader): number {
    const start = reader.at;
    const available = reader.end - start;
    const header = readHeader(reader);
    if (header === null) return available + 1;
    const { tag, length } = header;
    if (length > longestField && !(this.#state === 'envelope' && tag === 0x12)) throw new ProtobufError(`a field of ${length} bytes`);
    if (this.#state === 'list') {
      const size = reader.at - start + length;
      if (size > this.#left) throw new ProtobufError('a field is longer than its list');
      if (size > available) return size;
      this.#ofList(tag, reader, length);
      this.#left -= size;
      if (this.#left === 0) this.#state = 'tail';
      return 0;
    }
    if (this.#state === 'envelope' && tag === 0x12) {
      this.#begin(length);
      return 0;
    }
    const size = reader.at - start + length;
    if (size > available) return size;
    if (this.#state === 'envelope' && tag === 0x0a) this.#typeMeta = typeMetaOf(reader.bytes, reader.at, reader.at + length);
    else if (tag === 0x1a && length > 0) throw new ProtobufError('a list in an encoding of its own');
    reader.at += length;
    return 0;
  }

  #begin(length: number): void {
    const { item } = this.#messages;
    const { apiVersion, kind } = this.#typeMeta;
    if (kind !== `${item.kind}List` || apiVersion !== item.apiVersion) {
      throw new ProtobufError(`the answer is a ${apiVersion.slice(0, 60)} ${kind.slice(0, 60)}, not a ${item.apiVersion} ${item.kind}List`);
    }
    this.#left = length;
    this.#state = length === 0 ? 'tail' : 'list';
  }

  #ofList(tag: number, reader: WireReader, length: number): void {
    const { at } = reader;
    reader.at += length;
    if (tag === 0x0a) {
      this.#metadata = this.#messages.listMeta.decode(reader.bytes, at, at + length);
      this.#tellHead();
    } else if (tag === 0x12) {
      // It names the next page: told too late, the rows from there on would be missing, and nobody would know.
      if (this.#metadata === undefined) throw new ProtobufError('an item before the metadata of its list');
      this.#events.onItem(this.#messages.decoder.decode(reader.bytes, at, at + length));
    }
  }
}

/** All its bytes are here: one that needs more is damaged, not cut off. */
function typeMetaOf(bytes: Buffer, start: number, end: number): TypeMeta {
  try {
    return readTypeMeta(bytes, start, end);
  } catch (thrown) {
    throw thrown instanceof ProtobufError && thrown.cutOff ? new ProtobufError('the type of the list is too short') : thrown;
  }
}

/** Tag and length of the value behind `reader`, which is left in front of the value; null when they are not all there. */
function readHeader(reader: WireReader): { readonly tag: number; readonly length: number } | null {
  try {
    const tag = reader.unsigned();
    if (tag >>> 3 === 0) throw new ProtobufError('field number 0');
    const wireType = tag & 7;
    if (wireType === wireTypes.bytes) return { tag, length: reader.unsigned() };
    const { at } = reader;
    // Anything but bytes is at most ten bytes and of no interest here.
    reader.skip(wireType);
    const length = reader.at - at;
    reader.at = at;
    return { tag, length };
  } catch (thrown) {
    if (thrown instanceof ProtobufError && thrown.cutOff) return null;
    throw thrown;
  }
}
