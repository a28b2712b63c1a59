import type { Encoding, FallbackReason } from '../../shared/diagnostics.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Column, Row } from '../../shared/row.ts';
import type { ListEnvelope } from './json-list-scanner.ts';
import type { Members } from './json-members.ts';
import type { KubeObject, ObjectMeta, Projection } from './projection.ts';
import type { TableColumn, TableColumnDefinition, TableRow } from './table-projection.ts';
import { columnsOfTable, rowOfTableRow } from './table-projection.ts';

/** managedFields are about half of the bytes of an object and never shown in a table; annotations hold copies of whole objects. */
const withoutManagedFields: Members = { '*': true, metadata: { '*': true, managedFields: false } };

/** The metadata that rows are made of (row-of-object.ts) and the store knows objects by. */
const metadataMembers: Members = {
  name: true,
  namespace: true,
  uid: true,
  resourceVersion: true,
  creationTimestamp: true,
  deletionTimestamp: true,
  labels: true,
};

/** An object as the store keeps it: identity, version and its row. */
export interface DecodedRow {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly row: Row;
}

/**
 * How one kind is asked for and turned into rows: with a projection of our own from objects, or from the server's Table.
 * One decoder serves one list source and may remember columns; it is used by one reflector at a time per call.
 */
export interface RowDecoder {
  readonly accept: string;
  /** Added to every list and watch query, e.g. `includeObject=Metadata`. */
  readonly query: string;
  readonly itemsKey: 'items' | 'rows';
  /** How objects come now, and why not as was tried first; for diagnostics. */
  readonly encoding: Encoding;
  readonly fallback: FallbackReason | null;
  /** Members of a listed item that are worth parsing. */
  readonly members: Members;
  /** Empty until a Table said them. */
  readonly columns: readonly Column[];
  /**
   * Items of an answer that has no `itemsKey`: a server that does not make Tables answers with plain objects. Null when the
   * answer is no list at all.
   */
  plainItems(envelope: ListEnvelope): readonly unknown[] | null;
  /** Reads what surrounds a list, before its items. */
  head(envelope: ListEnvelope): void;
  item(item: unknown): DecodedRow | null;
  /** The object of a watch event; null when it holds no object (a Table without rows). */
  watched(object: unknown): DecodedRow | null;
}

/** The decoder of a kind: its projection if it has one, else the Table. */
export function rowDecoderOf(ref: ResourceRef, projectionFor: (ref: ResourceRef) => Projection | null): RowDecoder {
  const projection = projectionFor(ref);
  return projection === null ? new TableDecoder() : new ProjectionDecoder(projection);
}

class ProjectionDecoder implements RowDecoder {
  readonly accept = 'application/json';
  readonly query = '';
  readonly itemsKey = 'items';
  readonly encoding = 'json';
  readonly fallback = null;
  readonly columns: readonly Column[];
  readonly members: Members;
  readonly #projection: Projection;

  constructor(projection: Projection) {
    this.#projection = projection;
    this.columns = projection.columns;
    this.members = projection.reads === undefined ? withoutManagedFields : { ...projection.reads, metadata: metadataMembers };
  }

  head(): void {
    // Columns of a projection never change.
  }

  plainItems(): null {
    return null;
  }

  item(item: unknown): DecodedRow | null {
    const object = item as KubeObject;
    return decoded(object?.metadata, () => this.#projection.project(object));
  }

  watched(object: unknown): DecodedRow | null {
    return this.item(object);
  }
}

/** Version tags in the order kubectl sends them (cli-runtime resource/builder.go, TransformRequests), without the fallback to plain objects. */
const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** What kubectl prints of objects that no Table came for: NAME and AGE (cli-runtime `printers/tableprinter.go`). */
const plainColumns = columnsOfTable([
  { name: 'Name', type: 'string', format: 'name' },
  { name: 'Age', type: 'string', description: 'CreationTimestamp is a timestamp of the server.' },
]);

interface TableEnvelope {
  readonly columnDefinitions?: readonly TableColumnDefinition[] | null;
  readonly rows?: readonly TableRow[] | null;
}

class TableDecoder implements RowDecoder {
  readonly accept = tableAccept;
  readonly query = 'includeObject=Metadata';
  readonly itemsKey = 'rows';
  encoding: Encoding = 'table';
  fallback: FallbackReason | null = null;
  readonly members = { cells: true, conditions: true, object: { metadata: metadataMembers } };
  columns: readonly TableColumn[] = [];

  head(envelope: ListEnvelope | TableEnvelope): void {
    const definitions = (envelope as TableEnvelope).columnDefinitions;
    // In a watch only the first Table carries the definitions (apiserver handlers/response.go), so absent means unchanged.
    if (!Array.isArray(definitions) || definitions.length === 0) return;
    const columns = columnsOfTable(definitions);
    if (JSON.stringify(columns) !== JSON.stringify(this.columns)) this.columns = columns;
  }

  plainItems(envelope: ListEnvelope): readonly unknown[] | null {
    if (envelope.items === null) return [];
    return Array.isArray(envelope.items) ? envelope.items.map((item: KubeObject) => this.#rowOfPlain(item)) : null;
  }

  item(item: unknown): DecodedRow | null {
    const row = item as TableRow;
    return decoded(row?.object?.metadata, () => rowOfTableRow(this.columns, row));
  }

  #rowOfPlain(object: KubeObject): TableRow {
    this.columns = plainColumns;
    this.encoding = 'json';
    this.fallback = 'no-table';
    return { object };
  }

  watched(object: unknown): DecodedRow | null {
    const table = object as TableEnvelope & KubeObject;
    if (table?.rows === undefined && table?.metadata?.name !== undefined) return this.item(this.#rowOfPlain(table));
    this.head(table);
    const row = table?.rows?.[0];
    return row === undefined ? null : this.item(row);
  }
}

/** Aggregated APIs may serve objects without uid (metrics.k8s.io): those are known by namespace and name. */
function decoded(metadata: ObjectMeta | undefined, project: () => Row): DecodedRow | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  const name = typeof metadata.name === 'string' ? metadata.name : '';
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : '';
  const row = project();
  const uid = typeof metadata.uid === 'string' && metadata.uid !== '' ? metadata.uid : `${namespace}/${name}`;
  const resourceVersion = typeof metadata.resourceVersion === 'string' ? metadata.resourceVersion : '';
  return { uid, resourceVersion, namespace, name, row: row.uid === uid ? row : { ...row, uid } };
}
