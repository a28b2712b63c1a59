import { ProtobufError } from './protobuf-error.ts';

/** Wire types of protobuf (protobuf.dev/programming-guides/encoding); groups (3, 4) were never used by Kubernetes. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const twoTo32 = 4_294_967_296;

/** A place in bytes, and how to read on from there. Every method throws ProtobufError where the bytes do not hold what it reads. */
export class WireReader {
  bytes: Buffer;
  at: number;
  end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** An unsigned varint below 2^32: tags, lengths. */
  unsigned(): number {
    const first = this.bytes[this.at] ?? 0x80;
    if (first < 0x80 && this.at < this.end) {
      this.at++;
      return first;
    }
    // Two bytes: tags from field 16 on and lengths up to 16 kB, which is nearly all that is left.
    if (this.at + 1 < this.end) {
      const second = this.bytes[this.at + 1] ?? 0x80;
      if (second < 0x80) {
        this.at += 2;
        return (first & 0x7f) | (second << 7);
      }
    }
    const value = this.#varint(false);
    if (value >= twoTo32) throw new ProtobufError('a tag or length is larger than 32 bits');
    return value;
  }

  /** An int32 or int64: negative numbers are written as 64 bits. Rounded like JSON.parse past 2^53. */
  signed(): number {
    const first = this.bytes[this.at] ?? 0x80;
    if (first < 0x80 && this.at < this.end) {
      this.at++;
      return first;
    }
    return this.#varint(true);
  }

  #varint(signed: boolean): number {
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      if (this.at >= this.end) throw new ProtobufError('the bytes end inside a number', true);
      const byte = this.bytes[this.at++] ?? 0;
      const part = byte & 0x7f;
      if (index < 4) low += part * 2 ** (7 * index);
      else if (index === 4) {
        low += (part & 0x0f) * 2 ** 28;
        high += part >> 4;
      } else high += part * 2 ** (7 * index - 32);
      if (byte < 0x80) {
        high %= twoTo32;
        if (!signed || high < 0x80000000) return high * twoTo32 + low;
        // Two's complement: the magnitude is exact in both halves before they are joined.
        const lowMagnitude = low === 0 ? 0 : twoTo32 - low;
        const highMagnitude = twoTo32 - high - (low === 0 ? 0 : 1);
        return -(highMagnitude * twoTo32 + lowMagnitude);
      }
    }
    throw new ProtobufError('a number has more than 10 bytes');
  }

  /** The length in front of bytes, text or a message; what it spans lies inside `end`. */
  length(): number {
    const length = this.unsigned();
    if (length > this.end - this.at) throw new ProtobufError('the bytes end inside a field', true);
    return length;
  }

  /** Passes over the value of a field that nobody reads. */
  skip(wireType: number): void {
    switch (wireType) {
      case wireTypes.varint:
        this.#passVarint();
        return;
      case wireTypes.fixed64:
        this.#pass(8);
        return;
      case wireTypes.bytes:
        this.#pass(this.length());
        return;
      case wireTypes.fixed32:
        this.#pass(4);
        return;
      default:
        throw new ProtobufError(`wire type ${wireType} is not one of Kubernetes`);
    }
  }

  #passVarint(): void {
    for (let index = 0; index < 10; index++) {
      if (this.at >= this.end) throw new ProtobufError('the bytes end inside a number', true);
      if ((this.bytes[this.at++] ?? 0) < 0x80) return;
    }
    throw new ProtobufError('a number has more than 10 bytes');
  }

  #pass(count: number): void {
    if (count > this.end - this.at) throw new ProtobufError('the bytes end inside a field', true);
    this.at += count;
  }
}
