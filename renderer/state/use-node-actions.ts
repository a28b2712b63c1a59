import { useQueries } from '@tanstack/react-query';
import { Ban, CircleCheck, LogOut, type LucideIcon, ShieldMinus, Tag } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { clusterQuery } from '../bridge/queries.ts';
import { useContexts } from './contexts-store.ts';
import { type ActedNode, isCordoned, type NodeActionType, nodeActionKeys, nodeActions, runNodeAction } from './node-actions.ts';

/** An action on nodes, as menus, bars and the palette offer it. */
export interface NodeActionOffer {
  readonly type: NodeActionType;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys: string;
  /** Why it cannot be done now, in a sentence; null = it can. */
  readonly why: string | null;
  readonly run: () => void;
}

const icons: Readonly<Record<NodeActionType, LucideIcon>> = {
  cordon: Ban,
  uncordon: CircleCheck,
  drain: LogOut,
  taints: ShieldMinus,
  labels: Tag,
};

const patchNodes = { group: '', version: 'v1', resource: 'nodes' } as const;
/** Rights seldom change while somebody looks; a refusal of the server is told anyway. In ms. */
const rightsStaleMs = 300_000;

/**
 * What can be done with these nodes, each with the reason where it cannot: it is so already, or all of their clusters refuse it. Clusters are
 * asked for rights only while `enabled`, so a table of another kind asks nothing.
 */
export function useNodeActions(enabled: boolean): (nodes: readonly ActedNode[]) => readonly NodeActionOffer[] {
  const { t } = useTranslation('nodes');
  const refusing = useNodesRefusing(enabled);
  return useMemo(
    () => (nodes) => {
      const contexts = [...new Set(nodes.map(({ contextId }) => contextId))];
      const forbidden =
        contexts.length > 0 && contexts.every((id) => refusing.has(id))
          ? t('why.forbidden', { names: contexts.map((id) => refusing.get(id) ?? '').join(', ') })
          : null;
      const why: Readonly<Record<NodeActionType, string | null>> = {
        cordon: forbidden ?? (nodes.every(isCordoned) ? t('why.cordoned', { count: nodes.length }) : null),
        uncordon: forbidden ?? (nodes.some(isCordoned) ? null : t('why.notCordoned', { count: nodes.length })),
        // Its page only reads, and says itself what rights a drain lacks.
        drain: null,
        taints: forbidden,
        labels: forbidden,
      };
      return nodeActions.map((type) => ({
        type,
        label: t(`action.${type}`),
        icon: icons[type],
        keys: nodeActionKeys[type],
        why: why[type],
        run: () => runNodeAction({ type, nodes }),
      }));
    },
    [t, refusing],
  );
}

/**
 * Names of the connected contexts whose cluster says that the user may not patch nodes. Asked once per context while `enabled`; otherwise what
 * was asked before still counts.
 */
export function useNodesRefusing(enabled: boolean): ReadonlyMap<ContextId, string> {
  const bridge = useBridge();
  const byId = useContexts((state) => state.byId);
  const connected = useContexts((state) =>
    state.contexts
      .filter(({ id }) => state.statuses[id]?.connected)
      .map(({ id }) => id)
      .join('\n'),
  );
  const ids = useMemo(() => (connected === '' ? [] : (connected.split('\n') as ContextId[])), [connected]);
  const refused = useQueries({
    queries: ids.map((contextId) => ({
      ...clusterQuery<'access.explain'>((channel, args) => bridge.call(channel, args), 'access.explain', {
        contextId,
        resource: patchNodes,
        namespace: '',
      }),
      staleTime: rightsStaleMs,
      enabled,
    })),
    // A list, because the client keeps equal lists the same.
    combine: (results) => results.flatMap(({ data }, index) => (data?.deniedVerbs.includes('patch') ? (ids[index] ?? []) : [])),
  });
  return useMemo(() => new Map(refused.map((id) => [id, byId.get(id)?.displayName ?? id])), [refused, byId]);
}
