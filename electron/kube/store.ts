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
  readonly #uidByName = new Map<string, string>();
  readonly #deleted = new Map<string, string>();
  readonly #counts = { broken: 0, attention: 0 };
  readonly #listeners = new Set<RowListener>();

  get size(): number {
    return this.#rows.size;
  }

  /** Rows that need a look, by their health. */
  get problems(): { readonly broken: number; readonly attention: number } {
    return { ...this.#counts };
  }

  get(uid: string): StoredRow | undefined {
    return this.#rows.get(uid);
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
    if (!trusted && !isNewer(resourceVersion, known?.resourceVersion ?? this.#deleted.get(uid))) {
      // Whoever listed it last answers for it, so that a row is not lost when one list takes over from another.
      if (known !== undefined && known.scope !== scope) this.#rows.set(uid, { ...known, scope });
      return false;
    }
    const nameKey = `${decoded.namespace}/${decoded.name}`;
    const namesake = this.#uidByName.get(nameKey);
    if (namesake !== undefined && namesake !== uid) {
      const other = this.#rows.get(namesake);
      // A replayed event of the object that had this name before.
      if (!trusted && other !== undefined && (compareResourceVersions(resourceVersion, other.resourceVersion) ?? 1) < 0) return false;
      this.#delete(namesake);
    }
    this.#deleted.delete(uid);
    const json = JSON.stringify(decoded.row);
    const { health } = decoded.row;
    this.#rows.set(uid, { uid, resourceVersion, namespace: decoded.namespace, name: decoded.name, health, json, scope });
    this.#uidByName.set(nameKey, uid);
    this.#count(known?.health, -1);
    this.#count(health, 1);
    if (known?.json !== json) this.#changed(uid);
    return true;
  }

  /** Takes a DELETED event. Returns false when it is older than what is known. */
  remove(uid: string, resourceVersion: string): boolean {
    const known = this.#rows.get(uid);
    if (known === undefined) {
      this.#remember(uid, resourceVersion);
      return false;
    }
    if ((compareResourceVersions(resourceVersion, known.resourceVersion) ?? 0) < 0) return false;
    this.#delete(uid);
    this.#remember(uid, resourceVersion);
    return true;
  }

  /**
   * Ends a list of `scope` as of `listVersion`: rows of it that the list did not hold are gone. A list from a replica that lags
   * cannot know rows that are newer than itself: those stay, or go without a trace when the list is `trusted`, so that the
   * watch from its version may bring them back.
   */
  keepOnly(scope: string, listed: ReadonlySet<string>, listVersion = '', trusted = false): void {
    for (const row of this.#rows.values()) {
      if (row.scope !== scope || listed.has(row.uid)) continue;
      const unknownToList = listVersion !== '' && (compareResourceVersions(row.resourceVersion, listVersion) ?? 0) > 0;
      if (unknownToList && !trusted) continue;
      this.#delete(row.uid);
      if (unknownToList) this.#deleted.delete(row.uid);
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
    this.#deleted.clear();
    this.#counts.broken = 0;
    this.#counts.attention = 0;
  }

  #delete(uid: string): void {
    const row = this.#rows.get(uid);
    if (row === undefined) return;
    this.#rows.delete(uid);
    const nameKey = `${row.namespace}/${row.name}`;
    if (this.#uidByName.get(nameKey) === uid) this.#uidByName.delete(nameKey);
    this.#count(row.health, -1);
    this.#remember(uid, row.resourceVersion);
    this.#changed(uid);
  }

  #remember(uid: string, resourceVersion: string): void {
    this.#deleted.delete(uid);
    this.#deleted.set(uid, resourceVersion);
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

/** Equal is a duplicate; versions that cannot be ordered are believed. */
function isNewer(version: string, known: string | undefined): boolean {
  if (known === undefined || version === '') return true;
  return (compareResourceVersions(version, known) ?? 1) > 0;
}
