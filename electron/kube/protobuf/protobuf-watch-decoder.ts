import { WatchCorruption, type WatchEvent } from '../watch-decoder.ts';
import { ElementJoiner, type Taken } from './element-joiner.ts';
import type { MessageDecoder } from './message-decoder.ts';
import { ProtobufError } from './protobuf-error.ts';
import { decodeStatus } from './status-message.ts';
import { readUnknown, type TypeMeta } from './unknown-envelope.ts';
import { WireReader } from './wire-reader.ts';

/** Longest frame of a watch, in bytes; the same limit as for a line of JSON (watch-decoder.ts). */
const longestFrame = 64 * 1024 * 1024;

/** How the objects of a watch are decoded. */
export interface WatchMessages {
  readonly item: TypeMeta;
  readonly decoder: MessageDecoder;
}

/**
 * WatchDecoder's counterpart for `application/vnd.kubernetes.protobuf;stream=watch`: each frame is its length (4 bytes, big endian;
 * apimachinery framer.go) and a WatchEvent (type = 1, object = 2: RawExtension with raw = 1, which is `k8s\0` and a runtime.Unknown).
 * However the chunks are cut, the same events come out. A decoder that threw is spent.
 */
export class ProtobufWatchDecoder {
  readonly #messages: WatchMessages;
  readonly #onOdd: () => void;
  readonly #limit: number;
  readonly #joiner = new ElementJoiner((bytes) => this.#take(bytes));
  #events: WatchEvent[] = [];

  /** `onOdd` is told that the stream is not what it should be, before the WatchCorruption is thrown. */
  constructor(messages: WatchMessages, onOdd: () => void, limit: number = longestFrame) {
    this.#messages = messages;
    this.#onOdd = onOdd;
    this.#limit = limit;
  }

  /** Bytes of a frame that has not ended yet. A stream that closes with some was cut in the middle. */
  get unfinished(): number {
    return this.#joiner.unfinished;
  }

  /** Yields the events that `chunk` completes. Throws WatchCorruption at the first frame that is not an event. */
  *push(chunk: Uint8Array): Generator<WatchEvent> {
    let failure: WatchCorruption | null = null;
    try {
      this.#joiner.push(chunk);
    } catch (thrown) {
      if (thrown instanceof WatchCorruption) failure = thrown;
      else if (thrown instanceof ProtobufError) failure = new WatchCorruption(`a watch event is not protobuf: ${thrown.message}`, false);
      else throw thrown;
    }
    const events = this.#events;
    this.#events = [];
    yield* events;
    if (failure === null) return;
    this.#onOdd();
    throw failure;
  }

  #take(bytes: Buffer): Taken {
    let used = 0;
    while (used < bytes.length) {
      if (bytes.length - used < 4) return { used, needed: 4 };
      const length = bytes.readUInt32BE(used);
      if (length > this.#limit) throw new WatchCorruption(`a watch event is longer than ${this.#limit} bytes`, true);
      if (bytes.length - used < 4 + length) return { used, needed: 4 + length };
      this.#events.push(this.#event(bytes, used + 4, used + 4 + length));
      used += 4 + length;
    }
    return { used, needed: 0 };
  }

  #event(bytes: Buffer, start: number, end: number): WatchEvent {
    const reader = new WireReader(bytes, start, end);
    let type = '';
    let object: unknown;
    while (reader.at < end) {
      const tag = reader.unsigned();
      if (tag !== 0x0a && tag !== 0x12) {
        reader.skip(tag & 7);
        continue;
      }
      const length = reader.length();
      const next = reader.at + length;
      if (tag === 0x0a) type = bytes.toString('utf8', reader.at, next);
      else object = this.#object(bytes, reader.at, next);
      reader.at = next;
    }
    if (type === '') throw new ProtobufError('an event without a type');
    return { type, object };
  }

  #object(bytes: Buffer, start: number, end: number): unknown {
    const extension = new WireReader(bytes, start, end);
    while (extension.at < end) {
      const tag = extension.unsigned();
      if (tag !== 0x0a) {
        extension.skip(tag & 7);
        continue;
      }
      const length = extension.length();
      return this.#decoded(bytes, extension.at, extension.at + length);
    }
    return undefined;
  }

  #decoded(bytes: Buffer, start: number, end: number): unknown {
    const envelope = readUnknown(bytes, start, end);
    const { item, decoder } = this.#messages;
    if (envelope.kind === 'Status') return decodeStatus(bytes, start, end);
    if (envelope.kind !== item.kind || envelope.apiVersion !== item.apiVersion) {
      throw new ProtobufError(`a ${envelope.kind.slice(0, 60)} among the ${item.kind}s`);
    }
    return decoder.decode(bytes, envelope.start, envelope.end);
  }
}
