import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFileName } from './journal-folder.ts';
import { type JournalLine, journalLineText } from './journal-lines.ts';

/** Only the user may read what they did. */
const fileMode = 0o600;
const folderMode = 0o700;
/** Size after which a new file is begun, in bytes: some eight thousand writes, which an editor still opens at once. */
const rotateAt = 8_388_608;

interface OpenFile {
  readonly handle: FileHandle;
  /** Bytes in it. */
  size: number;
}

interface Waiting {
  readonly text: string;
  readonly done: (error: unknown) => void;
}

/**
 * Appends to the journal, to files that only this start of the app writes to: what one process leaves torn when it dies is at the end of a file of its
 * own and reaches no line of another. A line is on disk (fdatasync) when `append` resolves; lines that come together are written together, in order.
 * A file that is large enough is left as it is and another is begun: nothing is renamed or removed, so there is no moment at which a crash loses something.
 */
export class JournalWriter {
  readonly #folder: string;
  readonly #rotateAt: number;
  /** Tells this start of the app from any other; in the names of its files. */
  readonly #start = randomBytes(4).toString('hex');
  #number = 0;
  #file: OpenFile | null = null;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;

  /** Nothing is made before the first line. */
  constructor(folder: string, size: number = rotateAt) {
    this.#folder = folder;
    this.#rotateAt = size;
  }

  /** Rejects when the line could not be written; it is then not in the journal, unless the disk took it and took it back no more. */
  append(line: JournalLine): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: journalLineText(line), done: (error) => (error === null ? resolve() : reject(error)) });
      this.#writing ??= this.#write();
    });
  }

  /** Resolves when all lines of before are written, or have failed. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** After what is being written. A line that comes later begins another file. */
  async close(): Promise<void> {
    await this.settled();
    await this.#leave();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      let failed: unknown = null;
      try {
        await this.#put(Buffer.from(batch.map(({ text }) => text).join('')));
      } catch (thrown) {
        failed = thrown;
      }
      for (const { done } of batch) done(failed);
    }
    this.#writing = null;
  }

  async #put(bytes: Buffer): Promise<void> {
    this.#file ??= await this.#begin();
    const file = this.#file;
    try {
      await file.handle.appendFile(bytes);
      await file.handle.datasync();
    } catch (thrown) {
      // What is there of lines that were refused goes again; where even that fails they end a file that nothing is added to any more.
      await file.handle.truncate(file.size).catch(() => this.#leave());
      throw thrown;
    }
    file.size += bytes.length;
    if (file.size >= this.#rotateAt) await this.#leave();
  }

  async #begin(): Promise<OpenFile> {
    mkdirSync(this.#folder, { recursive: true, mode: folderMode });
    this.#number++;
    const handle = await open(join(this.#folder, journalFileName(Date.now(), this.#start, this.#number)), 'ax', fileMode);
    await syncFolder(this.#folder).catch(async (thrown: unknown) => {
      await handle.close();
      throw thrown;
    });
    return { handle, size: 0 };
  }

  async #leave(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    // All that was promised is on disk already; a handle that does not close holds nothing back.
    await file?.handle.close().catch(() => undefined);
  }
}

/** A new file is found after a power cut only when its folder is on disk too (fsync(2)). Windows has no such thing and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
