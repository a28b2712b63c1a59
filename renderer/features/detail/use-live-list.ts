import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Freshness } from '../../../shared/freshness.ts';
import type { Column, Row } from '../../../shared/row.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type LiveList, type LiveListQuery, liveListsOf } from '../../bridge/live-list.ts';

/** A short list (the events of one object, one object by name) as React reads it. */
export interface ShownList {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[] | null;
  /** null until the list was opened. */
  readonly freshness: Freshness | null;
}

const nothing: ShownList = { rows: [], columns: null, freshness: null };

/** Watches a short list while mounted; `query` null watches nothing. Renders on every change, so not for long lists. */
export function useLiveList(query: LiveListQuery | null): ShownList {
  const bridge = useBridge();
  const [list, setList] = useState<LiveList | null>(null);
  const key = query && JSON.stringify([query.contextId, query.resource, query.namespaces, query.fieldSelector]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the query, which is a new object on every render
  useEffect(() => {
    if (!query) return;
    const held = liveListsOf(bridge).acquire(query);
    setList(held.list);
    return () => {
      setList(null);
      held.release();
    };
  }, [bridge, key]);
  const store = useMemo(() => (list ? readList(list) : null), [list]);
  return useSyncExternalStore(store?.subscribe ?? subscribeNothing, store?.read ?? readNothing);
}

const subscribeNothing = () => () => undefined;
const readNothing = () => nothing;

function readList(list: LiveList) {
  const take = (): ShownList => ({ rows: [...list.rows.values()], columns: list.columns, freshness: list.freshness });
  let shown = take();
  return {
    read: () => shown,
    subscribe: (listener: () => void) => {
      const renew = () => {
        shown = take();
        listener();
      };
      const stop = list.subscribe({ changed: renew, stateChanged: renew });
      renew();
      return stop;
    },
  };
}
