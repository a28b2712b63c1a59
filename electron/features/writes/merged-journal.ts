import type { JournalEntry, UnreadableJournal } from '../../../shared/journal.ts';
import { ChainReader } from './chain-reader.ts';
import type { JournalChain } from './journal-folder.ts';

/** The newest id of chains, by the path of their newest file, as long as it has that size (in bytes): files only grow. */
export type NewestIds = Map<string, { readonly size: number; readonly id: string }>;

/**
 * All entries of all chains, newest first. Processes that ran at once have chains that overlap; a chain is read only from where its newest entry is the
 * next, so what is in memory are blocks of those that ran at the same time.
 */
export class MergedJournal {
  /** Not begun, oldest first. */
  readonly #waiting: { readonly newest: string; readonly chain: JournalChain }[];
  #open: ChainReader[] = [];
  /** Whose head is the newest. */
  #headOf: ChainReader | null = null;
  #endedBytes = 0;
  readonly #unreadable: UnreadableJournal[];
  #damaged = 0;

  private constructor(waiting: { newest: string; chain: JournalChain }[], unreadable: readonly UnreadableJournal[]) {
    this.#waiting = waiting.sort((a, b) => (a.newest < b.newest ? -1 : 1));
    this.#unreadable = [...unreadable];
  }

  /** Looks at the end of each chain that `known` has not, and keeps there what it found. */
  static async over(chains: readonly JournalChain[], unreadable: readonly UnreadableJournal[], known: NewestIds): Promise<MergedJournal> {
    const waiting: { newest: string; chain: JournalChain }[] = [];
    for (const chain of chains) {
      const [file] = chain.files;
      if (file === undefined) continue;
      const before = known.get(file.path);
      // One without entries may have damaged lines, or be unreadable: it is looked at last.
      const newest = before?.size === file.size ? before.id : ((await new ChainReader(chain).head())?.id ?? '');
      known.set(file.path, { size: file.size, id: newest });
      waiting.push({ newest, chain });
    }
    return new MergedJournal(waiting, unreadable);
  }

  /** Bytes read so far. */
  get bytes(): number {
    return this.#open.reduce((sum, reader) => sum + reader.bytes, this.#endedBytes);
  }

  /** The newest entry that was not taken; null when there is none any more. */
  async head(): Promise<JournalEntry | null> {
    for (;;) {
      const head = await this.#newest();
      const waiting = this.#waiting.at(-1);
      if (waiting === undefined || (head !== null && waiting.newest < head.id)) return head;
      this.#waiting.pop();
      this.#open.push(new ChainReader(waiting.chain));
    }
  }

  /** Takes what `head` answered. */
  take(): void {
    this.#damaged += this.#headOf?.take() ?? 0;
    this.#headOf = null;
  }

  /** Damaged lines and unreadable files that were met since the last question. */
  troubles(): { readonly damagedLines: number; readonly unreadable: readonly UnreadableJournal[] } {
    const damagedLines = this.#damaged;
    this.#damaged = 0;
    for (const reader of this.#open) this.#unreadable.push(...reader.unreadable.splice(0));
    return { damagedLines, unreadable: this.#unreadable.splice(0) };
  }

  async #newest(): Promise<JournalEntry | null> {
    let newest: JournalEntry | null = null;
    this.#headOf = null;
    for (const reader of this.#open) {
      const entry = await reader.head();
      if (entry === null) this.#end(reader);
      else if (newest === null || entry.id > newest.id) {
        newest = entry;
        this.#headOf = reader;
      }
    }
    return newest;
  }

  #end(reader: ChainReader): void {
    this.#open = this.#open.filter((each) => each !== reader);
    this.#endedBytes += reader.bytes;
    this.#damaged += reader.damagedAtEnd();
    this.#unreadable.push(...reader.unreadable);
  }
}
