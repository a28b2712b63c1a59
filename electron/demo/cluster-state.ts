import { ChangeHistory } from './change-history.ts';
import type { KubeObject } from './kube-object.ts';
import { cloneJson, kubeTime } from './kube-object.ts';
import { StoredObject } from './stored-object.ts';

/** What a watch says happened. */
export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change of one object, in the order of `resourceVersion`. */
export interface Change {
  readonly type: ChangeType;
  readonly resourceVersion: number;
  readonly stored: StoredObject;
  /** The object before the change; null when it was added. */
  readonly previous: StoredObject | null;
}

/** A list as of one moment, sorted by namespace and name like etcd's keys. */
export interface Snapshot {
  readonly resourceVersion: number;
  readonly items: readonly StoredObject[];
}

/** How a cluster keeps its objects. */
export interface ClusterStateOptions {
  /** Changes kept per resource for watches to resume from. The real watch cache keeps 100 to 102,400 by traffic. */
  readonly historyLength?: number;
  /** The clock, ms since the epoch. */
  readonly now?: () => number;
  /** Where uids come from; must not repeat. */
  readonly newUid?: () => string;
  readonly firstResourceVersion?: number;
}

interface Resource {
  readonly objects: Map<string, StoredObject>;
  readonly history: ChangeHistory;
  readonly listeners: Set<(change: Change) => void>;
  sorted: readonly StoredObject[] | null;
}

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

/**
 * The objects of one cluster and their recent history: etcd and the watch cache in one. Resources are named as
 * `resourceKey` names them (`pods`, `deployments.apps`). Synchronous: listeners hear a change before the call that made
 * it returns, in order of resourceVersion; a listener must not throw.
 */
export class ClusterState {
  readonly #resources = new Map<string, Resource>();
  readonly #historyLength: number;
  readonly #newUid: () => string;
  readonly now: () => number;
  #resourceVersion: number;
  #uidCounter = 0;

  constructor(options: ClusterStateOptions = {}) {
    this.#historyLength = options.historyLength ?? 10_000;
    this.now = options.now ?? Date.now;
    this.#newUid = options.newUid ?? (() => `00000000-0000-4000-8000-${(++this.#uidCounter).toString(16).padStart(12, '0')}`);
    this.#resourceVersion = options.firstResourceVersion ?? 1_000_000;
  }

  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  #resource(key: string): Resource {
    let found = this.#resources.get(key);
    if (!found) {
      found = {
        objects: new Map(),
        history: new ChangeHistory(this.#historyLength, this.#resourceVersion),
        listeners: new Set(),
        sorted: null,
      };
      this.#resources.set(key, found);
    }
    return found;
  }

  get(resource: string, namespace: string, name: string): KubeObject | null {
    return this.stored(resource, namespace, name)?.object ?? null;
  }

  stored(resource: string, namespace: string, name: string): StoredObject | null {
    return this.#resources.get(resource)?.objects.get(keyOf(namespace, name)) ?? null;
  }

  count(resource: string): number {
    return this.#resources.get(resource)?.objects.size ?? 0;
  }

  /** Objects of a resource, of one namespace when given, sorted; the objects themselves, not copies. */
  list(resource: string, namespace?: string): readonly KubeObject[] {
    const items = this.snapshot(resource).items.map((stored) => stored.object);
    return namespace === undefined ? items : items.filter((object) => object.metadata.namespace === namespace);
  }

  snapshot(resource: string): Snapshot {
    const { objects, sorted } = this.#resource(resource);
    if (sorted) return { resourceVersion: this.#resourceVersion, items: sorted };
    const items = [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, stored]) => stored);
    this.#resource(resource).sorted = items;
    return { resourceVersion: this.#resourceVersion, items };
  }

  /** The list as it was at a resourceVersion, by undoing history; null when that was compacted away. */
  snapshotAt(resource: string, resourceVersion: number): Snapshot | null {
    const kept = this.#resource(resource);
    if (resourceVersion < kept.history.oldestUsable) return null;
    const later = kept.history.after(resourceVersion);
    if (later.length === 0) return { ...this.snapshot(resource), resourceVersion };
    const objects = new Map(kept.objects);
    for (const change of [...later].reverse()) {
      const { namespace = '', name } = change.stored.object.metadata;
      if (change.previous) objects.set(keyOf(namespace, name), change.previous);
      else objects.delete(keyOf(namespace, name));
    }
    const items = [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, stored]) => stored);
    return { resourceVersion, items };
  }

  /** Changes after a resourceVersion; null when some of them were compacted away (the watch is Expired). */
  changesAfter(resource: string, resourceVersion: number): readonly Change[] | null {
    const { history } = this.#resource(resource);
    return resourceVersion < history.oldestUsable ? null : history.after(resourceVersion);
  }

  /** Hears every later change of a resource until the returned function is called. */
  onChange(resource: string, listener: (change: Change) => void): () => void {
    const { listeners } = this.#resource(resource);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Stores a new object; fills uid, creationTimestamp and generation when missing. Throws when the name is taken. */
  create(resource: string, object: KubeObject): KubeObject {
    const { namespace = '', name } = object.metadata;
    const { objects } = this.#resource(resource);
    if (objects.has(keyOf(namespace, name))) throw new Error(`${resource} ${keyOf(namespace, name)} exists already`);
    const metadata = {
      ...object.metadata,
      uid: object.metadata.uid ?? this.#newUid(),
      creationTimestamp: object.metadata.creationTimestamp ?? kubeTime(this.now()),
    };
    return this.#store(resource, 'ADDED', { ...object, metadata }, null);
  }

  /** Replaces an object; keeps uid and creationTimestamp of the stored one. Null when there is none. */
  replace(resource: string, object: KubeObject): KubeObject | null {
    const { namespace = '', name } = object.metadata;
    const previous = this.stored(resource, namespace, name);
    if (!previous) return null;
    const { uid, creationTimestamp } = previous.object.metadata;
    const metadata = {
      ...object.metadata,
      ...(uid === undefined ? {} : { uid }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    };
    return this.#store(resource, 'MODIFIED', { ...object, metadata }, previous);
  }

  /** Replaces an object by what `change` makes of a copy of it. Null when there is none. */
  update<T extends KubeObject>(resource: string, namespace: string, name: string, change: (copy: T) => void): T | null {
    const previous = this.stored(resource, namespace, name);
    if (!previous) return null;
    const copy = cloneJson(previous.object) as T;
    change(copy);
    return this.replace(resource, copy) as T;
  }

  /** Removes an object at once. Null when there is none. */
  delete(resource: string, namespace: string, name: string): KubeObject | null {
    const previous = this.stored(resource, namespace, name);
    return previous ? this.#store(resource, 'DELETED', previous.object, previous) : null;
  }

  #store(resource: string, type: ChangeType, object: KubeObject, previous: StoredObject | null): KubeObject {
    const kept = this.#resource(resource);
    this.#resourceVersion += 1;
    const stored = new StoredObject({ ...object, metadata: { ...object.metadata, resourceVersion: String(this.#resourceVersion) } });
    const key = keyOf(object.metadata.namespace ?? '', object.metadata.name);
    if (type === 'DELETED') kept.objects.delete(key);
    else kept.objects.set(key, stored);
    kept.sorted = null;
    const change = { type, resourceVersion: this.#resourceVersion, stored, previous };
    kept.history.push(change);
    for (const listener of [...kept.listeners]) listener(change);
    return stored.object;
  }

  /** A copy of everything as it is now, without history: what a replica that fell behind goes on serving. */
  frozenCopy(): ClusterState {
    const copy = new ClusterState({ historyLength: this.#historyLength, now: this.now, firstResourceVersion: this.#resourceVersion });
    for (const [key, kept] of this.#resources) for (const [name, stored] of kept.objects) copy.#resource(key).objects.set(name, stored);
    return copy;
  }

  /** Forgets all history: watches and continue tokens from before now are Expired. */
  compact(): void {
    for (const kept of this.#resources.values()) kept.history.clear(this.#resourceVersion);
  }

  /**
   * Continues counting from another number, as a server restored from a backup does (P26: it goes backwards). History is
   * forgotten; objects keep their stored resourceVersion.
   */
  resetResourceVersion(resourceVersion: number): void {
    this.#resourceVersion = resourceVersion;
    this.compact();
  }
}
