import type { JournalPage } from '../../../shared/journal.ts';

/** What was read of the journal, from the newest entry on without a gap. */
export type ReadJournal = Pick<JournalPage, 'entries' | 'next' | 'lookedBackTo' | 'damagedLines' | 'unreadable' | 'underWay' | 'folder'>;

/** What was read, and the page that follows it. Pure. */
export function withOlder(read: ReadJournal, page: JournalPage): ReadJournal {
  return {
    ...page,
    entries: [...read.entries, ...page.entries],
    lookedBackTo: page.lookedBackTo ?? read.lookedBackTo,
    damagedLines: read.damagedLines + page.damagedLines,
    unreadable: [...read.unreadable, ...page.unreadable.filter(({ path }) => read.unreadable.every((known) => known.path !== path))],
  };
}

/** Writes are dated by the same clock as readings; so much it may have been set back between two of them, in ms. */
const clockStepMs = 5_000;

/**
 * What was read until `readAt` (ms since the epoch), with the newest page as it is now: it replaces what it goes over, since outcomes come later than
 * their writes. Where it does not go back to that moment, what was read before is dropped, because what lies between is not known. Pure.
 */
export function withNewest(read: ReadJournal, page: JournalPage, readAt: number): ReadJournal {
  const reaches = page.lookedBackTo !== null && page.lookedBackTo < readAt - clockStepMs;
  if (page.next === '' || !reaches) return page;
  const further = read.next === '' || read.next < page.next;
  return {
    ...page,
    entries: [...page.entries, ...read.entries.filter(({ id }) => id < page.next)],
    next: further ? read.next : page.next,
    lookedBackTo: further ? read.lookedBackTo : page.lookedBackTo,
    damagedLines: Math.max(read.damagedLines, page.damagedLines),
    unreadable: further ? read.unreadable : page.unreadable,
  };
}
