import type { ContextId } from '../../../shared/context-id.ts';
import type { UsageTarget } from '../../../shared/usage.ts';
import { UsageCharts } from '../../charts/usage-charts.tsx';
import { useUsageSeries } from '../../state/use-usage-series.ts';
import { useWhyNoUsage } from '../../ui/use-why-no-usage.ts';
import css from './pools.module.css';

/** CPU and memory of a pool, a namespace or a cluster over time, against what is asked for and what there is. */
export function PoolUsage({ contextId, target, name }: { contextId: ContextId; target: UsageTarget; name: string }) {
  const { series, state } = useUsageSeries(contextId, target);
  const why = useWhyNoUsage(state);
  return (
    <div className={css.charts}>
      <UsageCharts series={series} of={name} why={why} />
    </div>
  );
}
