import type { Members } from '../json-members.ts';
import { ProtobufError } from './protobuf-error.ts';
import { rememberedText } from './remembered-text.ts';
import { timeText } from './time-text.ts';
import { WireReader, wireTypes } from './wire-reader.ts';

/** One field: the member it is in JSON, and how its bytes are read. */
export interface MessageField {
  readonly name: string;
  /** `string`, `bool`, `int` (32 or 64 bits), `time` and `microTime` of metav1, `map` of text to text, `quantities` (map of text to resource.Quantity, which JSON has as text), or the name of a message. */
  readonly type: string;
  readonly repeated?: boolean;
  /** Protobuf writes zero values that JSON leaves out (`omitempty` of a field that is no pointer). */
  readonly omitZero?: boolean;
}

/** Fields by number. */
export type MessageFields = Readonly<Record<number, MessageField>>;

/** The message of a resource. */
export interface RootMessage {
  readonly apiVersion: string;
  readonly kind: string;
  readonly message: string;
}

/** A field that is read, with its message if it is one. */
interface ReadField extends MessageField {
  readonly fields: ReadFields | null;
}
type ReadFields = readonly (ReadField | undefined)[];

type Decoded = Record<string, unknown>;

/**
 * Decodes one message into the object that JSON.parse would give of the same object's JSON, but for members that nobody reads
 * (absent here) and for what JSON writes as null (absent here). Unknown fields are passed over. Throws ProtobufError, and
 * nothing else, for bytes that are no such message. Of a field that stands twice the last counts.
 */
export class MessageDecoder {
  readonly #fields: ReadFields;

  /** Reads what `members` names. Throws when the tables lack something that is named. */
  constructor(tables: Readonly<Record<string, MessageFields>>, message: string, members: Members) {
    this.#fields = fieldsOf(tables, message, members);
  }

  decode(bytes: Buffer, start: number, end: number): Readonly<Record<string, unknown>> {
    try {
      return readMessage(new WireReader(bytes, start, end), this.#fields);
    } catch (thrown) {
      // All its bytes are here: one that needs more is damaged, not cut off, and would be so again.
      throw thrown instanceof ProtobufError && thrown.cutOff ? new ProtobufError(`a message is too short: ${thrown.message}`) : thrown;
    }
  }
}

function fieldsOf(tables: Readonly<Record<string, MessageFields>>, message: string, members: Members): ReadFields {
  const fields: (ReadField | undefined)[] = [];
  const missing = new Set(Object.keys(members));
  for (const [number, field] of Object.entries(tables[message] ?? {})) {
    const member = members[field.name];
    missing.delete(field.name);
    if (member === undefined || member === false) continue;
    const inner = tables[field.type] === undefined ? null : fieldsOf(tables, field.type, member === true ? {} : member);
    fields[Number(number)] = { ...field, fields: inner };
  }
  if (missing.size > 0) throw new Error(`${message} has no ${[...missing].join()}: run scripts/protobuf-messages.mjs`);
  return fields;
}

/** Reads up to `reader.end`. */
function readMessage(reader: WireReader, fields: ReadFields): Decoded {
  const object: Decoded = {};
  const { end } = reader;
  while (reader.at < end) {
    const tag = reader.unsigned();
    const wireType = tag & 7;
    const number = tag >>> 3;
    if (number === 0) throw new ProtobufError('field number 0');
    const field = fields[number];
    if (field === undefined) {
      reader.skip(wireType);
      continue;
    }
    const expected = field.type === 'int' || field.type === 'bool' ? wireTypes.varint : wireTypes.bytes;
    if (wireType !== expected) throw new ProtobufError(`${field.name} has wire type ${wireType} instead of ${expected}`);
    readField(reader, field, object);
  }
  return object;
}

function readField(reader: WireReader, field: ReadField, object: Decoded): void {
  const { name } = field;
  if (field.type === 'int' || field.type === 'bool') {
    const number = reader.signed();
    if (number === 0 && field.omitZero === true) delete object[name];
    else object[name] = field.type === 'int' ? number : number !== 0;
    return;
  }
  const outer = reader.end;
  const length = reader.length();
  reader.end = reader.at + length;
  if (field.type === 'map' || field.type === 'quantities') readEntry(reader, object, name, field.type === 'quantities');
  else {
    const value = field.fields === null ? readScalar(reader, field) : readMessage(reader, field.fields);
    if (field.repeated === true) {
      const list = object[name];
      if (Array.isArray(list)) list.push(value);
      else object[name] = [value];
    } else if (value === null || (value === '' && field.omitZero === true)) delete object[name];
    else object[name] = value;
  }
  reader.at = reader.end;
  reader.end = outer;
}

function readScalar(reader: WireReader, field: ReadField): string | null {
  if (field.type === 'string') return rememberedText(reader.bytes, reader.at, reader.end);
  // An empty message is Go's zero time, which JSON writes as null (metav1 time_proto.go).
  if (reader.at === reader.end) return null;
  let seconds = 0;
  let nanos = 0;
  while (reader.at < reader.end) {
    const tag = reader.unsigned();
    if (tag === 0x08) seconds = reader.signed();
    else if (tag === 0x10) nanos = reader.signed();
    else reader.skip(tag & 7);
  }
  return timeText(seconds, field.type === 'microTime' ? nanos : null);
}

/** One entry of a map of text to text: key = 1, value = 2, either may be absent. `wrapped`: the text is field 1 of a message (api/resource generated.proto). */
function readEntry(reader: WireReader, object: Decoded, name: string, wrapped: boolean): void {
  let key = '';
  let value = '';
  while (reader.at < reader.end) {
    const tag = reader.unsigned();
    if (tag !== 0x0a && tag !== 0x12) {
      reader.skip(tag & 7);
      continue;
    }
    const length = reader.length();
    const end = reader.at + length;
    if (tag === 0x0a) key = rememberedText(reader.bytes, reader.at, end);
    else if (wrapped) value = wrappedText(reader, end);
    else value = rememberedText(reader.bytes, reader.at, end);
    reader.at = end;
  }
  object[name] ??= {};
  const entries = object[name] as Record<string, string>;
  // By assignment it would become the prototype; JSON.parse makes it a member.
  if (key === '__proto__') Object.defineProperty(entries, key, { value, enumerable: true, configurable: true, writable: true });
  else entries[key] = value;
}

/** Field 1, text, of the message that ends at `end`. */
function wrappedText(reader: WireReader, end: number): string {
  const outer = reader.end;
  reader.end = end;
  let text = '';
  while (reader.at < end) {
    const tag = reader.unsigned();
    if (tag !== 0x0a) {
      reader.skip(tag & 7);
      continue;
    }
    const length = reader.length();
    text = rememberedText(reader.bytes, reader.at, reader.at + length);
    reader.at += length;
  }
  reader.end = outer;
  return text;
}
