import { parseTime } from '../../shared/parse-time.ts';
import type { Cell, Column, ColumnType, Health, Row } from '../../shared/row.ts';
import { arrayOf, objectOf, textOf } from './json-fields.ts';
import type { ObjectMeta } from './projection.ts';
import { rowOfObject } from './row-of-object.ts';
import { verdictIndexesOf, verdictOf } from './table-health.ts';

/** One entry of a Table's columnDefinitions (meta.k8s.io/v1 TableColumnDefinition). */
export interface TableColumnDefinition {
  readonly name?: string;
  /** OpenAPI type, or `date` in CRDs. */
  readonly type?: string;
  /** `name` marks the primary identifier. */
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

/** One entry of a Table's rows, asked for with includeObject=Metadata. */
export interface TableRow {
  readonly cells?: readonly unknown[];
  readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
  /** PartialObjectMetadata. */
  readonly object?: { readonly metadata?: ObjectMeta };
}

/** A column of a Table kind, and where in a server's row its cell is. */
export interface TableColumn extends Column {
  /** Position in TableRow.cells; differs from the position in Row.cells because the name is not a cell. */
  readonly index: number;
}

/**
 * The columns of a Table, in the server's order, without the name (it is `row.name`). Definitions of odd shape are kept as text,
 * so that no cell of the server is lost.
 */
export function columnsOfTable(definitions: readonly TableColumnDefinition[]): readonly TableColumn[] {
  const columns: TableColumn[] = [];
  const ids = new Set<string>();
  const nameIndex = definitions.findIndex((definition) => objectOf(definition).format === 'name');
  for (let index = 0; index < definitions.length; index++) {
    if (index === nameIndex) continue;
    const definition = objectOf(definitions[index]) as TableColumnDefinition;
    const name = textOf(definition.name);
    columns.push({
      id: uniqueId(name, ids),
      name: name.toUpperCase(),
      type: typeOfDefinition(definition),
      priority: typeof definition.priority === 'number' && definition.priority !== 0 ? 1 : 0,
      description: textOf(definition.description),
      index,
    });
  }
  return columns;
}

/**
 * One row of a Table as ours. The object's metadata gives uid, namespace, name, labels: ask with includeObject=Metadata. Without
 * it the name is the server's text for it and the key is `namespace/name`. Never throws.
 */
export function rowOfTableRow(columns: readonly TableColumn[], tableRow: TableRow): Row {
  const fields = objectOf(tableRow);
  const metadata = objectOf(objectOf(fields.object).metadata) as ObjectMeta;
  const createdAt = parseTime(metadata.creationTimestamp);
  const serverCells = arrayOf(fields.cells);
  const cells: Cell[] = [];
  for (const column of columns) cells.push(column.type === 'age' ? createdAt : cellOf(serverCells[column.index]));
  const health = healthOf(fields, textOf(metadata.deletionTimestamp) !== '') ?? verdictOf(verdictIndexes(columns), cells) ?? 'unknown';
  const name = textOf(metadata.name);
  const shownName = textOf(serverCells[nameIndexOf(columns)]);
  if (name === '') return rowOfObject({ metadata: { ...metadata, name: shownName } }, createdAt, health, cells);
  const row = rowOfObject({ metadata }, createdAt, health, cells);
  return shownName === '' || shownName === name ? row : { ...row, shownName };
}

/** The server's name cell is the one that no column reads: the first gap, or what is left behind the last. */
function nameIndexOf(columns: readonly TableColumn[]): number {
  for (let index = 0; index < columns.length; index++) if (columns[index]?.index !== index) return index;
  return columns.length;
}

/** `age` only where the server's text is known to be the time since metadata.creationTimestamp: that one we can let tick. */
function typeOfDefinition(definition: TableColumnDefinition): ColumnType {
  if (definition.type === 'integer' || definition.type === 'number') return 'number';
  return isCreationAge(definition) ? 'age' : 'text';
}

/**
 * The standard Age of built-in kinds and of CRDs without columns carries the API's description of creationTimestamp; a CRD's own
 * column without description is described by the server with its JSONPath (apiextensions `tableconvertor.go`).
 */
function isCreationAge(definition: TableColumnDefinition): boolean {
  if (definition.type !== 'string' && definition.type !== 'date') return false;
  const description = textOf(definition.description);
  if (description.endsWith('(in JSONPath format): .metadata.creationTimestamp')) return definition.type === 'date';
  return textOf(definition.name).toLowerCase() === 'age' && description.startsWith('CreationTimestamp is a timestamp');
}

/** kubectl prints nothing for null, so that is '' and not the null of our own kinds, which is printed `<none>`. */
function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** The server itself says at most that a row is Completed (TableRowCondition), and its metadata that it is being deleted. */
function healthOf(tableRow: Readonly<Record<string, unknown>>, terminating: boolean): Health | null {
  for (const condition of arrayOf(tableRow.conditions)) {
    const { type, status } = objectOf(condition);
    if (type === 'Completed' && status === 'True') return 'done';
  }
  return terminating ? 'progressing' : null;
}

/** Kept per Table: rows of one share their columns. */
const verdictIndexesByColumns = new WeakMap<readonly TableColumn[], readonly number[]>();

function verdictIndexes(columns: readonly TableColumn[]): readonly number[] {
  const known = verdictIndexesByColumns.get(columns);
  if (known !== undefined) return known;
  const indexes = verdictIndexesOf(columns.map((column) => column.id));
  verdictIndexesByColumns.set(columns, indexes);
  return indexes;
}

function uniqueId(name: string, taken: Set<string>): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'column';
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}
