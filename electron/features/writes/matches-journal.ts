import type { JournalEntry, JournalQuery } from '../../../shared/journal.ts';

/** What of a query says which entries are meant, not which page of them. */
export type JournalFilters = Pick<JournalQuery, 'text' | 'contextId' | 'run' | 'outcome'>;

/** Whether entries are what a query asks for. Pure. */
export function matcherOf({ text, contextId, run, outcome }: JournalFilters): (entry: JournalEntry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) => {
    if (contextId !== null && entry.contextId !== contextId) return false;
    if (run !== '' && entry.run !== run) return false;
    if (outcome !== null && entry.outcome.type !== outcome) return false;
    if (words.length === 0) return true;
    const texts = textOf(entry);
    return words.every((word) => texts.includes(word));
  };
}

function textOf({ context, server, credential, action, target, run, outcome }: JournalEntry): string {
  const { group, resource, subresource, namespace, name, uid } = target;
  const parts = [context, server, credential, action, resource, group, subresource, `${namespace}/${name}`, uid, run];
  return [...parts, JSON.stringify(outcome)].join('\n').toLowerCase();
}
