import type { JournalExport, JournalPiece } from '../../../shared/journal.ts';
import type { Journal } from './journal.ts';
import { journalTableHead, journalTableRow } from './journal-table.ts';

/** Entries of one piece of text: some hundred kilobytes, so that neither side stalls on one. */
const entriesPerPiece = 200;

/** The entries that are asked for, newest first, as a file in pieces of text. What is written to the journal meanwhile is not in it. */
export async function* exportJournal(journal: Journal, { format, ...filters }: JournalExport): AsyncGenerator<JournalPiece> {
  const csv = format === 'csv';
  if (csv) yield { text: journalTableHead, entries: 0, damagedLines: 0, unreadable: [] };
  const search = await journal.search(filters);
  for (let more = true; more; ) {
    const { entries, next, damagedLines, unreadable } = await search.page(entriesPerPiece);
    more = next !== '';
    const text = entries.map((entry) => (csv ? journalTableRow(entry) : `${JSON.stringify(entry)}\n`)).join('');
    if (text !== '' || damagedLines > 0 || unreadable.length > 0) yield { text, entries: entries.length, damagedLines, unreadable };
  }
}
