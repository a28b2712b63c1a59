import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../shared/format-duration.ts';
import { useNowAs } from '../../state/clock.ts';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import css from './fleet.module.css';
import { planExpiry } from './plan-expiry.ts';
import type { FleetCluster } from './plan-fleet.ts';

/** What of our way into a cluster ends soon; nothing while there is time. */
export function ExpiryNote({ cluster: { overview } }: { cluster: FleetCluster }) {
  const { t, i18n } = useTranslation('overview');
  const soon = useNowAs((now) => JSON.stringify(planExpiry(overview?.expiries ?? [], now)));
  const plan = JSON.parse(soon) as ReturnType<typeof planExpiry>;
  if (plan === null) return null;
  const { what, at, over, severity } = plan;
  return (
    <p className={css.expiry} data-severity={severity} title={formatAbsolute(at, i18n.language)}>
      <HealthShape health={severity} size={12} decorative />
      {over ? t(`expiry.over.${what}`) : t(`expiry.${what}`, { left: formatDuration(plan.left) })}
    </p>
  );
}
