import { Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';

/** Bytes of one buffer of a body that is inflated while it comes: a millisecond or two of work. Smaller means more trips to the pool, larger a later first row. */
const inflatedChunk = 1_048_576;
/** Inflated buffers that may wait for their reader: about one page of a list, so that the next page is inflated while one is read. */
const waitingChunks = 4;
/** Compressed bytes that are joined before they are inflated: more than a page of a list. zlib takes half as long again for the same bytes in small pieces. */
const gatheredBytes = 1_048_576;
/** How long a piece waits for others, in ms: nobody sees it, and on a fast link more comes in that time. */
const gatherMs = 3;
/** A body that keeps coming is waited for this long, in ms, to be inflated whole: a page of a list over a fast link, and no pause that anybody would see. */
const wholeMs = 24;
/** Largest body that is inflated in one go, in bytes: what a page of large objects is. A longer one (or a bomb) is taken piece by piece, so that its reader sets the pace. */
const largestWhole = 16_777_216;
/** Smallest buffer for a whole body, in bytes: whatever its length claims, few of them take the largest. */
const smallestWhole = 65_536;
/** Compressed bytes that are inflated at once, twice: what a list says of itself stands first, and names the next page to ask for. */
const previewBytes = 8_192;

/**
 * The gunzipped body, in pieces. Inflating happens in libuv's threads and begins at once, not when somebody reads, so that the next
 * page of a list is there when its turn comes. A body that arrives at once is inflated by one call into one buffer, for half of
 * what a stream of zlib costs (its first bytes are given beforehand); any other as it comes. Errors of body and zlib arrive at the reader.
 */
export function inflate(body: Readable): Readable {
  return new InflatedBody(body);
}

/** What is there of a body that goes on; not more than a bomb could make of so few bytes. */
const previewOptions = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize: smallestWhole, maxOutputLength: 16 * smallestWhole } as const;

/** Buffers of bodies that were inflated whole. */
const wholes = new WeakSet<ArrayBufferLike>();

/**
 * Gives the memory of a piece that `inflate` made back at once, if it was the last of its buffer (zlib fills one buffer after the
 * other and never looks back). The piece and those before it must not be used any more. Left to the collector, the megabytes
 * of a list outside of its heap make it mark the whole heap again and again: a third of the time of a sync.
 */
export function release(piece: Uint8Array): void {
  const { buffer } = piece;
  if (!(buffer instanceof ArrayBuffer)) return;
  const last = buffer.byteLength === inflatedChunk && piece.byteOffset + piece.byteLength === inflatedChunk;
  if (last || wholes.has(buffer)) buffer.transfer(0);
}

/** All of a gzip body that is here, by one call; null when it would be more than `most` bytes. Rejects with errors of zlib. */
export function inflateWhole(bytes: Buffer, most: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    zlib.gunzip(bytes, { chunkSize: inflatedSize(bytes), maxOutputLength: most }, (error, inflated) => {
      if (error === null) resolve(inflated);
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') resolve(null);
      else reject(error);
    });
  });
}

/** A buffer for all of a gzip body. Its last four bytes are the length before compression (RFC 1952, ISIZE), whatever that is worth. */
function inflatedSize(bytes: Buffer): number {
  const said = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  return Math.max(Math.min(said, largestWhole), smallestWhole) + 64;
}

class InflatedBody extends Readable {
  readonly #body: Readable;
  readonly #startedAt = performance.now();
  #pieces: Buffer[] = [];
  #length = 0;
  #seen = 0;
  /** Inflated bytes that the reader has been given as a preview; null before. */
  #given: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #gunzip: zlib.Gunzip | null = null;

  constructor(body: Readable) {
    // As objects: otherwise reading would join all that waits into one larger copy.
    super({ objectMode: true, highWaterMark: waitingChunks });
    this.#body = body;
    // Looked at by the reader; of a body that is never read nobody wants to know.
    this.on('error', () => undefined);
    body.once('error', (thrown) => this.destroy(thrown));
    body.on('data', this.#collect);
    // It may have been paused, so that listening alone does not make it flow.
    body.resume();
    body.once('end', this.#whole);
    // Cut off without a word: a body that says nothing must not look as if it went on.
    body.once('close', () => {
      if (!body.readableEnded && this.#gunzip === null) this.destroy(body.errored ?? new Error('the body was closed'));
    });
  }

  override _read(): void {
    this.#gunzip?.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#pieces = [];
    this.#body.off('data', this.#collect);
    this.#body.destroy();
    this.#gunzip?.destroy();
    done(error);
  }

  readonly #collect = (piece: Buffer): void => {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#given === null && this.#length >= previewBytes) this.#preview();
    if (this.#length >= gatheredBytes) this.#stream();
    else this.#timer ??= setTimeout(this.#look, gatherMs);
  };

  #preview(): void {
    this.#given = 0;
    try {
      const first = zlib.gunzipSync(Buffer.concat(this.#pieces, this.#length).subarray(0, previewBytes), previewOptions);
      this.#given = first.length;
      if (first.length > 0) this.push(first);
    } catch {
      // Not gzip, or broken: inflating all of it says so to the reader.
    }
  }

  /** The inflated bytes but for those that were given already. */
  #give(piece: Buffer): boolean {
    const skipped = Math.min(this.#given ?? 0, piece.length);
    if (skipped > 0) this.#given = (this.#given ?? 0) - skipped;
    return skipped === piece.length || this.push(skipped === 0 ? piece : piece.subarray(skipped));
  }

  /** Waits on while more comes. */
  readonly #look = (): void => {
    const more = this.#length > this.#seen && performance.now() - this.#startedAt < wholeMs;
    this.#seen = this.#length;
    if (more) this.#timer = setTimeout(this.#look, gatherMs);
    else this.#stream();
  };

  readonly #whole = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const bytes = Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [];
    // The last four bytes of gzip are the length before compression (RFC 1952, ISIZE): one buffer of that size takes it all.
    const size = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
    if (size > largestWhole) {
      this.#startGunzip().end(bytes);
      return;
    }
    zlib.gunzip(bytes, { chunkSize: Math.max(size, smallestWhole) + 64, maxOutputLength: largestWhole }, (error, inflated) => {
      if (this.destroyed) return;
      // It said less than it holds.
      if (error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') this.#startGunzip().end(bytes);
      else if (error !== null) this.destroy(error);
      else {
        wholes.add(inflated.buffer);
        this.#give(inflated);
        this.push(null);
      }
    });
  };

  /** From here on piece by piece. */
  #stream(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const body = this.#body;
    body.off('data', this.#collect);
    body.off('end', this.#whole);
    const gather = new Gather();
    gather.pipe(this.#startGunzip());
    gather.write(Buffer.concat(this.#pieces, this.#length));
    this.#pieces = [];
    body.pipe(gather);
  }

  #startGunzip(): zlib.Gunzip {
    // As objects, so that what waits is not joined; the types do not know the options of the stream that it is.
    const options = { chunkSize: inflatedChunk, readableObjectMode: true, readableHighWaterMark: 1 };
    const gunzip = zlib.createGunzip(options);
    this.#gunzip = gunzip;
    gunzip.on('data', (piece: Buffer) => {
      if (!this.#give(piece)) gunzip.pause();
    });
    gunzip.on('end', () => this.push(null));
    gunzip.on('error', (thrown) => this.destroy(thrown));
    return gunzip;
  }
}

/** Joins what arrives within some milliseconds: each piece costs a trip to a thread of the pool and a slow start of zlib. */
class Gather extends Transform {
  #pieces: Buffer[] = [];
  #length = 0;
  #cancel: NodeJS.Timeout | null = null;

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length >= gatheredBytes) this.#give();
    else this.#cancel ??= setTimeout(() => this.#give(), gatherMs);
    done();
  }

  override _flush(done: () => void): void {
    this.#give();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#cancel !== null) clearTimeout(this.#cancel);
    this.#pieces = [];
    this.#length = 0;
    done(error);
  }

  #give(): void {
    if (this.#cancel !== null) clearTimeout(this.#cancel);
    this.#cancel = null;
    if (this.#length === 0) return;
    this.push(Buffer.concat(this.#pieces, this.#length));
    this.#pieces = [];
    this.#length = 0;
  }
}

/** A body whose pieces are given back as soon as the next one is asked for. */
export async function* releasing(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece;
    release(piece);
  }
}
