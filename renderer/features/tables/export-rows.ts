import { csvLine } from '../../../shared/csv.ts';
import { formatCell } from '../../../shared/format-cell.ts';
import type { Column } from '../../../shared/row.ts';
import { cellOf, type TableEntry } from './table-entry.ts';

/** What is exported: the rows and columns on screen, in their order. */
export interface ExportTable {
  readonly entries: readonly TableEntry[];
  /** Ids in order; `name`, `namespace`, `cluster` are the page's own. */
  readonly columnIds: readonly string[];
  readonly columns: readonly Column[];
  /** ms since the epoch: ages are exported as of now. */
  readonly now: number;
  /** ms since the epoch at which a context was last known to be complete, for contexts that are not live. */
  readonly staleSince: ReadonlyMap<string, number>;
}

function texts(table: ExportTable, entry: TableEntry): string[] {
  const byId = new Map(table.columns.map((column) => [column.id, column]));
  return table.columnIds.map((id) => {
    if (id === 'name') return entry.row.name;
    if (id === 'namespace') return entry.row.namespace;
    if (id === 'cluster') return entry.source.displayName;
    const column = byId.get(id);
    return column ? formatCell(column, cellOf(entry, id), table.now) : '';
  });
}

function heads(table: ExportTable): string[] {
  const byId = new Map(table.columns.map((column) => [column.id, column.name]));
  return [...table.columnIds.map((id) => byId.get(id) ?? id.toUpperCase()), 'STALE SINCE'];
}

function staleText(table: ExportTable, entry: TableEntry): string {
  const since = table.staleSince.get(entry.source.contextId);
  return since === undefined ? '' : new Date(since).toISOString();
}

/** CSV with a byte order mark, so that spreadsheets read UTF-8. */
export function toCsv(table: ExportTable): string {
  const lines = [heads(table), ...table.entries.map((entry) => [...texts(table, entry), staleText(table, entry)])];
  return `\uFEFF${lines.map(csvLine).join('')}`;
}

/** JSON with raw values: times as ISO 8601, restarts as numbers, labels included. */
export function toJson(table: ExportTable): string {
  const byId = new Map(table.columns.map((column) => [column.id, column]));
  return `${JSON.stringify(
    table.entries.map((entry) => ({
      context: entry.source.displayName,
      ...(entry.row.namespace === '' ? {} : { namespace: entry.row.namespace }),
      name: entry.row.name,
      uid: entry.row.uid,
      health: entry.row.health,
      createdAt: entry.row.createdAt === null ? null : new Date(entry.row.createdAt).toISOString(),
      staleSince: staleText(table, entry) || null,
      ...Object.fromEntries(
        table.columnIds
          .filter((id) => byId.has(id))
          .map((id) => {
            const cell = cellOf(entry, id);
            return [id, typeof cell === 'number' && byId.get(id)?.type === 'age' ? new Date(cell).toISOString() : cell];
          }),
      ),
      labels: entry.row.labels,
    })),
    null,
    2,
  )}\n`;
}
