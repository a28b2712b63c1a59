import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { StoredRow } from './store.ts';

/** The rows of a cold source on disk. */
export interface ColdFile {
  readonly path: string;
  /** Size on disk, in bytes. */
  readonly bytes: number;
  readonly rows: number;
}

/** Rows that are turned into text at once: a fraction of a millisecond, between which other work gets its turn. */
const rowsPerPiece = 200;
const lineFeed = 0x0a;

/**
 * Writes rows to private, compressed files and reads them back. They hold what tables show (names, labels, cells), never
 * data of Secrets, because rows never do. The folder is the process' own (cold-folder.ts); null = there is none, so nothing is written.
 */
export class ColdFiles {
  readonly #folder: string | null;

  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /**
   * Writes `rows`, which must not change meanwhile, to a new file that only this user can read. Rejects when that is not possible (no
   * folder, disk full) or `signal` aborts; no file is then left.
   */
  async write(rows: Iterable<StoredRow>, signal: AbortSignal): Promise<ColdFile> {
    if (this.#folder === null) throw new Error('there is no folder for rows that nobody looks at');
    const file = path.join(this.#folder, `${randomUUID()}.gz`);
    const counted = { rows: 0 };
    try {
      // Level 1: rows of a kind are alike, so more effort gains little.
      await pipeline(
        Readable.from(pieces(rows, counted)),
        zlib.createGzip({ level: 1 }),
        createWriteStream(file, { flags: 'wx', mode: 0o600 }),
        {
          signal,
        },
      );
      return { path: file, bytes: (await stat(file)).size, rows: counted.rows };
    } catch (thrown) {
      await rm(file, { force: true });
      throw thrown;
    }
  }

  /** Calls back for every row, in the order written. Rejects when the file is gone, damaged (gzip's CRC) or not the one that was written, or `signal` aborts. */
  async read(file: ColdFile, onRow: (row: StoredRow) => void, signal: AbortSignal): Promise<void> {
    const lines = new Lines();
    let rows = 0;
    let head: Omit<StoredRow, 'json'> | null = null;
    await pipeline(
      createReadStream(file.path),
      zlib.createGunzip({ chunkSize: 262_144 }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          for (const line of lines.of(chunk)) {
            if (head === null) head = headOf(line);
            else {
              onRow({ ...head, json: line });
              rows++;
              head = null;
            }
          }
        }
      },
      { signal },
    );
    if (rows !== file.rows) throw new Error(`${file.rows} rows were written, ${rows} are there`);
  }

  /** Removes the file; one that is gone already is fine. */
  async remove(file: ColdFile): Promise<void> {
    await rm(file.path, { force: true });
  }
}

function* pieces(rows: Iterable<StoredRow>, counted: { rows: number }): Iterable<string> {
  let text = '';
  for (const { json, ...head } of rows) {
    // Two lines a row: JSON has no line feed of its own, so the row's text is kept and never parsed.
    text += `${JSON.stringify([head.uid, head.resourceVersion, head.namespace, head.name, head.health, head.scope])}\n${json}\n`;
    if (++counted.rows % rowsPerPiece !== 0) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function headOf(line: string): Omit<StoredRow, 'json'> {
  const [uid, resourceVersion, namespace, name, health, scope] = JSON.parse(line) as [
    string,
    string,
    string,
    string,
    StoredRow['health'],
    string,
  ];
  return { uid, resourceVersion, namespace, name, health, scope };
}

/** Cuts bytes into lines, each a string of its own: a slice would keep its whole chunk in memory, and in two bytes a character if one needs them. */
class Lines {
  #rest: Buffer = Buffer.alloc(0);

  *of(chunk: Buffer): Iterable<string> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, at)) {
      yield bytes.toString('utf8', at, end);
      at = end + 1;
    }
    this.#rest = bytes.subarray(at);
  }
}
