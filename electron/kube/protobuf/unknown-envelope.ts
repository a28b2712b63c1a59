import { ProtobufError } from './protobuf-error.ts';
import { WireReader } from './wire-reader.ts';

/** What every protobuf body of Kubernetes starts with (apimachinery runtime/serializer/protobuf). */
export const protobufMagic: Buffer = Buffer.from('k8s\0');

/** apiVersion and kind of a runtime.TypeMeta. */
export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A runtime.Unknown: what it holds, and where in the bytes that is. */
export interface UnknownEnvelope extends TypeMeta {
  readonly start: number;
  readonly end: number;
}

/** Reads a runtime.TypeMeta (apiVersion = 1, kind = 2). Throws ProtobufError. */
export function readTypeMeta(bytes: Buffer, start: number, end: number): TypeMeta {
  const reader = new WireReader(bytes, start, end);
  const typeMeta = { apiVersion: '', kind: '' };
  while (reader.at < end) {
    const tag = reader.unsigned();
    if (tag !== 0x0a && tag !== 0x12) {
      reader.skip(tag & 7);
      continue;
    }
    const length = reader.length();
    typeMeta[tag === 0x0a ? 'apiVersion' : 'kind'] = bytes.toString('utf8', reader.at, reader.at + length);
    reader.at += length;
  }
  return typeMeta;
}

/** Reads `k8s\0` and a runtime.Unknown (typeMeta = 1, raw = 2, contentEncoding = 3) that is all there. Throws ProtobufError. */
export function readUnknown(bytes: Buffer, start: number, end: number): UnknownEnvelope {
  if (end - start < 4 || bytes.compare(protobufMagic, 0, 4, start, start + 4) !== 0) throw new ProtobufError('an object without k8s\\0');
  const reader = new WireReader(bytes, start + 4, end);
  let typeMeta: TypeMeta = { apiVersion: '', kind: '' };
  let raw: { start: number; end: number } | null = null;
  while (reader.at < end) {
    const tag = reader.unsigned();
    if (tag !== 0x0a && tag !== 0x12 && tag !== 0x1a) {
      reader.skip(tag & 7);
      continue;
    }
    const length = reader.length();
    if (tag === 0x0a) typeMeta = readTypeMeta(bytes, reader.at, reader.at + length);
    else if (tag === 0x12) raw = { start: reader.at, end: reader.at + length };
    else if (length > 0) throw new ProtobufError('an object in an encoding of its own');
    reader.at += length;
  }
  if (raw === null) throw new ProtobufError('an envelope without an object');
  return { ...typeMeta, ...raw };
}
