import type { Cell, ColumnType, Health } from '../../../shared/row.ts';
import { cellOf, type TableEntry } from './table-entry.ts';

/** By what the table is sorted. Besides the kind's own columns: `state`, `name`, `namespace`, `cluster`. */
export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** Worst first: what needs a person, then what nobody knows, then what moves, then what is fine. */
const severity: Record<Health, number> = { broken: 5, attention: 4, unknown: 3, progressing: 2, ok: 1, done: 0 };

/** Whether a row counts as a problem for "only problems": somebody should look. */
export function isProblem(health: Health): boolean {
  return health === 'broken' || health === 'attention';
}

/**
 * What a row is compared by under `column`; computed once per row and sort, because comparing is the hot part.
 * null means "the object does not say" and stands last in both directions. Ages compare by age, so ascending is youngest first;
 * `state` and `status` compare by severity first, and descending is worst first.
 */
export function sortKeyOf(entry: TableEntry, column: string, type: ColumnType | null): string | number | null {
  switch (column) {
    case 'state':
      return 9 - severity[entry.row.health];
    case 'name':
      return naturalKey(entry.row.name);
    case 'namespace':
      return entry.row.namespace;
    case 'cluster':
      return entry.source.order;
    case 'status':
      return statusKey(9 - severity[entry.row.health], text(cellOf(entry, column)));
    default:
      return cellKey(cellOf(entry, column), type);
  }
}

/** The direction in which keys are compared: severity keys are small for what is worst, so that equals stay in alphabetical order. */
export function keysDescend(sort: TableSort): boolean {
  return sort.column === 'state' || sort.column === 'status' ? !sort.descending : sort.descending;
}

/** One string for each status there is: equal keys are then the same object, which is found out without reading them. */
const statusKeys = new Map<string, string>();
/** More statuses than a cluster has; bounds the memory when they are not words but sentences. */
const mostStatusKeys = 10_000;

function statusKey(rank: number, status: string): string {
  const key = `${rank}${status}`;
  const known = statusKeys.get(key);
  if (known !== undefined) return known;
  if (statusKeys.size >= mostStatusKeys) statusKeys.clear();
  statusKeys.set(key, key);
  return key;
}

function text(cell: Cell): string {
  return typeof cell === 'string' ? cell.toLowerCase() : '';
}

function cellKey(cell: Cell, type: ColumnType | null): string | number | null {
  if (cell === null) return null;
  if (typeof cell === 'number') return type === 'age' ? -cell : cell;
  if (typeof cell === 'string') return cell === '' || cell === '<none>' || cell === '<unknown>' ? null : naturalKey(cell);
  if ('count' in cell) return cell.count;
  // A span that still runs is as long as it is now; the key is renewed with the row, which is near enough for an order.
  return (cell.until ?? Date.now()) - cell.since;
}

/** Text in which numbers that stand alone compare by value: web-2 before web-10. Hashes are left alone. */
export function naturalKey(value: string): string {
  return value
    .toLowerCase()
    .replace(/(^|[^a-z0-9])(\d{1,9})(?![a-z0-9])/g, (_all, before: string, digits: string) => before + digits.padStart(9, '0'));
}

/** The order of rows that are equal under the sort column: stable, and independent of arrival. */
export function tieOf(namespace: string, name: string, sourceOrder: number, uid: string): string {
  return `${namespace}\n${naturalKey(name)}\n${String(sourceOrder).padStart(4, '0')}\n${uid}`;
}

/** Total order over entries whose `sortKey` was set for the same sort. Unknown last, whatever the direction. */
export function compareEntries(a: TableEntry, b: TableEntry, descending: boolean): number {
  return compareKeys(a.sortKey, a.tie, b.sortKey, b.tie, descending);
}

/** The same for keys alone; `aTie` and `bTie` decide between equal keys, always ascending. */
export function compareKeys(a: TableEntry['sortKey'], aTie: string, b: TableEntry['sortKey'], bTie: string, descending: boolean): number {
  if (a !== b) {
    if (a === null) return 1;
    if (b === null) return -1;
    if (typeof a === typeof b) {
      if (a < b) return descending ? 1 : -1;
      if (a > b) return descending ? -1 : 1;
    } else {
      // A column whose cells are numbers in one cluster and text in another: numbers first.
      return typeof a === 'number' ? -1 : 1;
    }
  }
  return aTie === bTie ? 0 : aTie < bTie ? -1 : 1;
}
