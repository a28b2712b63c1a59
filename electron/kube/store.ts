import type { Health } from '../../shared/row.ts';
import { compareResourceVersions } from './resource-version.ts';
import type { DecodedRow } from './row-decoder.ts';

/** What the store keeps of an object. The row is kept as JSON text: made once, sent to every reader, and smaller than the object. */
export interface StoredRow {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly health: Health;
  readonly json: string;
  /** The reflector that reads it: a namespace, or empty for a list over all. */
  readonly scope: string;
}

/** An object that was gone by a version, as the reader of `scope` knows. */
interface Deletion {
  readonly version: string;
  readonly scope: string;
}

/** Told after each change, once per uid: the row is new, changed or gone; ask the store which. */
export type RowListener = (uid: string) => void;

/** Deleted objects that are remembered, so that a replayed event does not bring one back. Bounds memory; a replay is at most seconds old. */
const rememberedDeletions = 2_000;

/**
 * The rows of one list source, by uid. Keeps this promise whatever a watch or a stale replica sends: no row is older than
 * one already shown, a deleted object does not come back, an object that was re-created under its name replaces the old one.
 */
export class Store {
  readonly #rows = new Map<string, StoredRow>();
  /** By namespace, then name: as texts that the rows hold anyway. */
  readonly #uidByName = new Map<string, Map<string, string>>();
  /** Each namespace once: parsing makes a new text for every row. */
  readonly #texts = new Map<string, string>();
  readonly #deleted = new Map<string, Deletion>();
  readonly #counts = { broken: 0, attention: 0 };
  #bytes = 0;
  readonly #listeners = new Set<RowListener>();

  get size(): number {
    return this.#rows.size;
  }

  /** Rows that need a look, by their health. */
  get problems(): { readonly broken: number; readonly attention: number } {
    return { ...this.#counts };
  }

  /** Memory that the rows take, about, in bytes: what decides who may stay in it. */
  get bytes(): number {
    return this.#bytes;
  }

  rows(): IterableIterator<StoredRow> {
    return this.#rows.values();
  }

  /** Takes back a row that was kept elsewhere; one that is here already stays. */
  restore(row: StoredRow): void {
    if (this.#rows.has(row.uid)) return;
    this.#rows.set(row.uid, { ...row, namespace: this.#sameText(row.namespace) });
    this.#name(row);
    this.#count(row.health, 1);
    this.#bytes += bytesOf(row);
    this.#changed(row.uid);
  }

  get(uid: string): StoredRow | undefined {
    return this.#rows.get(uid);
  }

  /** The object of this name; undefined when it is not here. */
  named(namespace: string, name: string): StoredRow | undefined {
    const uid = this.#uidByName.get(namespace)?.get(name);
    return uid === undefined ? undefined : this.#rows.get(uid);
  }

  /** Whether the object is here or is remembered as deleted. */
  knows(uid: string): boolean {
    return this.#rows.has(uid) || this.#deleted.has(uid);
  }

  uids(): IterableIterator<string> {
    return this.#rows.keys();
  }

  /** Calls `listener` after every change until the returned function is called. */
  subscribe(listener: RowListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Takes an object as listed, added or modified. `trusted`: it comes from a consistent list, which wins over versions (a
   * server restored from a backup goes backwards). Returns false when it was dropped as a duplicate or as older than what is known.
   */
  upsert(decoded: DecodedRow, scope: string, trusted = false): boolean {
    const { uid, resourceVersion } = decoded;
    const known = this.#rows.get(uid);
    if (!trusted && !isNewer(resourceVersion, known?.resourceVersion ?? this.#deleted.get(uid)?.version)) {
      // Whoever listed it last answers for it, so that a row is not lost when one list takes over from another.
      if (known !== undefined && known.scope !== scope) this.#rows.set(uid, { ...known, scope });
      return false;
    }
    const namesake = this.#uidByName.get(decoded.namespace)?.get(decoded.name);
    if (namesake !== undefined && namesake !== uid) {
      const other = this.#rows.get(namesake);
      // A replayed event of the object that had this name before.
      if (!trusted && other !== undefined && (compareResourceVersions(resourceVersion, other.resourceVersion) ?? 1) < 0) return false;
      this.#delete(namesake, trusted ? '' : resourceVersion);
    }
    this.#deleted.delete(uid);
    const json = JSON.stringify(decoded.row);
    const { health } = decoded.row;
    const row = {
      uid: known?.uid ?? uid,
      resourceVersion,
      namespace: this.#sameText(decoded.namespace),
      name: decoded.name,
      health,
      json,
      scope,
    };
    this.#rows.set(uid, row);
    this.#bytes += bytesOf(row) - (known === undefined ? 0 : bytesOf(known));
    this.#name(row);
    this.#count(known?.health, -1);
    this.#count(health, 1);
    if (known?.json !== json) this.#changed(uid);
    return true;
  }

  /** Takes a DELETED event that the reader of `scope` got. Returns false when it is older than what is known. */
  remove(uid: string, resourceVersion: string, scope = ''): boolean {
    const known = this.#rows.get(uid);
    if (known === undefined) {
      this.#remember(uid, resourceVersion, scope);
      return false;
    }
    if ((compareResourceVersions(resourceVersion, known.resourceVersion) ?? 0) < 0) return false;
    this.#delete(uid);
    this.#remember(uid, resourceVersion, known.scope);
    return true;
  }

  /**
   * Ends a list of `scope` as of `listVersion`: rows of it that the list did not hold are gone. A list from a replica that lags
   * cannot know rows that are newer than itself: those stay. One that is `trusted` says that they, and all that were deleted
   * before, were gone by its version: the history may have begun anew, so only what is newer than the list brings them back.
   * `listed` null: every row of the scope was.
   */
  keepOnly(scope: string, listed: ReadonlySet<string> | null, listVersion = '', trusted = false): void {
    const judges = trusted && listVersion !== '';
    if (judges) {
      for (const [uid, deletion] of this.#deleted) if (deletion.scope === scope) this.#deleted.set(uid, { version: listVersion, scope });
    }
    if (listed === null) return;
    for (const row of this.#rows.values()) {
      if (row.scope !== scope || listed.has(row.uid)) continue;
      const unknownToList = listVersion !== '' && (compareResourceVersions(row.resourceVersion, listVersion) ?? 0) > 0;
      if (unknownToList && !trusted) continue;
      this.#delete(row.uid, listVersion);
      if (judges) this.#deleted.set(row.uid, { version: listVersion, scope });
    }
  }

  /** Takes the rows of `scope` away without calling them deleted: nobody reads them any more, a later list may. */
  forget(scope: string): void {
    for (const row of this.#rows.values()) {
      if (row.scope !== scope) continue;
      this.#delete(row.uid);
      this.#deleted.delete(row.uid);
    }
  }

  /** Forgets everything; readers are told by their owner (`reset`). */
  clear(): void {
    this.#rows.clear();
    this.#uidByName.clear();
    this.#texts.clear();
    this.#deleted.clear();
    this.#counts.broken = 0;
    this.#counts.attention = 0;
    this.#bytes = 0;
  }

  /** `goneBy`: a version at which the object is known to be gone, so that changes before it, not seen yet, do not bring it back. */
  #delete(uid: string, goneBy = ''): void {
    const row = this.#rows.get(uid);
    if (row === undefined) return;
    this.#rows.delete(uid);
    this.#unname(row);
    this.#count(row.health, -1);
    this.#bytes -= bytesOf(row);
    const later = (compareResourceVersions(goneBy, row.resourceVersion) ?? -1) > 0;
    this.#remember(uid, later ? goneBy : row.resourceVersion, row.scope);
    this.#changed(uid);
  }

  #name({ namespace, name, uid }: StoredRow): void {
    const names = this.#uidByName.get(namespace);
    if (names === undefined) this.#uidByName.set(namespace, new Map([[name, uid]]));
    else names.set(name, uid);
  }

  #unname({ namespace, name, uid }: StoredRow): void {
    const names = this.#uidByName.get(namespace);
    if (names?.get(name) !== uid) return;
    names.delete(name);
    if (names.size > 0) return;
    this.#uidByName.delete(namespace);
    this.#texts.delete(namespace);
  }

  /** The first of equal texts, so that ten thousand rows of a namespace hold its name once. */
  #sameText(text: string): string {
    const first = this.#texts.get(text);
    if (first !== undefined) return first;
    this.#texts.set(text, text);
    return text;
  }

  #remember(uid: string, resourceVersion: string, scope: string): void {
    const before = this.#deleted.get(uid)?.version;
    const version = before !== undefined && (compareResourceVersions(before, resourceVersion) ?? 0) > 0 ? before : resourceVersion;
    this.#deleted.delete(uid);
    this.#deleted.set(uid, { version, scope });
    if (this.#deleted.size <= rememberedDeletions) return;
    const oldest = this.#deleted.keys().next();
    if (oldest.done !== true) this.#deleted.delete(oldest.value);
  }

  #count(health: Health | undefined, by: number): void {
    if (health === 'broken' || health === 'attention') this.#counts[health] += by;
  }

  #changed(uid: string): void {
    for (const listener of this.#listeners) listener(uid);
  }
}

/** The text, and about what a row costs beside it: its object, two map entries, uid, version and name. */
const rowOverhead = 350;

function bytesOf(row: StoredRow): number {
  return row.json.length + rowOverhead;
}

/** Equal is a duplicate; versions that cannot be ordered are believed. */
function isNewer(version: string, known: string | undefined): boolean {
  if (known === undefined || version === '') return true;
  return (compareResourceVersions(version, known) ?? 1) > 0;
}
