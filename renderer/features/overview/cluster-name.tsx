import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { MiddleText } from '../../ui/middle-text.tsx';
import { pathOfTable } from './fleet-links.ts';
import type { FleetCluster } from './plan-fleet.ts';

/** How the keyboard moves over the clusters: their names are links, and one of them is in the order of tab. */
export interface ClusterCursor {
  /** This one is in the order of tab. */
  readonly current: boolean;
  /** The same function for every cluster. */
  readonly onFocus: (contextId: FleetCluster['context']['id']) => void;
}

/** Where a cluster leads: its pods, those that need a look where some do. */
export function pathOfCluster({ context, overview }: FleetCluster): string {
  return pathOfTable(context.id, 'pods', { problems: (overview?.pods?.failing ?? 0) > 0 });
}

/** Name of a cluster as the link to its pods; has the focus while the cursor is on the cluster. */
export function ClusterName({
  cluster,
  cursor,
  className,
}: {
  cluster: FleetCluster;
  cursor: ClusterCursor;
  className?: string | undefined;
}) {
  const { t } = useTranslation('overview');
  const { context, state } = cluster;
  return (
    <Link
      href={pathOfCluster(cluster)}
      className={className}
      data-cluster={context.id}
      tabIndex={cursor.current ? 0 : -1}
      title={context.displayName}
      onFocus={() => cursor.onFocus(context.id)}
    >
      <MiddleText text={context.displayName} />
      <span className="visually-hidden">, {t(`state.${state}`)}</span>
    </Link>
  );
}
