import { Undo2 } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { askConfirmation } from '../../state/confirmation-store.ts';
import { useByContext } from './by-context.ts';
import { patchOf } from './node-question.ts';
import type { WrittenNode } from './node-written.ts';

/** Takes back what was done to nodes, entry by entry of the journal: each is a write of its own, asked for and recorded like any other. Null when the user does not want it. */
export function useUndo(): (written: readonly WrittenNode[]) => Promise<readonly WrittenNode[] | null> {
  const { t } = useTranslation('nodes');
  const bridge = useBridge();
  const grouped = useByContext();
  return useCallback(
    async (written) => {
      const groups = grouped(written);
      const confirmations = await askConfirmation({
        title: t('ask.undo.title', { count: written.length }),
        action: (going) =>
          t('ask.undo.action', {
            count: groups.filter(({ contextId }) => going.some((each) => each.contextId === contextId)).flatMap(({ items }) => items)
              .length,
          }),
        icon: Undo2,
        danger: false,
        contexts: groups.map(({ contextId, items }) => ({
          contextId,
          actions: items.map(() => patchOf('nodes')),
          objects: items.map(({ node }) => ({ health: 'done', name: node, state: '' })),
          facts: [{ mark: 'done', text: t('ask.undo.fact') }],
          command: '',
        })),
        quiet: true,
      });
      if (confirmations === null) return null;
      const undone = await Promise.all(
        written.map(async ({ contextId, node, entry }): Promise<WrittenNode[]> => {
          const confirmation = confirmations.get(contextId);
          if (confirmation === undefined) return [];
          const result = await bridge.call('journal.undo', { id: entry, confirmation });
          return [{ contextId, node, entry: '', outcome: result.ok ? result.value : { type: 'failed', error: result.error } }];
        }),
      );
      return undone.flat();
    },
    [t, bridge, grouped],
  );
}
