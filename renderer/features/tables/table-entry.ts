import type { ContextId } from '../../../shared/context-id.ts';
import type { Cell, Row } from '../../../shared/row.ts';
import type { ExtraCells } from './usage-columns.ts';

/** One row of a merged table and what is kept about it so that sorting and filtering do not have to look again. */
export interface TableEntry {
  /** Context and uid: the identity of a row for selection, scroll and React. */
  readonly key: string;
  readonly source: TableSource;
  row: Row;
  /** Grows with every change of the row; readers compare it. */
  version: number;
  /** ms since the epoch of the last change after the row was first seen; 0 = never. */
  changedAt: number;
  /** The object is gone, the row waits for the next re-sort to leave. */
  gone: boolean;
  /** Passes the text filter and needs a look; counted. */
  problem: boolean;
  /** Passes the filter and the switch. */
  matches: boolean;
  inView: boolean;
  /** What it is compared by now. */
  sortKey: string | number | null;
  /** The key by which it stands in the view; lags behind `sortKey` until the entry is moved. */
  placedKey: string | number | null;
  /** Order among equals: namespace, name, context. */
  tie: string;
  /** Lower-case text that plain words and expressions look at; built when first needed. */
  haystack: string | null;
}

/** One context as the table needs it. `cells` of its rows are found by column id, because versions of a kind may differ between clusters. */
export interface TableSource {
  readonly contextId: ContextId;
  readonly displayName: string;
  /** Place in the user's order of contexts. */
  readonly order: number;
  readonly columnIndex: ReadonlyMap<string, number>;
  /** Cells under columns that are not in the rows; absent = there are none. */
  readonly extra?: ExtraCells | null;
}

/** The key of a row in a merged table. */
export function entryKey(contextId: ContextId, uid: string): string {
  return `${contextId}\n${uid}`;
}

/** The cell under a column of the merged table; null when this row's cluster has no such column. */
export function cellOf(entry: TableEntry, columnId: string): Cell {
  const index = entry.source.columnIndex.get(columnId);
  if (index === undefined) return entry.source.extra?.cell(entry.source.contextId, entry.row, columnId) ?? null;
  return entry.row.cells[index] ?? null;
}

/** What plain words search: name, namespace, cluster and every text cell, one per line so that no match spans two of them. */
export function haystackOf(entry: TableEntry): string {
  if (entry.haystack !== null) return entry.haystack;
  let text = `${entry.row.name}\n${entry.row.namespace}\n${entry.source.displayName}`;
  for (const cell of entry.row.cells) if (typeof cell === 'string' && cell !== '') text += `\n${cell}`;
  entry.haystack = text.toLowerCase();
  return entry.haystack;
}
