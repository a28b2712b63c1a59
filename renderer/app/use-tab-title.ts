import { useTranslation } from 'react-i18next';
import type { DockTab } from '../state/dock-layout.ts';
import { useDrainRun } from '../state/drains-store.ts';

/** What a tab of the dock is called. */
export function useTabTitle(tab: DockTab): string {
  const { t } = useTranslation(['dock', 'drain-run']);
  const run = useDrainRun(tab.type === 'drain' ? tab.run : '');
  switch (tab.type) {
    case 'logs':
      return tab.page.title;
    case 'diagnostics':
      return t('diagnostics');
    case 'drain':
      return run === undefined
        ? t('drain-run:name')
        : t('drain-run:title', { count: run.contexts.reduce((sum, { nodes }) => sum + nodes.length, 0) });
  }
}
