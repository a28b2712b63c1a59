import { mkdirSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JournalEntry, WriteOutcome } from '../../../shared/journal.ts';

/** Only the user may read what they did. */
const fileMode = 0o600;
const folderMode = 0o700;

/** A line before a write is sent: all of its entry but the answer. */
export type AskedLine = Omit<JournalEntry, 'answeredAt' | 'outcome'> & { readonly line: 'asked' };

/** A line after its answer. */
export interface AnsweredLine {
  readonly line: 'answered';
  readonly id: string;
  readonly answeredAt: number;
  readonly outcome: WriteOutcome;
}

/** All that a file of the journal tells. */
export interface JournalContents {
  /** In the order of their first lines. */
  readonly entries: readonly JournalEntry[];
  /** Lines that could not be read: a crash in the middle of one leaves such a line, which stays where it is. */
  readonly damagedLines: number;
}

/**
 * The append-only file of the journal: one JSON object a line. A line is on disk (fdatasync) when `append` resolves; lines that come together are written
 * together, in order. What was torn by a crash is ended with a line break and never touched again.
 */
export class JournalFile {
  readonly path: string;
  #handle: Promise<FileHandle> | null = null;
  #waiting: { readonly text: string; readonly done: (error: unknown) => void }[] = [];
  #writing = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Rejects when the line could not be written: nothing may be sent then. */
  append(line: AskedLine | AnsweredLine): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown) => (error === null ? resolve() : reject(error));
      this.#waiting.push({ text: `${JSON.stringify(line)}\n`, done });
      if (!this.#writing) void this.#write();
    });
  }

  /** What has been written so far, by this start of the app and by others. */
  async read(): Promise<JournalContents> {
    try {
      return readJournal(await readFile(this.path, 'utf8'));
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return { entries: [], damagedLines: 0 };
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const handle = await this.#handle?.catch(() => null);
    this.#handle = null;
    await handle?.close();
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      let failed: unknown = null;
      try {
        this.#handle ??= openAtLineStart(this.path);
        const handle = await this.#handle;
        await handle.appendFile(batch.map(({ text }) => text).join(''));
        await handle.datasync();
      } catch (thrown) {
        failed = thrown;
        // Another try opens it anew, after whatever part of the lines is there.
        await this.close();
      }
      for (const { done } of batch) done(failed);
    }
    this.#writing = false;
  }
}

/** Pairs the lines of a journal. Pure; total. */
export function readJournal(text: string): JournalContents {
  const entries = new Map<string, JournalEntry>();
  let damagedLines = 0;
  for (const lineText of text.split('\n')) {
    if (lineText === '') continue;
    const line = parseLine(lineText);
    if (line === null) damagedLines++;
    else if (line.line === 'asked') {
      const { line: _line, ...asked } = line;
      entries.set(line.id, { ...asked, answeredAt: null, outcome: { type: 'unknown', error: null } });
    } else {
      const asked = entries.get(line.id);
      if (asked === undefined) damagedLines++;
      else entries.set(line.id, { ...asked, answeredAt: line.answeredAt, outcome: line.outcome });
    }
  }
  return { entries: [...entries.values()], damagedLines };
}

function parseLine(text: string): AskedLine | AnsweredLine | null {
  try {
    const line: unknown = JSON.parse(text);
    const known = typeof line === 'object' && line !== null && 'line' in line && 'id' in line && typeof line.id === 'string';
    return known && (line.line === 'asked' || line.line === 'answered') ? (line as AskedLine | AnsweredLine) : null;
  } catch {
    // Torn by a crash, or edited by hand: counted by the caller.
    return null;
  }
}

async function openAtLineStart(path: string): Promise<FileHandle> {
  mkdirSync(dirname(path), { recursive: true, mode: folderMode });
  const handle = await open(path, 'a+', fileMode);
  const { size } = await handle.stat();
  if (size > 0) {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer[0] !== 0x0a) await handle.appendFile('\n');
  }
  return handle;
}
