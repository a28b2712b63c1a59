import { type RefObject, useState } from 'react';
import type { JournalEntry } from '../../../shared/journal.ts';
import type { JournalRow } from './plan-journal-rows.ts';

/** What the keyboard needs of the rows on screen. */
export interface JournalTableHandle {
  scrollToIndex(index: number): void;
  /** Rows that fit, for page up and page down. */
  pageSize(): number;
}

/** The entry that the keyboard is on, by id: it goes with its row. */
export interface JournalCursor {
  readonly entry: JournalEntry | null;
  /** Its details are open. */
  readonly open: boolean;
  /** Moves by so many entries, over the heads of days. */
  moveBy(delta: number): void;
  moveToEnd(end: 'first' | 'last'): void;
  /** Puts the cursor on an entry and opens its details. */
  show(id: string): void;
  setOpen(open: boolean): void;
}

export function useJournalCursor(rows: readonly JournalRow[], handle: RefObject<JournalTableHandle | null>): JournalCursor {
  const [id, setId] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const entries = rows.flatMap((row, index) => (row.type === 'entry' ? [{ entry: row.entry, index }] : []));
  const at = entries.findIndex(({ entry }) => entry.id === id);
  const put = (place: number) => {
    const next = entries[Math.min(Math.max(place, 0), entries.length - 1)];
    if (next === undefined) return;
    setId(next.entry.id);
    // The first entry brings the head of its day with it.
    handle.current?.scrollToIndex(next.index === 1 ? 0 : next.index);
  };
  const entry = entries[at]?.entry ?? null;
  return {
    entry,
    open: open && entry !== null,
    moveBy: (delta) => put(at < 0 ? 0 : at + delta),
    moveToEnd: (end) => put(end === 'first' ? 0 : entries.length - 1),
    show: (next) => {
      setId(next);
      setOpen(true);
    },
    setOpen,
  };
}
