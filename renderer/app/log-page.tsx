import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { parseLogPage } from '../../shared/log-page.ts';
import { LogPanel } from '../features/logs/log-panel.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { KeyRegion } from '../ui/use-keys.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import css from './log-page.module.css';
import { PageHead } from './page-head.tsx';

const region = 'logs';

/** A window with one log view and nothing else. What is shown stands in its address, so a reload or a bookmark shows the same. */
export function LogWindow() {
  const { t } = useTranslation(['dock', 'shell']);
  const [, navigate] = useLocation();
  const hash = useSyncExternalStore(subscribeToHash, () => window.location.hash);
  const parsed = useMemo(() => parseLogPage(hash), [hash]);
  const title = parsed.ok ? parsed.page.title : t('page.badTitle');
  useEffect(() => {
    document.title = `${title} · Timonier`;
  }, [title]);
  if (!parsed.ok) {
    return (
      <PageHead title={t('shell:app')}>
        <EmptyState
          title={t('page.badTitle')}
          text={t('page.badText', { problem: parsed.problem })}
          actions={
            <Button kind="primary" onClick={() => navigate('/r/pods')}>
              {t('page.toApp')}
            </Button>
          }
        />
      </PageHead>
    );
  }
  return (
    <main className={css.page} data-key-region={region}>
      <KeyRegion value={region}>
        <ErrorBoundary>
          <LogPanel key={hash} selections={parsed.page.selections} title={parsed.page.title} start={parsed.page.start ?? undefined} />
        </ErrorBoundary>
      </KeyRegion>
    </main>
  );
}

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
