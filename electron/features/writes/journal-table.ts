import { csvLine } from '../../../shared/csv.ts';
import type { JournalEntry, WriteOutcome } from '../../../shared/journal.ts';

/** Columns of the CSV form, with what stands in them. Times are RFC 3339 in UTC; what is no text is JSON. */
const columns: readonly (readonly [name: string, cell: (entry: JournalEntry) => string])[] = [
  ['time', ({ at }) => stamp(at)],
  ['answered', ({ answeredAt }) => (answeredAt === null ? '' : stamp(answeredAt))],
  ['context', ({ context }) => context],
  ['server', ({ server }) => server],
  ['clusterUid', ({ clusterUid }) => clusterUid],
  ['credential', ({ credential }) => credential],
  ['action', ({ action }) => action],
  ['verb', ({ verb }) => verb],
  ['group', ({ target }) => target.group],
  ['version', ({ target }) => target.version],
  ['resource', ({ target }) => target.resource],
  ['subresource', ({ target }) => target.subresource],
  ['namespace', ({ target }) => target.namespace],
  ['name', ({ target }) => target.name],
  ['uid', ({ target }) => target.uid],
  ['outcome', ({ outcome }) => (outcome.type === 'done' && !outcome.changed ? 'unchanged' : outcome.type)],
  ['answer', ({ outcome }) => answerOf(outcome)],
  ['run', ({ run }) => run],
  ['options', ({ options }) => json(options)],
  ['before', ({ before }) => json(before)],
  ['after', ({ after }) => json(after)],
  ['id', ({ id }) => id],
];

/** First line of the CSV form, with its end. */
export const journalTableHead = csvLine(columns.map(([name]) => name));

/** An entry as a line of the CSV form (RFC 4180), with its end. */
export function journalTableRow(entry: JournalEntry): string {
  return csvLine(columns.map(([, cell]) => cell(entry)));
}

function answerOf(outcome: WriteOutcome): string {
  if (outcome.type === 'done') return String(outcome.code);
  if (outcome.type === 'denied') return outcome.reason;
  return outcome.error === null ? '' : json(outcome.error);
}

function json(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}
