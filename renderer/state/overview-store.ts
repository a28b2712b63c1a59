import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ContextId } from '../../shared/context-id.ts';
import type { ClusterOverview } from '../../shared/overview.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useContexts } from './contexts-store.ts';
import { FollowedStreams } from './followed-streams.ts';

/** What was last told of each cluster; it stays when nobody looks any more. */
export interface OverviewState {
  readonly byContext: ReadonlyMap<ContextId, ClusterOverview>;
  /** Those that are followed now: what is told of them is how they are. An overview that says nothing new is not sent, so its time does not tell. */
  readonly followed: ReadonlySet<ContextId>;
}

/** Filled by the streams that screens ask for; nothing else writes it. */
export const useOverviewStore = create<OverviewState>(() => ({ byContext: new Map(), followed: new Set() }));

/** How long the overview of a cluster is followed after the last screen that shows it went, in ms: the way back finds it. */
const graceMs = 5_000;
/** Overviews that come within this time are shown together, in ms: fifty clusters must not draw the page fifty times a second. */
const gatherMs = 250;

/** The open streams of one bridge. Following a context twice opens one stream, which closes some seconds after the last let go of it. */
export class OverviewStreams {
  readonly #streams: FollowedStreams;
  readonly #news = new Map<ContextId, ClusterOverview>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(bridge: Bridge) {
    this.#streams = new FollowedStreams({
      graceMs,
      open: (contextId, ended) =>
        bridge.open('overview.watch', { contextId }, (event) => {
          if (event.type === 'items') this.#take(contextId, event.items);
          // What was told stays, with its time.
          else if (event.type === 'end') ended();
        }),
      started: () => this.#tellFollowed(),
      dropped: () => this.#tellFollowed(),
    });
  }

  /** Follows the overview of a context until the returned function is called; calling that twice does no harm. */
  follow(contextId: ContextId): () => void {
    return this.#streams.follow(contextId);
  }

  #tellFollowed(): void {
    useOverviewStore.setState({ followed: new Set(this.#streams.contexts) });
  }

  #take(contextId: ContextId, overview: ClusterOverview): void {
    this.#news.set(contextId, overview);
    if (this.#timer !== null) return;
    const wait = this.#shownAt + gatherMs - performance.now();
    if (wait <= 0) this.#show();
    else this.#timer = setTimeout(() => this.#show(), wait);
  }

  #show(): void {
    this.#timer = null;
    this.#shownAt = performance.now();
    useOverviewStore.setState(({ byContext }) => ({ byContext: new Map([...byContext, ...this.#news]) }));
    this.#news.clear();
  }
}

const perBridge = new WeakMap<Bridge, OverviewStreams>();

/** The streams of this page's bridge, so that screens share them without passing them around. */
export function overviewStreamsOf(bridge: Bridge): OverviewStreams {
  const known = perBridge.get(bridge);
  if (known) return known;
  const streams = new OverviewStreams(bridge);
  perBridge.set(bridge, streams);
  return streams;
}

/**
 * Overviews of those of these contexts of which something was told, kept up to date while the component is mounted. Only connected contexts are followed: the
 * others cost nothing, and have what was last seen of them. The same map while nothing in it changed.
 */
export function useOverviews(contextIds: readonly ContextId[]): ReadonlyMap<ContextId, ClusterOverview> {
  useFollowOverviews(contextIds);
  const known = useOverviewStore(useShallow(({ byContext }) => contextIds.map((id) => byContext.get(id))));
  const key = contextIds.join('\n');
  return useMemo(() => {
    const ids = key === '' ? [] : (key.split('\n') as ContextId[]);
    return new Map(ids.flatMap((id, index) => (known[index] === undefined ? [] : [[id, known[index]] as const])));
  }, [key, known]);
}

/** Keeps the overviews of these contexts up to date while the component is mounted, without reading them. */
export function useFollowOverviews(contextIds: readonly ContextId[]): void {
  const bridge = useBridge();
  const connected = useContexts((state) => contextIds.filter((id) => state.statuses[id]?.connected).join('\n'));
  useEffect(() => {
    if (connected === '') return;
    const streams = overviewStreamsOf(bridge);
    const releases = connected.split('\n').map((id) => streams.follow(id as ContextId));
    return () => {
      for (const release of releases) release();
    };
  }, [bridge, connected]);
}

/** What was last told of one cluster; undefined before anything was. Does not follow it. */
export function useOverview(contextId: ContextId): ClusterOverview | undefined {
  return useOverviewStore(({ byContext }) => byContext.get(contextId));
}
