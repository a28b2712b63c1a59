import { ClockAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { classes } from '../../ui/classes.ts';
import { formatClock } from '../../ui/format-time.ts';
import css from './fleet.module.css';
import { type FleetFact, planFacts } from './plan-facts.ts';
import type { FleetCluster } from './plan-fleet.ts';

/** Nodes, pods, Deployments and warnings of a cluster: each leads to its table. */
export function FleetFacts({ cluster }: { cluster: FleetCluster }) {
  return (
    <footer className={css.facts}>
      {planFacts(cluster).map((fact) => (
        <Fact key={fact.id} fact={fact} cluster={cluster} />
      ))}
    </footer>
  );
}

function Fact({ fact: { id, value, total, tone, path }, cluster }: { fact: FleetFact; cluster: FleetCluster }) {
  const { t, i18n } = useTranslation('overview');
  const name = cluster.context.displayName;
  const number = (count: number) => count.toLocaleString(i18n.language);
  const seen = cluster.old && cluster.seenAt !== null ? t('facts.lastSeen', { time: formatClock(cluster.seenAt) }) : null;
  return (
    <Link href={path} className={classes(css.fact, css[id], cluster.old && css.oldFact)} title={seen ?? undefined}>
      <span className="visually-hidden">{name}, </span>
      <span className={css.factName}>{t(`facts.${id}`)}</span>
      <span className={css.factValue}>
        {value === null ? <Unknown /> : number(value)}
        {value === null || total === null || cluster.old ? null : <small data-tone={tone}>{t('facts.of', { total: number(total) })}</small>}
        {seen === null || value === null ? null : (
          <>
            <ClockAlert size={11} aria-hidden="true" />
            <span className="visually-hidden">{seen}</span>
          </>
        )}
      </span>
    </Link>
  );
}

function Unknown() {
  const { t } = useTranslation('overview');
  return (
    <span className={css.unknown}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{t('facts.unknown')}</span>
    </span>
  );
}
