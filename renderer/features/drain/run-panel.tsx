import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDrainRun, useDrains } from '../../state/drains-store.ts';
import { podPage, useGoToObject } from '../../state/go-to-object.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { countRun } from './plan-run-counts.ts';
import { RunView } from './run-view.tsx';

/** A drain in the dock, beside other work. `onTitle` hears how far it is (`12 of 23`). */
export function RunPanel({ id, onTitle }: { id: string; onTitle: (note: string) => void }) {
  const { t } = useTranslation('drain-run');
  const run = useDrainRun(id);
  const loaded = useDrains((state) => state.loaded);
  const goTo = useGoToObject();
  const counts = countRun(run?.contexts.flatMap(({ nodes }) => nodes) ?? []);
  const note = counts.leaving === 0 ? '' : t('moved', { done: counts.done, count: counts.leaving });
  useEffect(() => onTitle(note), [onTitle, note]);
  if (run === undefined) return <EmptyState title={t(loaded ? 'noRun' : 'reading')} text={t(loaded ? 'noRunText' : 'readingText')} />;
  return <RunView run={run} place="dock" openPod={(contextId, namespace, name) => void goTo(podPage(contextId, namespace, name))} />;
}
