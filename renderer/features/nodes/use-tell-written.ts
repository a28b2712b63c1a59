import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { showToast, type ToastAction } from '../../ui/toasts.tsx';
import { countWritten, undoable, type WrittenNode } from './node-written.ts';

/** What was done, for the words of its outcome; `undo` is the taking back of one of the others. */
export type WrittenAction = 'cordon' | 'uncordon' | 'taints' | 'labels' | 'undo';

/** What can follow an outcome. */
export interface AfterWritten {
  /** Takes back what was done to these nodes; null where no way back is offered. */
  readonly undo: ((written: readonly WrittenNode[]) => void) | null;
  /** Shows each node with what came of it. */
  readonly details: (written: readonly WrittenNode[]) => void;
}

/** Says what came of a write to nodes: how many were done, were so already, were refused, are unknown; with Undo where there is one. */
export function useTellWritten(): (action: WrittenAction, written: readonly WrittenNode[], after: AfterWritten) => void {
  const { t } = useTranslation('nodes');
  return useCallback(
    (action, written, { undo, details }) => {
      if (written.length === 0) return;
      const { changed, same, refused, unknown } = countWritten(written);
      const back = undoable(written);
      const bad = refused + unknown > 0;
      const actions: ToastAction[] = [];
      if (bad) actions.push({ label: t('outcome.details'), run: () => details(written) });
      if (undo !== null && back.length > 0) actions.push({ label: t('outcome.undo'), keys: 'mod+z', run: () => undo(back) });
      const parts = [
        bad && same > 0 ? t('outcome.same', { count: same }) : '',
        refused > 0 ? t('outcome.refused', { count: refused }) : '',
        unknown > 0 ? t('outcome.unknown', { count: unknown }) : '',
        !bad && changed > 0 && same > 0 ? t('outcome.same', { count: same }) : '',
      ].filter((part) => part !== '');
      showToast({
        mark: refused > 0 ? 'broken' : unknown > 0 ? 'unknown' : 'done',
        title: bad
          ? t(`outcome.some.${action}`, { count: changed, total: written.length })
          : changed === 0
            ? t('outcome.allSame', { count: same })
            : t(`outcome.all.${action}`, { count: changed }),
        detail: parts.join(' · '),
        sticky: bad,
        actions,
      });
    },
    [t],
  );
}
