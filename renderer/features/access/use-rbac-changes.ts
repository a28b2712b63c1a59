import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { asContextId, type ContextId } from '../../../shared/context-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type LiveList, liveListsOf } from '../../bridge/live-list.ts';

const group = 'rbac.authorization.k8s.io';
/** What the RBAC authorizer decides by. */
const kinds = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'];
/** Changes are gathered this long before anything is asked again, in ms: who installs something writes a dozen objects. */
const gatherMs = 1_500;

/**
 * Calls `changed` for a cluster whose roles or bindings were changed, some moments after the last of the changes; answers those clusters where they may not be watched, so that
 * nobody tells. Watches only while it is mounted. `changed` may be another function every time.
 */
export function useRbacChanges(contextIds: readonly ContextId[], changed: (contextId: ContextId) => void): ReadonlySet<ContextId> {
  const bridge = useBridge();
  const [refused, setRefused] = useState('');
  const ids = contextIds.join('\n');
  // What is watched does not begin anew with every function, or a change that waits would be lost.
  const tell = useEffectEvent(changed);
  useEffect(() => {
    const timers = new Map<ContextId, ReturnType<typeof setTimeout>>();
    const registry = liveListsOf(bridge);
    const lists: { readonly contextId: ContextId; readonly list: LiveList; readonly leave: () => void }[] = [];
    const readRefused = () =>
      setRefused(
        [...new Set(lists.filter(({ list }) => list.freshness.state === 'forbidden').map(({ contextId }) => contextId))].join('\n'),
      );
    for (const contextId of ids === '' ? [] : ids.split('\n').map(asContextId)) {
      for (const resource of kinds) {
        const { list, release } = registry.acquire({ contextId, resource: { group, version: 'v1', resource }, namespaces: null });
        const stop = list.subscribe({
          changed: () => {
            // The first list is no change.
            if (list.freshness.state !== 'live') return;
            clearTimeout(timers.get(contextId));
            timers.set(
              contextId,
              setTimeout(() => tell(contextId), gatherMs),
            );
          },
          stateChanged: readRefused,
        });
        lists.push({
          contextId,
          list,
          leave: () => {
            stop();
            release();
          },
        });
      }
    }
    readRefused();
    return () => {
      for (const { leave } of lists) leave();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [bridge, ids]);
  return useMemo(() => new Set(refused === '' ? [] : refused.split('\n').map(asContextId)), [refused]);
}
