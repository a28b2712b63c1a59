import { useEffect, useMemo, useState } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { Row } from '../../../shared/row.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { liveListsOf } from '../../bridge/live-list.ts';

const nodes = { group: '', version: 'v1', resource: 'nodes' } as const;
/** Kubelets tell of themselves all the time: rows that come within this time are shown together, in ms. */
const gatherMs = 500;

/** Rows of the nodes of a cluster by name, kept up to date; empty while none is chosen or read. */
export function useNodeRows(contextId: ContextId | null): ReadonlyMap<string, Row> {
  const bridge = useBridge();
  const [shown, setShown] = useState<{ readonly of: ContextId; readonly rows: ReadonlyMap<string, Row> } | null>(null);
  useEffect(() => {
    if (contextId === null) return;
    const { list, release } = liveListsOf(bridge).acquire({ contextId, resource: nodes, namespaces: null });
    let timer: ReturnType<typeof setTimeout> | null = null;
    const take = () => {
      timer = null;
      setShown({ of: contextId, rows: new Map([...list.rows.values()].map((row) => [row.name, row])) });
    };
    const stop = list.subscribe({ changed: () => (timer ??= setTimeout(take, gatherMs)), stateChanged: () => undefined });
    take();
    return () => {
      if (timer !== null) clearTimeout(timer);
      stop();
      release();
    };
  }, [bridge, contextId]);
  return useMemo(() => (shown !== null && shown.of === contextId ? shown.rows : new Map()), [shown, contextId]);
}
