import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { ContextId } from '../../../shared/context-id.ts';
import { drainRunsPath } from '../../state/drain-path.ts';
import { useDrainRun, useDrains } from '../../state/drains-store.ts';
import { useSelectedObject } from '../../state/selected-object.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RunView } from './run-view.tsx';

/** One drain while it runs and afterwards, named by the query (`?run=…`). The pod that is opened stands in the drawer. */
export function DrainRunPage() {
  const { t } = useTranslation('drain-run');
  const id = new URLSearchParams(useSearch()).get('run') ?? '';
  const run = useDrainRun(id);
  const loaded = useDrains((state) => state.loaded);
  const { selected, select } = useSelectedObject();
  const [, navigate] = useLocation();
  useEffect(() => {
    document.title = `${t('name')} · Timonier`;
  }, [t]);
  if (run !== undefined) {
    const openPod = (contextId: ContextId, namespace: string, name: string) => select({ contextId, namespace, name });
    return <RunView run={run} place="page" openPod={openPod} drawerOpen={selected !== null} closeDrawer={() => select(null)} />;
  }
  if (!loaded) return <EmptyState title={t('reading')} text={t('readingText')} />;
  return (
    <EmptyState
      title={t('noRun')}
      text={t('noRunText')}
      actions={
        <Button kind="primary" onClick={() => navigate(drainRunsPath)}>
          {t('allRuns')}
        </Button>
      }
    />
  );
}
