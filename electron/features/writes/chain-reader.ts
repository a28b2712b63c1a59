import type { JournalEntry, UnreadableJournal } from '../../../shared/journal.ts';
import { BackwardLines } from './backward-lines.ts';
import { codeOf, isMissing, type JournalChain } from './journal-folder.ts';
import { type AnsweredLine, parseJournalLine } from './journal-lines.ts';

/** The first block is small, in bytes: of most chains only the newest entry is looked at. */
const firstBlock = 8_192;
/** Some two hundred entries; parsed in about a millisecond. */
const block = 262_144;
/** Answers whose first line has not come yet. So many writes are never under way at once; more are answers to lines that are gone. */
const mostAnswers = 10_000;

/** An entry, with the number of damaged lines that stand between it and the one before it (a newer one). */
interface Found {
  readonly entry: JournalEntry;
  readonly damagedLines: number;
}

/**
 * The entries of one chain of files, newest first, both of their lines put together. Going backwards an answer comes before what it answers. One process
 * writes a chain, so its ids only grow. Memory: one block, and the answers of writes that were under way at once.
 */
export class ChainReader {
  readonly #files: { path: string; size: number }[];
  #lines: BackwardLines | null = null;
  #path = '';
  readonly #answers = new Map<string, AnsweredLine>();
  #found: Found[] = [];
  #taken = 0;
  #damaged = 0;
  #nextBlock = firstBlock;
  #ended = false;
  /** Files that could not be read so far. */
  readonly unreadable: UnreadableJournal[] = [];
  /** Bytes read so far. */
  bytes = 0;

  constructor({ files }: JournalChain) {
    this.#files = [...files].reverse();
  }

  /** The newest entry that was not taken; null when there is none. */
  async head(): Promise<JournalEntry | null> {
    while (this.#taken === this.#found.length && !this.#ended) await this.#fill();
    return this.#found[this.#taken]?.entry ?? null;
  }

  /** Takes the head; answers how many lines between it and the one before could not be read. */
  take(): number {
    const found = this.#found[this.#taken];
    if (found !== undefined) this.#taken++;
    return found?.damagedLines ?? 0;
  }

  /** Damaged lines that stand before the oldest entry; to be asked once, after the last one was taken. */
  damagedAtEnd(): number {
    const damaged = this.#damaged;
    this.#damaged = 0;
    return damaged;
  }

  async #fill(): Promise<void> {
    this.#found = [];
    this.#taken = 0;
    if (this.#lines === null || this.#lines.left === 0) {
      const file = this.#files.pop();
      if (file === undefined) {
        this.#ended = true;
        this.#damaged += this.#answers.size;
        this.#answers.clear();
        return;
      }
      this.#path = file.path;
      this.#lines = new BackwardLines(file.path, file.size);
      if (file.size === 0) return;
    }
    try {
      const { left } = this.#lines;
      const lines = await this.#lines.next(this.#nextBlock);
      this.bytes += left - this.#lines.left;
      this.#nextBlock = block;
      for (const line of lines) this.#read(line);
    } catch (thrown) {
      // A file that was taken away is no damage; the others are still read.
      if (!isMissing(thrown)) this.unreadable.push({ path: this.#path, code: codeOf(thrown) });
      this.#lines = null;
    }
  }

  #read(bytes: Buffer | null): void {
    const line = bytes === null ? null : parseJournalLine(bytes);
    if (line === null) this.#damaged++;
    else if (line.line === 'answered') this.#keepAnswer(line);
    else {
      const { line: _line, ...asked } = line;
      const answer = this.#answers.get(line.id);
      this.#answers.delete(line.id);
      const { answeredAt, outcome } = answer ?? { answeredAt: null, outcome: { type: 'unknown', error: null } as const };
      this.#found.push({ entry: { ...asked, answeredAt, outcome }, damagedLines: this.#damaged });
      this.#damaged = 0;
    }
  }

  #keepAnswer(line: AnsweredLine): void {
    // The first that is met is the last that was written.
    if (!this.#answers.has(line.id)) this.#answers.set(line.id, line);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostAnswers && oldest !== undefined) {
      this.#answers.delete(oldest);
      this.#damaged++;
    }
  }
}
