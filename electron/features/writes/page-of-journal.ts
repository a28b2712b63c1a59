import type { JournalEntry, JournalPage, JournalQuery } from '../../../shared/journal.ts';
import type { JournalContents } from './journal-file.ts';

/** One page of the journal, newest first. Pure. `file` is the absolute path it was read from. */
export function pageOfJournal({ entries, damagedLines }: JournalContents, query: JournalQuery, file: string): JournalPage {
  const text = query.text.toLowerCase();
  const found: JournalEntry[] = [];
  for (const entry of entries) {
    if (query.contextId !== null && entry.contextId !== query.contextId) continue;
    if (query.run !== '' && entry.run !== query.run) continue;
    if (query.before !== '' && entry.id >= query.before) continue;
    if (text === '' || textOf(entry).includes(text)) found.push(entry);
  }
  found.sort((a, b) => (a.id < b.id ? 1 : -1));
  return { entries: found.slice(0, query.limit), more: found.length > query.limit, damagedLines, file };
}

function textOf({ context, action, target, outcome }: JournalEntry): string {
  const { resource, subresource, namespace, name } = target;
  return [context, action, resource, subresource, namespace, name, JSON.stringify(outcome)].join('\n').toLowerCase();
}
