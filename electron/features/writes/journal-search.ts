import type { JournalEntry, JournalPage } from '../../../shared/journal.ts';
import { type JournalFilters, matcherOf } from './matches-journal.ts';
import type { MergedJournal } from './merged-journal.ts';

/** What one page looks at and no more, in bytes: about a tenth of a second, between which everything else has its turn at every block. */
const bytesPerPage = 16_777_216;

/** What a search has found so far. */
export type FoundPage = Pick<JournalPage, 'entries' | 'next' | 'lookedBackTo' | 'damagedLines' | 'unreadable'>;

/** Walks back through the journal, a page at a time; between two pages it is a place in its files and nothing runs. */
export class JournalSearch {
  readonly #journal: MergedJournal;
  readonly #matches: (entry: JournalEntry) => boolean;
  /** Entries from here on were on pages before; empty = none was. */
  #before: string;

  constructor(journal: MergedJournal, filters: JournalFilters, before: string) {
    this.#journal = journal;
    this.#matches = matcherOf(filters);
    this.#before = before;
  }

  /** The next entries, at most `limit`. One page at a time. */
  async page(limit: number): Promise<FoundPage> {
    const entries: JournalEntry[] = [];
    const end = this.#journal.bytes + bytesPerPage;
    let last: JournalEntry | null = null;
    for (;;) {
      const entry = await this.#journal.head();
      const full = entries.length === limit || (last !== null && this.#journal.bytes >= end);
      if (entry === null || full) {
        const lookedBackTo = last?.at ?? null;
        return { entries, next: entry === null ? '' : (last?.id ?? this.#before), lookedBackTo, ...this.#journal.troubles() };
      }
      this.#journal.take();
      if (this.#before !== '' && entry.id >= this.#before) {
        // Was on a page before, and so were the damaged lines in front of it.
        this.#journal.troubles();
        continue;
      }
      this.#before = '';
      last = entry;
      if (this.#matches(entry)) entries.push(entry);
    }
  }
}
