import type { JournalEntry, JournalPage, JournalQuery } from '../../../shared/journal.ts';
import { listChains } from './journal-folder.ts';
import type { JournalLine } from './journal-lines.ts';
import { JournalSearch } from './journal-search.ts';
import { JournalWriter } from './journal-writer.ts';
import { maskLine } from './mask-line.ts';
import type { JournalFilters } from './matches-journal.ts';
import { MergedJournal, type NewestIds } from './merged-journal.ts';

/** Searches that may be gone on with: a page or two scroll at once. */
const mostSearches = 4;

/**
 * The record of everything that was sent to clusters to change them: written by `JournalWriter`, read by going backwards through the files of this and
 * all other starts of the app. Its memory does not grow with the journal. What `append` was given is masked here, so that no caller can forget it.
 */
export class Journal {
  readonly folder: string;
  readonly #writer: JournalWriter;
  readonly #known: NewestIds = new Map();
  /** By filters and place, the one used last at the end. */
  readonly #searches = new Map<string, JournalSearch>();
  readonly #underWay = new Set<string>();
  readonly #listeners = new Set<() => void>();

  /** Nothing is read or made before the first use. `rotateAt` in bytes. */
  constructor(folder: string, rotateAt?: number) {
    this.folder = folder;
    this.#writer = new JournalWriter(folder, rotateAt);
  }

  /** Resolves when the line is on disk. Rejects when it could not be written: nothing may be sent then. */
  async append(line: JournalLine): Promise<void> {
    if (line.line === 'answered') this.#underWay.delete(line.id);
    await this.#writer.append(maskLine(line));
    if (line.line === 'asked') this.#underWay.add(line.id);
    for (const listener of this.#listeners) listener();
  }

  /** Calls after every line of this process that is on disk, until the returned function is called. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Entries of this and all other processes, newest first; what was appended before is among them. Never rejects for what cannot be read: it says so. */
  async read({ before, limit, ...filters }: JournalQuery): Promise<JournalPage> {
    const key = (place: string) => JSON.stringify([filters.text, filters.contextId, filters.run, filters.outcome, place]);
    const kept = before === '' ? undefined : this.#searches.get(key(before));
    this.#searches.delete(key(before));
    const search = kept ?? (await this.search(filters, before));
    const page = await search.page(limit);
    if (page.next !== '') this.#searches.set(key(page.next), search);
    const [oldest] = this.#searches.keys();
    if (this.#searches.size > mostSearches && oldest !== undefined) this.#searches.delete(oldest);
    return { ...page, underWay: [...this.#underWay], folder: this.folder };
  }

  /** All entries that filters let through, to be taken page by page; from the newest that is older than `before`, if there is one. */
  async search(filters: JournalFilters, before = ''): Promise<JournalSearch> {
    return new JournalSearch(await this.#merged(), filters, before);
  }

  /** One entry; null when there is none of that id. */
  async find(id: string): Promise<JournalEntry | null> {
    const merged = await this.#merged();
    let entry = await merged.head();
    for (; entry !== null && entry.id > id; entry = await merged.head()) merged.take();
    return entry?.id === id ? entry : null;
  }

  /** After what is being written. */
  close(): Promise<void> {
    return this.#writer.close();
  }

  async #merged(): Promise<MergedJournal> {
    await this.#writer.settled();
    const { chains, unreadable } = await listChains(this.folder);
    return MergedJournal.over(chains, unreadable, this.#known);
  }
}
