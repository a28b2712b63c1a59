import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { segmentBytes } from './segments.ts';

/** Where bytes are in the file. */
export interface SpillPlace {
  readonly path: string;
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/**
 * The file of one view: bytes beyond its memory, which only this user can read (0600). It is made by the first write and removed by
 * `close`. Room of what was freed is used again, so that it grows no larger than what was kept at once.
 */
export class SpillFile {
  readonly #path: string;
  #handle: Promise<FileHandle> | null = null;
  readonly #free: number[] = [];
  #end = 0;
  #bytes = 0;
  #closed = false;

  constructor(folder: string) {
    this.#path = path.join(folder, `${randomUUID()}.lines`);
  }

  /** Bytes that are kept in it. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Rejects when they cannot be written (disk full): the file then holds what it held. */
  async write(bytes: Uint8Array): Promise<SpillPlace> {
    const handle = await this.#open();
    const offset = this.#roomFor(bytes.length);
    try {
      for (let written = 0; written < bytes.length; ) {
        written += (await handle.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
      }
    } catch (thrown) {
      this.#release(offset, bytes.length);
      throw thrown;
    }
    this.#bytes += bytes.length;
    return { path: this.#path, offset, length: bytes.length };
  }

  /** Bytes `from` up to `to` of a place. Rejects when they cannot be read. */
  async read(place: SpillPlace, from: number, to: number): Promise<Uint8Array> {
    const handle = await this.#open();
    const bytes = new Uint8Array(to - from);
    for (let read = 0; read < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, read, bytes.length - read, place.offset + from + read);
      if (bytesRead === 0) throw new Error('the file of a log view is shorter than what was written to it');
      read += bytesRead;
    }
    return bytes;
  }

  /** What is at a place is no longer wanted. */
  free({ offset, length }: SpillPlace): void {
    this.#release(offset, length);
    this.#bytes -= length;
  }

  /** Removes it; nothing can be written or read any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const opened = this.#handle;
    if (opened === null) return;
    await rm(this.#path, { force: true });
    await opened.then(
      (handle) => handle.close(),
      // It never opened, which whoever wrote was told.
      () => undefined,
    );
  }

  #open(): Promise<FileHandle> {
    if (this.#closed) return Promise.reject(new Error('the log view was closed'));
    this.#handle ??= open(this.#path, 'wx+', 0o600);
    return this.#handle;
  }

  #roomFor(length: number): number {
    const free = length <= segmentBytes ? this.#free.pop() : undefined;
    if (free !== undefined) return free;
    const offset = this.#end;
    this.#end += slots(length) * segmentBytes;
    return offset;
  }

  #release(offset: number, length: number): void {
    for (let slot = 0; slot < slots(length); slot++) this.#free.push(offset + slot * segmentBytes);
  }
}

/** Room is given in pieces of a segment's size: a hole in the file takes no disk. */
function slots(length: number): number {
  return Math.max(1, Math.ceil(length / segmentBytes));
}
