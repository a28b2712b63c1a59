import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { ContextId } from '../../shared/context-id.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useContexts } from './contexts-store.ts';
import { FollowedStreams } from './followed-streams.ts';
import { ClusterUsage } from './usage-book.ts';

/** How long the usage of a cluster is followed after the last screen that shows it went, in ms: what was kept of it is a chart that has not to begin again. */
const graceMs = 300_000;
/**
 * Usage of clusters outside of React: rounds of fifty thousand numbers must not be state of a component. Readers ask for the one number that they show, and are
 * told when a round came. Following a context twice opens one stream.
 */
export class UsageStore {
  readonly #clusters = new Map<ContextId, ClusterUsage>();
  readonly #streams: FollowedStreams;
  readonly #listeners = new Map<ContextId, Set<() => void>>();

  constructor(bridge: Bridge) {
    this.#streams = new FollowedStreams({
      graceMs,
      open: (contextId, ended) => {
        this.#clusters.get(contextId)?.restart();
        return bridge.open('usage.watch', { contextId }, (event) => {
          if (event.type === 'items') {
            this.#clusters.get(contextId)?.take(event.items);
            for (const listener of [...(this.#listeners.get(contextId) ?? [])]) listener();
          } else if (event.type === 'end') ended();
        });
      },
      started: (contextId) => {
        if (!this.#clusters.has(contextId)) this.#clusters.set(contextId, new ClusterUsage(Date.now()));
      },
      dropped: (contextId) => this.#clusters.delete(contextId),
    });
  }

  /** What was told of a cluster; undefined before anybody followed it. */
  of(contextId: ContextId): ClusterUsage | undefined {
    return this.#clusters.get(contextId);
  }

  /** Calls `listener` after every item of a cluster. */
  subscribe(contextId: ContextId, listener: () => void): () => void {
    const listeners = this.#listeners.get(contextId) ?? new Set();
    this.#listeners.set(contextId, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Follows the usage of a context until the returned function is called; calling that twice does no harm. */
  follow(contextId: ContextId): () => void {
    return this.#streams.follow(contextId);
  }
}

const perBridge = new WeakMap<Bridge, UsageStore>();

/** The usage of this page's bridge, so that screens share it without passing it around. */
export function usageStoreOf(bridge: Bridge): UsageStore {
  const known = perBridge.get(bridge);
  if (known) return known;
  const store = new UsageStore(bridge);
  perBridge.set(bridge, store);
  return store;
}

/** Follows the usage of those of these contexts that are connected, while mounted; without reading it. */
export function useFollowUsage(contextIds: readonly ContextId[]): UsageStore {
  const store = usageStoreOf(useBridge());
  const connected = useContexts((state) => contextIds.filter((id) => state.statuses[id]?.connected).join('\n'));
  useEffect(() => {
    if (connected === '') return;
    const releases = connected.split('\n').map((id) => store.follow(id as ContextId));
    return () => {
      for (const release of releases) release();
    };
  }, [store, connected]);
  return store;
}

/** What is read of a cluster's usage; renders again only when `read` answers something else. `read` must answer the same for the same. */
export function useUsage<Value extends string | number | boolean | null>(
  contextId: ContextId,
  read: (usage: ClusterUsage | undefined) => Value,
): Value {
  const store = usageStoreOf(useBridge());
  const subscribe = useCallback((listener: () => void) => store.subscribe(contextId, listener), [store, contextId]);
  return useSyncExternalStore(subscribe, () => read(store.of(contextId)));
}
