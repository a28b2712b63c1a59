import { useMemo } from 'react';
import type { Column, ColumnType } from '../../../shared/row.ts';
import type { TableSettings } from '../../../shared/settings.ts';
import { useSettings } from '../../state/settings-store.ts';
import { type ColumnPlan, columnChoices, planColumns } from './plan-columns.ts';
import type { TableSort } from './sort-entries.ts';
import { cellOf, type TableEntry } from './table-entry.ts';

/** Rows that are looked at to find out how wide a column wants to be. */
const sampleRows = 200;

const noSettings: TableSettings = { hidden: [], shown: [], order: [], widths: {}, sort: null, drawerWidth: null };

/** What the user chose for the table of one kind, and how to change it; remembered by the main side. */
export function useTableSettings(key: string): { readonly settings: TableSettings; change(fields: Partial<TableSettings>): void } {
  const settings = useSettings((state) => state.settings.tables[key]) ?? noSettings;
  return useMemo(() => ({ settings, change: (fields) => useSettings.getState().change({ tables: { [key]: fields } }) }), [settings, key]);
}

export interface TableColumns {
  readonly plan: ColumnPlan;
  readonly choices: ReturnType<typeof columnChoices>;
  readonly sort: TableSort;
  toggle(column: string, shown: boolean): void;
  sortBy(column: string): void;
  resize(column: string, width: number | null): void;
  move(column: string, before: string): void;
  reset(): void;
}

/** Columns, widths, order and sort of one table. */
export function useTableColumns(input: {
  readonly settingsKey: string;
  readonly columns: readonly Column[];
  readonly defaultSort: TableSort;
  readonly manyClusters: boolean;
  readonly namespaced: boolean;
  readonly nameLast: boolean;
  readonly available: number;
  readonly view: readonly TableEntry[];
}): TableColumns {
  const { settingsKey, columns, defaultSort, manyClusters, namespaced, nameLast, available, view } = input;
  const { settings, change } = useTableSettings(settingsKey);
  const sort = settings.sort ?? defaultSort;
  // Widths are decided when the first rows are there and once more when a screenful is: not on every change, or columns would breathe.
  const amount = view.length === 0 ? 0 : view.length < 40 ? 1 : 2;
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const sampled = useMemo(() => sampleWidths(columns, view), [columns, amount]);
  const plan = useMemo(
    () => planColumns({ columns, settings, manyClusters, namespaced, nameLast, available, sampled }),
    [columns, settings, manyClusters, namespaced, nameLast, available, sampled],
  );
  const choices = useMemo(
    () => columnChoices({ columns, settings, manyClusters, namespaced, nameLast }),
    [columns, settings, manyClusters, namespaced, nameLast],
  );
  return {
    plan,
    choices,
    sort,
    toggle: (column, shown) =>
      change({
        hidden: shown ? settings.hidden.filter((id) => id !== column) : [...settings.hidden.filter((id) => id !== column), column],
        shown: shown ? [...settings.shown.filter((id) => id !== column), column] : settings.shown.filter((id) => id !== column),
      }),
    sortBy: (column) => change({ sort: nextSort(sort, column, columns) }),
    resize: (column, width) => {
      const { [column]: _old, ...others } = settings.widths;
      change({ widths: width === null ? others : { ...others, [column]: width } });
    },
    move: (column, before) => {
      if (column === before) return;
      const order = choices.map(({ id }) => id).filter((id) => id !== column);
      const at = order.indexOf(before);
      if (at < 0) return;
      order.splice(at, 0, column);
      change({ order });
    },
    reset: () => change({ hidden: [], shown: [], order: [], widths: {}, sort: null }),
  };
}

/** Columns in which the most comes first. */
const amounts: ReadonlySet<ColumnType> = new Set(['restarts', 'number', 'cpu', 'memory', 'percent']);

/** First click: the direction that answers the usual question (worst, most, youngest first); second click: the other one. */
function nextSort(sort: TableSort, column: string, columns: readonly Column[]): TableSort {
  if (sort.column === column) return { column, descending: !sort.descending };
  const type = columns.find(({ id }) => id === column)?.type;
  return { column, descending: column === 'status' || column === 'state' || (type !== undefined && amounts.has(type)) };
}

function sampleWidths(columns: readonly Column[], view: readonly TableEntry[]): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  // Taken from all over the list: its first rows are often of one namespace and one kind of trouble.
  const stride = Math.max(1, Math.floor(view.length / sampleRows));
  const rows = view.filter((_, index) => index % stride === 0);
  for (const column of columns) {
    let longest = 0;
    for (const entry of rows) {
      const cell = cellOf(entry, column.id);
      if (typeof cell === 'string') longest = Math.max(longest, cell.length);
      else if (typeof cell === 'number') longest = Math.max(longest, column.type === 'age' ? 6 : String(cell).length);
      else if (cell) longest = Math.max(longest, 'count' in cell ? 8 : 6);
    }
    result.set(column.id, longest);
  }
  let namespace = 9;
  for (const entry of rows) namespace = Math.max(namespace, entry.row.namespace.length);
  result.set('namespace', Math.min(22, namespace));
  result.set('name', Math.max(0, ...rows.map((entry) => entry.row.name.length)));
  return result;
}
