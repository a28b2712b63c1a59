import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../state/scope.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import css from './capacity.module.css';
import { CapacityFactsList } from './capacity-facts.tsx';
import { CapacityTable } from './capacity-table.tsx';
import type { PoolCluster } from './plan-pools.ts';
import { PoolUsage } from './pool-usage.tsx';
import { LimitRangeTable, QuotaTable } from './quota-table.tsx';

/** Namespaces whose courses are shown: more are no picture any more. */
const mostNamespaces = 6;

/** What still fits and what is promised twice, cluster by cluster: sentences first, then pools and their nodes, then quotas of namespaces. */
export function CapacityView({ clusters }: { clusters: readonly PoolCluster[] }) {
  const { t } = useTranslation('pools');
  if (!clusters.some(({ overview }) => overview?.capacity != null)) return <EmptyState title={t('capacity.reading')} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section className={css.scroll} tabIndex={0} data-first aria-label={t('view.capacity')}>
      {clusters.map((cluster) => (
        <Cluster key={cluster.context.id} cluster={cluster} />
      ))}
    </section>
  );
}

function Cluster({ cluster }: { cluster: PoolCluster }) {
  const { t } = useTranslation('pools');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { context, overview, old } = cluster;
  // The namespaces that somebody chose; each is a question of its own.
  const namespaces = (useScope().namespaces ?? []).slice(0, mostNamespaces);
  const capacity = overview?.capacity ?? null;
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <section className={css.cluster} aria-label={context.displayName}>
      <h2>
        <ContextName colour={context.colour} name={context.displayName} stale={old} />
      </h2>
      {overview === null || capacity === null ? (
        <p className={css.note}>{t('capacity.reading')}</p>
      ) : (
        <>
          {old ? null : <PoolUsage contextId={context.id} target={{ kind: 'cluster' }} name={context.displayName} />}
          {old
            ? null
            : namespaces.map((name) => <PoolUsage key={name} contextId={context.id} target={{ kind: 'namespace', name }} name={name} />)}
          <CapacityFactsList overview={overview} capacity={capacity} old={old} />
          <CapacityTable overview={overview} old={old} open={open} onToggle={toggle} />
          <QuotaTable quotas={capacity.quotas} />
          <LimitRangeTable limits={capacity.limitRanges} />
        </>
      )}
    </section>
  );
}
