import { protobufMagic } from './unknown-envelope.ts';

/** A field to write: its number, and text or the fields of a message. Kubernetes' messages that we send have nothing else. */
export type FieldToWrite = readonly [number: number, value: string | readonly FieldToWrite[]];

/** An object as API servers take it: `k8s\0` and a runtime.Unknown (typeMeta = 1, raw = 2) with the fields of the object. */
export function encodeObject(apiVersion: string, kind: string, fields: readonly FieldToWrite[]): Buffer {
  const envelope: readonly FieldToWrite[] = [
    [
      1,
      [
        [1, apiVersion],
        [2, kind],
      ],
    ],
    [2, fields],
  ];
  const bytes = Buffer.allocUnsafe(protobufMagic.length + sizeOf(envelope));
  protobufMagic.copy(bytes);
  writeFields(bytes, protobufMagic.length, envelope);
  return bytes;
}

function sizeOf(fields: readonly FieldToWrite[]): number {
  let size = 0;
  for (const [number, value] of fields) {
    const length = lengthOf(value);
    size += varintSize(number * 8) + varintSize(length) + length;
  }
  return size;
}

function lengthOf(value: FieldToWrite[1]): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : sizeOf(value);
}

function writeFields(bytes: Buffer, start: number, fields: readonly FieldToWrite[]): number {
  let at = start;
  for (const [number, value] of fields) {
    // Wire type 2: text and messages have a length in front.
    at = writeVarint(bytes, at, number * 8 + 2);
    at = writeVarint(bytes, at, lengthOf(value));
    at = typeof value === 'string' ? at + bytes.write(value, at, 'utf8') : writeFields(bytes, at, value);
  }
  return at;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

function writeVarint(bytes: Buffer, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) | 0x80;
  bytes[at++] = rest;
  return at;
}
