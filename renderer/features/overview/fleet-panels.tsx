import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import css from './fleet.module.css';
import { FleetPanel } from './fleet-panel.tsx';
import type { FleetCluster } from './plan-fleet.ts';

/** A few clusters, a panel each. */
export const FleetPanels = memo(function FleetPanels({
  clusters,
  current,
  onFocus,
}: {
  clusters: readonly FleetCluster[];
  /** The cluster that is in the order of tab. */
  current: ContextId | null;
  onFocus: (id: ContextId) => void;
}) {
  const { t } = useTranslation('overview');
  return (
    <ul className={css.panels} aria-label={t('region.clusters')} data-few={clusters.length < 3 || clusters.length === 4 || undefined}>
      {clusters.map((cluster) => (
        <FleetPanel key={cluster.context.id} cluster={cluster} current={cluster.context.id === current} onFocus={onFocus} />
      ))}
    </ul>
  );
});
