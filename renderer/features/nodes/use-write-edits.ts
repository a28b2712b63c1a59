import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError, Result } from '../../../shared/cluster-error.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import type { NodeWriteAnswer } from '../../../shared/node-writes.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { askConfirmation, type ConfirmationFact } from '../../state/confirmation-store.ts';
import { kubectlTargetOf } from '../../state/context-command.ts';
import { useContexts } from '../../state/contexts-store.ts';
import type { ActedNode } from '../../state/node-actions.ts';
import { useNodesRefusing } from '../../state/use-node-actions.ts';
import { useByContext } from './by-context.ts';
import type { EditGroup } from './edit-draft.ts';
import { editWords, labelChanges, taintChanges } from './edit-kinds.ts';
import { objectsOf, patchOf } from './node-question.ts';
import { type WrittenNode, writtenNodes } from './node-written.ts';
import { type EvictedPods, isKnown, mayDelete } from './plan-evicted.ts';

/** Pods that are named in the confirmation; of more the number is said. */
const mostNamed = 5;

/** Changes of taints or labels that the user wants made. */
export interface EditWish {
  readonly what: 'taints' | 'labels';
  readonly nodes: readonly ActedNode[];
  readonly groups: readonly EditGroup[];
  /** What they do to pods, by context; empty for labels. */
  readonly evicted: readonly EvictedPods[];
}

/** The equal kubectl commands of one context, a line each. */
export function useEditCommand(): (what: 'taints' | 'labels', groups: readonly EditGroup[]) => string {
  const byId = useContexts((state) => state.byId);
  const files = useContexts((state) => state.files);
  return useCallback(
    (what, groups) =>
      groups
        .map(({ contextId, nodes, edits, overwrites }) =>
          kubectlCommand(kubectlTargetOf(byId.get(contextId), files), editWords(what, nodes, edits, overwrites)),
        )
        .join('\n'),
    [byId, files],
  );
}

/** Asks for confirmation as the guardrails demand, then writes. Answers what came of each node; null when nothing was asked of any cluster. */
export function useWriteEdits(): (wish: EditWish) => Promise<readonly WrittenNode[] | null> {
  const { t } = useTranslation('nodes');
  const bridge = useBridge();
  const grouped = useByContext();
  const refusing = useNodesRefusing(false);
  const commandOf = useEditCommand();
  return useCallback(
    async ({ what, nodes, groups, evicted }) => {
      const contexts = grouped(groups);
      const countOf = (of: readonly EditGroup[]) => of.flatMap((group) => group.nodes).length;
      const confirmations = await askConfirmation({
        title: t(`ask.${what}.title`, { count: countOf(groups) }),
        action: (going) =>
          t(`ask.${what}.action`, { count: countOf(groups.filter(({ contextId }) => going.some((each) => each.contextId === contextId))) }),
        danger: evicted.some(mayDelete),
        contexts: contexts.map(({ contextId, items }) => {
          const named = new Set(items.flatMap((group) => group.nodes));
          const touched = nodes.filter((node) => node.contextId === contextId && named.has(node.name));
          const own = evicted.find((each) => each.contextId === contextId);
          return {
            contextId,
            actions: touched.map(() => patchOf('nodes')),
            objects: objectsOf(touched),
            facts: [
              ...(own === undefined ? [] : factsOf(own)),
              ...(refusing.has(contextId) ? [{ mark: 'attention' as const, text: t('ask.refusing') }] : []),
            ],
            command: commandOf(what, items),
          };
        }),
        // The form has shown all of it.
        quiet: true,
      });
      if (confirmations === null) return null;
      const written = await Promise.all(
        groups.map(async ({ contextId, nodes: names, edits, overwrites }) => {
          const confirmation = confirmations.get(contextId);
          if (confirmation === undefined) return [];
          const args = { contextId, nodes: [...names], overwrite: overwrites, confirmation };
          const result: Result<NodeWriteAnswer, ClusterError> =
            what === 'taints'
              ? await bridge.call('nodes.taint', { ...args, changes: taintChanges(edits) })
              : await bridge.call('nodes.label', { ...args, changes: labelChanges(edits) });
          return writtenNodes(contextId, names, result);
        }),
      );
      return written.flat();

      function factsOf(own: EvictedPods): readonly ConfirmationFact[] {
        const { now, later, spared } = own;
        const facts: ConfirmationFact[] = [];
        const names = (pods: EvictedPods['now']) => pods.slice(0, mostNamed).map((pod) => `${pod.namespace}/${pod.name}`);
        const say = (key: 'now' | 'later', pods: EvictedPods['now'], seconds: number) =>
          `${t(`evicts.${key}`, { count: pods.length, seconds })} ${names(pods).join(', ')}${pods.length > mostNamed ? ', …' : ''}`;
        if (now.length > 0) facts.push({ mark: 'broken', text: say('now', now, 0) });
        if (later.length > 0) facts.push({ mark: 'attention', text: say('later', later, later[0]?.seconds ?? 0) });
        if (!isKnown(own)) facts.push({ mark: 'unknown', text: t('evicts.unknown') });
        if (facts.length === 0)
          facts.push({ mark: 'done', text: spared > 0 ? t('evicts.spared', { count: spared }) : t('evicts.noneMoves') });
        return facts;
      }
    },
    [t, bridge, grouped, refusing, commandOf],
  );
}
