import { create } from 'zustand';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus, ContextView, KubeconfigFile } from '../../shared/context-view.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** Every context of every kubeconfig, what is going on with each, and the files they come from. */
export interface ContextsState {
  /** False until the main side has sent its list for the first time. */
  readonly loaded: boolean;
  /** In the order of the main side; the user's order is that of `orderedContexts` in context-order.ts. */
  readonly contexts: readonly ContextView[];
  readonly byId: ReadonlyMap<ContextId, ContextView>;
  readonly statuses: Readonly<Record<ContextId, ContextStatus>>;
  readonly files: readonly KubeconfigFile[];
}

/** Filled by `watchContexts`; nothing else writes it. */
export const useContexts = create<ContextsState>(() => ({ loaded: false, contexts: [], byId: new Map(), statuses: {}, files: [] }));

/** Status of a context of which nothing was heard yet. */
export const unknownStatus: ContextStatus = {
  connected: false,
  freshness: { state: 'not-connected' },
  version: null,
  problems: null,
  clusterUid: null,
  user: null,
  clockSkewMs: null,
};

/** What is going on with one context. */
export function useContextStatus(id: ContextId): ContextStatus {
  return useContexts((state) => state.statuses[id] ?? unknownStatus);
}

/** Keeps the store up to date until the returned function is called. */
export function watchContexts(bridge: Bridge): () => void {
  return bridge.open('contexts.watch', {}, (event) => {
    if (event.type !== 'items') return;
    const item = event.items;
    if (item.type === 'status') {
      useContexts.setState((state) => ({ statuses: { ...state.statuses, ...item.statuses } }));
      return;
    }
    useContexts.setState({
      loaded: true,
      contexts: item.contexts,
      files: item.files,
      byId: new Map(item.contexts.map((context) => [context.id, context])),
    });
  });
}
