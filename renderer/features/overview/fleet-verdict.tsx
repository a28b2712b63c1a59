import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useNow } from '../../state/clock.ts';
import { unknownStatus, useContexts } from '../../state/contexts-store.ts';
import { formatCountdown } from '../../ui/format-time.ts';
import { HealthShape, type Shape } from '../../ui/health-shape.tsx';
import css from './fleet.module.css';
import { pathOfProblems } from './fleet-links.ts';
import type { FleetCluster } from './plan-fleet.ts';

/** What is so of a cluster, in shapes and words: how many problems, that there are none, or why nobody can say. */
export function FleetVerdict({ cluster }: { cluster: FleetCluster }) {
  const { t } = useTranslation('overview');
  const { state, counts, was, context, overview } = cluster;
  if (state === 'off') return <Said shape="none" text={t('verdict.off')} />;
  if (state === 'progressing') return <Said shape="progressing" text={t('verdict.reading')} />;
  if (state === 'ok') {
    const pods = overview?.pods?.total ?? 0;
    return <Said shape="ok" text={pods === 0 ? t('verdict.okNothing') : t('verdict.ok', { count: pods })} />;
  }
  if (cluster.condition.since !== null || context.broken !== null) {
    const key =
      was === null ? (overview === null ? 'neverSeen' : 'notAll') : { ok: 'wasOk', broken: 'wasBroken', attention: 'wasAttention' }[was];
    return (
      <>
        <Said shape="unknown" text={t(`verdict.${key}`)} />
        <Retrying cluster={cluster} />
      </>
    );
  }
  const found = (['broken', 'attention', 'unknown'] as const).filter((severity) => counts[severity] > 0);
  if (found.length === 0) return <Said shape="unknown" text={t('verdict.notAll')} />;
  return (
    <Link href={pathOfProblems(context.id)} className={css.verdictLink}>
      <span className="visually-hidden">{t('verdict.list', { name: context.displayName })}</span>
      {found.map((severity) => (
        <Said key={severity} shape={severity} text={t(`verdict.${severity}`, { count: counts[severity] })} />
      ))}
    </Link>
  );
}

function Said({ shape, text }: { shape: Shape; text: string }) {
  return (
    <span className={css.said} data-shape={shape}>
      <HealthShape health={shape} decorative />
      <span>{text}</span>
    </span>
  );
}

/** When it is tried again, for those who wait. */
function Retrying({ cluster: { context } }: { cluster: FleetCluster }) {
  const { t } = useTranslation('overview');
  const now = useNow();
  const freshness = useContexts((state) => (state.statuses[context.id] ?? unknownStatus).freshness);
  const retryAt = 'retryAt' in freshness ? freshness.retryAt : null;
  if (retryAt === null || retryAt <= now) return null;
  return <span className={css.retrying}>{t('retrying', { retry: formatCountdown(retryAt - now) })}</span>;
}
