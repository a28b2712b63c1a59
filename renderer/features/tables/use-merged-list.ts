import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type LiveList, liveListsOf } from '../../bridge/live-list.ts';
import { browserClock } from './browser-clock.ts';
import { MergedList } from './merged-list.ts';

/** The lists behind one table and what they are merged into. */
export interface TableLists {
  readonly merged: MergedList;
  readonly lists: ReadonlyMap<ContextId, LiveList>;
}

/** Opens one live list per context (connected ones only: the others are never contacted) and merges them while mounted. */
export function useMergedList(contexts: readonly ContextView[], resource: ResourceRef, namespaces: readonly string[] | null): TableLists {
  const bridge = useBridge();
  const [merged, setMerged] = useState(() => new MergedList(browserClock));
  const [lists, setLists] = useState<ReadonlyMap<ContextId, LiveList>>(new Map());
  const { group, version, resource: plural } = resource;
  const contextKey = contexts.map(({ id, displayName }) => `${id}\t${displayName}`).join('\n');
  const namespaceKey = namespaces === null ? null : namespaces.join(',');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for contexts and namespaces, which are new arrays with every status
  useEffect(() => {
    const registry = liveListsOf(bridge);
    const held = contexts.map((context) => ({
      context,
      ...registry.acquire({ contextId: context.id, resource: { group, version, resource: plural }, namespaces }),
    }));
    merged.setSources(held.map(({ context, list }) => ({ contextId: context.id, displayName: context.displayName, list })));
    setLists(new Map(held.map(({ context, list }) => [context.id, list])));
    return () => {
      for (const { release } of held) release();
    };
  }, [bridge, merged, group, version, plural, contextKey, namespaceKey]);

  // Strict mode runs effects twice: a disposed list is replaced, not revived.
  useEffect(() => {
    if (merged.disposed) setMerged(new MergedList(browserClock));
    return () => merged.dispose();
  }, [merged]);

  return { merged, lists };
}

/** Freshness of each list, renewed when any of them changes. */
export function useFreshness(lists: ReadonlyMap<ContextId, LiveList>): ReadonlyMap<ContextId, Freshness> {
  const [store] = useState(() => new FreshnessStore());
  store.follow(lists);
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

class FreshnessStore {
  #lists: ReadonlyMap<ContextId, LiveList> = new Map();
  #snapshot: ReadonlyMap<ContextId, Freshness> = new Map();
  readonly #listeners = new Set<() => void>();
  #stops: (() => void)[] = [];

  follow(lists: ReadonlyMap<ContextId, LiveList>): void {
    if (lists === this.#lists) return;
    this.#lists = lists;
    this.#read();
    if (this.#listeners.size > 0) this.#listen();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#read();
    if (this.#listeners.size === 1) this.#listen();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#unlisten();
    };
  };

  readonly getSnapshot = (): ReadonlyMap<ContextId, Freshness> => this.#snapshot;

  #listen(): void {
    this.#unlisten();
    for (const list of this.#lists.values()) {
      this.#stops.push(
        list.subscribe({
          changed: () => undefined,
          stateChanged: () => {
            this.#read();
            for (const listener of [...this.#listeners]) listener();
          },
        }),
      );
    }
  }

  #unlisten(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  #read(): void {
    const next = new Map([...this.#lists].map(([id, list]) => [id, list.freshness]));
    const same = next.size === this.#snapshot.size && [...next].every(([id, freshness]) => this.#snapshot.get(id) === freshness);
    if (!same) this.#snapshot = next;
  }
}
