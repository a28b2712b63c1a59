import { useMemo } from 'react';
import { staleAfterMs } from '../../../shared/freshness.ts';
import { useNowAs } from '../../state/clock.ts';
import { unknownStatus, useContexts } from '../../state/contexts-store.ts';
import { useOverviews } from '../../state/overview-store.ts';
import { useScope } from '../../state/scope.ts';
import { freshnessWords } from '../../ui/freshness-words.ts';
import type { PoolCluster } from './plan-pools.ts';

/** What is known of the clusters in scope that are connected, kept up to date while the component is mounted. */
export function usePoolClusters(): readonly PoolCluster[] {
  const { contextIds } = useScope();
  const byId = useContexts((state) => state.byId);
  const connected = useContexts((state) => contextIds.filter((id) => state.statuses[id]?.connected).join('\n'));
  const overviews = useOverviews(contextIds);
  const old = useNowAs((now) => {
    const { statuses } = useContexts.getState();
    return contextIds.filter((id) => isOld(statuses[id] ?? unknownStatus, now)).join('\n');
  });
  return useMemo(() => {
    const shown = new Set(connected.split('\n'));
    const asLastSeen = new Set(old.split('\n'));
    return contextIds.flatMap((id): readonly PoolCluster[] => {
      const context = byId.get(id);
      if (context === undefined || !shown.has(id)) return [];
      return [{ context, overview: overviews.get(id) ?? null, old: asLastSeen.has(id) }];
    });
  }, [contextIds, byId, connected, old, overviews]);
}

type Status = typeof unknownStatus;

/** Nobody can say how it is now. */
function isOld({ freshness }: Status, now: number): boolean {
  if (freshness.state === 'live') return now - freshness.lastByteAt > staleAfterMs;
  const { kind } = freshnessWords(freshness, now, true);
  return kind === 'stale' || kind === 'unreachable' || kind === 'noLogin' || kind === 'forbidden';
}
