import { Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../bridge/connection.ts';
import { useNow } from '../state/clock.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatClock, formatCountdown } from '../ui/format-time.ts';
import { HealthShape } from '../ui/health-shape.tsx';
import { PageHead } from './page-head.tsx';
import css from './shell.module.css';

/** Says that the page lost Timonier itself: then every freshness on screen is old news, whatever it says. */
export function ConnectionBanner() {
  const { t } = useTranslation('shell');
  const connection = useConnection();
  const now = useNow();
  if (connection.state !== 'lost') return null;
  return (
    <div className={css.banner}>
      <Unplug size={14} aria-hidden="true" />
      <span role="alert">{t('connection.lost', { since: formatClock(connection.since) })}</span>
      {/* Outside of the alert: a screen reader should not be told every second. */}
      <span className={css.quiet}>{t('connection.retrying', { retry: formatCountdown(connection.retryAt - now) })}</span>
    </div>
  );
}

/** In place of the page when the main side does not know it: nothing can be shown, and only the user can change that. */
export function NoSession() {
  const { t } = useTranslation('shell');
  return (
    <main className={css.alone}>
      <PageHead title={t('app')}>
        <EmptyState
          icon={<HealthShape health="off" size={18} decorative />}
          title={t('connection.refusedTitle')}
          text={t('connection.refused')}
        />
      </PageHead>
    </main>
  );
}
