import type { MessageField } from '../../../../electron/kube/protobuf/message-decoder.ts';
import { messageFields } from '../../../../electron/kube/protobuf/messages.ts';

/* The way back, for tests only: objects as JSON has them to protobuf, by the same tables, with zero values as Go writes them. */

export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** A field of wire type 2. */
export function bytesField(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export function intField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

export function encodeMessage(message: string, object: Record<string, unknown>, noise: Buffer = Buffer.alloc(0)): Buffer {
  const fields = Object.entries(messageFields[message] ?? {});
  return Buffer.concat([noise, ...fields.map(([number, field]) => encodeField(Number(number), field, object[field.name], noise))]);
}

function encodeField(number: number, field: MessageField, value: unknown, noise: Buffer): Buffer {
  if (value === undefined) {
    if (field.omitZero !== true) return Buffer.alloc(0);
    return field.type === 'int' || field.type === 'bool' ? intField(number, 0) : bytesField(number, '');
  }
  if (field.type === 'map') {
    const entries = Object.entries(value as Record<string, string>);
    return Buffer.concat(entries.map(([key, text]) => bytesField(number, Buffer.concat([bytesField(1, key), bytesField(2, text)]))));
  }
  if (field.type === 'quantities') {
    const entries = Object.entries(value as Record<string, string>);
    const quantity = (text: string) => bytesField(2, bytesField(1, text));
    return Buffer.concat(entries.map(([key, text]) => bytesField(number, Buffer.concat([bytesField(1, key), quantity(text)]))));
  }
  const values = field.repeated === true ? (value as unknown[]) : [value];
  return Buffer.concat(values.map((each) => encodeValue(number, field, each, noise)));
}

function encodeValue(number: number, field: MessageField, value: unknown, noise: Buffer): Buffer {
  switch (field.type) {
    case 'int':
    case 'bool':
      return intField(number, Number(value));
    case 'string':
      return bytesField(number, value as string);
    case 'time':
    case 'microTime': {
      const text = value as string;
      const nanos = field.type === 'time' ? 0 : Number(text.slice(20, 26)) * 1000;
      return bytesField(number, Buffer.concat([intField(1, Math.floor(Date.parse(text) / 1000)), intField(2, nanos)]));
    }
    default:
      return bytesField(number, encodeMessage(field.type, value as Record<string, unknown>, noise));
  }
}

/** `k8s\0` and a runtime.Unknown. */
export function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const typeMeta = Buffer.concat([bytesField(1, apiVersion), bytesField(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), bytesField(1, typeMeta), bytesField(2, raw), bytesField(3, ''), bytesField(4, '')]);
}

/** A frame of a watch. */
export function frame(type: string, object: Buffer): Buffer {
  const event = Buffer.concat([bytesField(1, type), bytesField(2, bytesField(1, object))]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(event.length);
  return Buffer.concat([length, event]);
}
