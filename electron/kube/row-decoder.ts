import type { Encoding, FallbackReason } from '../../shared/diagnostics.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Column, Row } from '../../shared/row.ts';
import { isProtobuf } from './classify-failure.ts';
import { JsonListScanner, type ListEnvelope, type ListScannerEvents } from './json-list-scanner.ts';
import type { Members } from './json-members.ts';
import type { KubeObject, ObjectMeta, Projection } from './projection.ts';
import { MessageDecoder, type RootMessage } from './protobuf/message-decoder.ts';
import { messageFields, rootMessages } from './protobuf/messages.ts';
import { type ListMessages, ProtobufListScanner } from './protobuf/protobuf-list-scanner.ts';
import { ProtobufWatchDecoder } from './protobuf/protobuf-watch-decoder.ts';
import type { TableColumn, TableColumnDefinition, TableRow } from './table-projection.ts';
import { columnsOfTable, rowOfTableRow } from './table-projection.ts';
import { WatchDecoder, type WatchEvent } from './watch-decoder.ts';

/** managedFields are about half of the bytes of an object and never shown in a table; annotations hold copies of whole objects. */
const withoutManagedFields: Members = { '*': true, metadata: { '*': true, managedFields: false } };

/** The metadata that rows are made of (row-of-object.ts), health is judged by and the store knows objects by. */
const metadataMembers: Members = {
  name: true,
  namespace: true,
  uid: true,
  resourceVersion: true,
  generation: true,
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

/** Takes the bytes of one list; see JsonListScanner. Throws SyntaxError or ProtobufError. */
export interface ListScanner {
  push(chunk: Uint8Array): void;
  end(): ListEnvelope;
}

/** Takes the bytes of one watch; see WatchDecoder. */
export interface WatchReader {
  readonly unfinished: number;
  push(chunk: Uint8Array): Iterable<WatchEvent>;
}

/**
 * How one kind is asked for and turned into rows: with a projection of our own from objects, or from the server's Table.
 * One decoder serves one list source and may remember columns; it is used by one reflector at a time per call.
 */
export interface RowDecoder {
  /** Changes when it falls back. */
  readonly accept: string;
  /** Added to every list and watch query, e.g. `includeObject=Metadata`. */
  readonly query: string;
  readonly itemsKey: 'items' | 'rows';
  /** How objects come now, and why not as was tried first; for diagnostics. */
  readonly encoding: Encoding;
  readonly fallback: FallbackReason | null;
  /** Members of a listed item that are worth parsing. */
  readonly members: Members;
  /** What takes the bytes of an answer with this content type apart. */
  listScanner(contentType: string, events: ListScannerEvents): ListScanner;
  watchReader(contentType: string): WatchReader;
  /** Only JSON is asked for until `reconnected`, because of this. */
  fallBack(reason: FallbackReason): void;
  /** A new connection, maybe to another server: what made it fall back is forgotten. */
  reconnected(): void;
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
  if (projection === null) return new TableDecoder();
  return new ProjectionDecoder(projection, rootMessages[`${ref.resource}.${ref.version}.${ref.group}`] ?? null);
}

/** As client-go asks (rest config ContentTypeProtobuf): the server chooses, and says what it chose; the same for lists and watches. */
const protobufAccept = 'application/vnd.kubernetes.protobuf,application/json';

class ProjectionDecoder implements RowDecoder {
  readonly query = '';
  readonly itemsKey = 'items';
  readonly columns: readonly Column[];
  readonly members: Members;
  encoding: Encoding;
  fallback: FallbackReason | null = null;
  readonly #projection: Projection;
  readonly #initial: Encoding;
  readonly #root: RootMessage | null;
  #messages: ListMessages | null = null;

  constructor(projection: Projection, root: RootMessage | null) {
    this.#projection = projection;
    this.columns = projection.columns;
    this.members = membersOf(projection);
    this.#root = projection.reads === undefined ? null : root;
    this.#initial = this.#root === null ? 'json' : 'protobuf';
    this.encoding = this.#initial;
  }

  get accept(): string {
    return this.encoding === 'protobuf' ? protobufAccept : 'application/json';
  }

  listScanner(contentType: string, events: ListScannerEvents): ListScanner {
    const messages = this.#messagesOf(contentType);
    return messages === null ? new JsonListScanner(this.itemsKey, this.members, events) : new ProtobufListScanner(messages, events);
  }

  watchReader(contentType: string): WatchReader {
    const messages = this.#messagesOf(contentType);
    return messages === null ? new WatchDecoder() : new ProtobufWatchDecoder(messages, () => this.fallBack('unreadable'));
  }

  fallBack(reason: FallbackReason): void {
    if (this.encoding !== 'protobuf') return;
    this.encoding = 'json';
    this.fallback = reason;
  }

  reconnected(): void {
    this.encoding = this.#initial;
    this.fallback = null;
  }

  /** Null when the answer is JSON; a server that answers JSON although it may choose is asked for nothing else from then on. */
  #messagesOf(contentType: string): ListMessages | null {
    if (this.#root === null || !isProtobuf(contentType)) {
      this.fallBack('not-offered');
      return null;
    }
    this.#messages ??= {
      item: this.#root,
      decoder: new MessageDecoder(messageFields, this.#root.message, this.members),
      listMeta: new MessageDecoder(messageFields, 'meta/v1.ListMeta', { resourceVersion: true, continue: true, remainingItemCount: true }),
    };
    return this.#messages;
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

/** The same for every context, because what is made of them is kept with them. */
const membersOfProjections = new WeakMap<Projection, Members>();

/** What a projection reads, and what every row is made of. */
function membersOf(projection: Projection): Members {
  const { reads } = projection;
  if (reads === undefined) return withoutManagedFields;
  const known = membersOfProjections.get(projection);
  if (known !== undefined) return known;
  const more = typeof reads.metadata === 'object' ? reads.metadata : {};
  const members = { ...reads, metadata: { ...metadataMembers, ...more } };
  membersOfProjections.set(projection, members);
  return members;
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

/** What a row of a Table is made of. */
const tableMembers: Members = { cells: true, conditions: true, object: { metadata: metadataMembers } };

class TableDecoder implements RowDecoder {
  readonly accept = tableAccept;
  readonly query = 'includeObject=Metadata';
  readonly itemsKey = 'rows';
  encoding: Encoding = 'table';
  fallback: FallbackReason | null = null;
  readonly members = tableMembers;
  columns: readonly TableColumn[] = [];

  listScanner(_contentType: string, events: ListScannerEvents): ListScanner {
    return new JsonListScanner(this.itemsKey, this.members, events);
  }

  watchReader(): WatchReader {
    return new WatchDecoder();
  }

  fallBack(): void {
    // There is nothing simpler than a Table to fall back to.
  }

  reconnected(): void {
    // Asked for in the same way again.
  }

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
