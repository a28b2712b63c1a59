import { Ban, CircleCheck } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { cordonWords } from '../../../shared/node-words.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { askConfirmation, type ConfirmationContext } from '../../state/confirmation-store.ts';
import { kubectlTargetOf } from '../../state/context-command.ts';
import { useContexts } from '../../state/contexts-store.ts';
import type { ActedNode } from '../../state/node-actions.ts';
import { useNodesRefusing } from '../../state/use-node-actions.ts';
import { useByContext } from './by-context.ts';
import { objectsOf, patchOf } from './node-question.ts';
import { type WrittenNode, writtenNodes } from './node-written.ts';

/**
 * Cordons or uncordons nodes over their contexts: asks what the guardrails demand, then writes all contexts at once. The answer is what came
 * of each node; null when nothing was asked of any cluster.
 */
export function useCordon(): (nodes: readonly ActedNode[], unschedulable: boolean) => Promise<readonly WrittenNode[] | null> {
  const { t } = useTranslation('nodes');
  const bridge = useBridge();
  const grouped = useByContext();
  const refusing = useNodesRefusing(false);
  return useCallback(
    async (nodes, unschedulable) => {
      const verb = unschedulable ? 'cordon' : 'uncordon';
      const { byId, files } = useContexts.getState();
      const groups = grouped(nodes);
      const namesOf = (ids: readonly ConfirmationContext[]) =>
        groups.filter(({ contextId }) => ids.some((each) => each.contextId === contextId)).flatMap(({ items }) => items);
      const confirmations = await askConfirmation({
        title: t(`ask.${verb}.title`, { count: nodes.length }),
        action: (going) => t(`ask.${verb}.action`, { count: namesOf(going).length }),
        icon: unschedulable ? Ban : CircleCheck,
        danger: false,
        contexts: groups.map(({ contextId, items }) => ({
          contextId,
          actions: items.map(() => patchOf('nodes')),
          objects: objectsOf(items),
          facts: [
            { mark: 'done', text: t(`ask.${verb}.fact`, { count: items.length }) },
            ...(refusing.has(contextId) ? [{ mark: 'attention' as const, text: t('ask.refusing') }] : []),
          ],
          command: kubectlCommand(
            kubectlTargetOf(byId.get(contextId), files),
            cordonWords(
              items.map(({ name }) => name),
              unschedulable,
            ),
          ),
        })),
        quiet: true,
      });
      if (confirmations === null) return null;
      const written = await Promise.all(
        groups.map(async ({ contextId, items }) => {
          const confirmation = confirmations.get(contextId);
          if (confirmation === undefined) return [];
          const names = items.map(({ name }) => name);
          return writtenNodes(
            contextId,
            names,
            await bridge.call('nodes.cordon', { contextId, nodes: names, unschedulable, confirmation }),
          );
        }),
      );
      return written.flat();
    },
    [t, bridge, grouped, refusing],
  );
}
