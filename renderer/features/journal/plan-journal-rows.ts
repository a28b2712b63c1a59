import type { JournalEntry } from '../../../shared/journal.ts';

/** A line of the table: an entry, or the day that the entries below it are of. */
export type JournalRow =
  | { readonly type: 'day'; readonly key: string; readonly at: number; readonly count: number | null }
  | { readonly type: 'entry'; readonly key: string; readonly entry: JournalEntry };

/** Entries (newest first) under their days, as this machine's calendar has them. `count` is null for the last day where `more` of it may not have been read. Pure but for the time zone. */
export function planJournalRows(entries: readonly JournalEntry[], more: boolean): readonly JournalRow[] {
  const rows: JournalRow[] = [];
  const days = Map.groupBy(entries, ({ at }) => new Date(at).setHours(0, 0, 0, 0));
  const last = [...days.keys()].at(-1);
  for (const [day, ofDay] of days) {
    rows.push({ type: 'day', key: `day ${day}`, at: day, count: more && day === last ? null : ofDay.length });
    for (const entry of ofDay) rows.push({ type: 'entry', key: entry.id, entry });
  }
  return rows;
}
