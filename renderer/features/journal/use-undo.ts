import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JournalEntry } from '../../../shared/journal.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { askConfirmation } from '../../state/confirmation-store.ts';
import { formatAbsolute } from '../../ui/format-time.ts';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { useEntryWords } from './use-entry-words.ts';

const none: ReadonlySet<string> = new Set();

/** Takes a write back: asks as the guardrails of its context demand, then sends what undoes it, and says what came of it. */
export function useUndo(): (entry: JournalEntry) => Promise<void> {
  const { t, i18n } = useTranslation('journal');
  const bridge = useBridge();
  const describe = useDescribeError();
  const say = useEntryWords(none);
  return async (entry) => {
    const { id, at, action, verb, target, contextId } = entry;
    const name = visibleText(target.name);
    const { group, resource, subresource, namespace } = target;
    const confirmations = await askConfirmation({
      title: t('undo.title', { action: visibleText(action), name }),
      action: () => t('pane.undo'),
      icon: Undo2,
      danger: false,
      quiet: true,
      contexts: [
        {
          contextId,
          actions: [{ verb, target: { group, resource, subresource, namespace } }],
          objects: [{ health: 'ok', name: `${resource}/${name}`, state: t('undo.state', { at: formatAbsolute(at, i18n.language) }) }],
          facts: [{ mark: 'done', text: t('undo.fact') }],
          command: '',
        },
      ],
    });
    const confirmation = confirmations?.get(contextId);
    if (confirmation === undefined) return;
    const result = await bridge.call('journal.undo', { id, confirmation });
    if (!result.ok) {
      const { title, detail } = describe(result.error);
      showToast({ mark: 'broken', title: t('undo.failed', { name }), detail: detail ?? title, sticky: true });
      return;
    }
    const outcome = result.value;
    const { text } = say({ ...entry, outcome });
    if (outcome.type === 'done') showToast({ mark: 'done', title: t(outcome.changed ? 'undo.done' : 'undo.unchanged', { name }) });
    else if (outcome.type === 'unknown') showToast({ mark: 'unknown', title: t('undo.unknown', { name }), detail: text, sticky: true });
    else showToast({ mark: 'broken', title: t('undo.failed', { name }), detail: text, sticky: true });
  };
}
