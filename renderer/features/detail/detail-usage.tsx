import type { ContextId } from '../../../shared/context-id.ts';
import type { UsageTarget } from '../../../shared/usage.ts';
import { UsageCharts } from '../../charts/usage-charts.tsx';
import { useUsageSeries } from '../../state/use-usage-series.ts';
import { useWhyNoUsage } from '../../ui/use-why-no-usage.ts';
import css from './detail.module.css';

/** CPU and memory of the object of the drawer, as long as they were measured. */
export function DetailUsage({ contextId, target }: { contextId: ContextId; target: UsageTarget }) {
  const { series, state } = useUsageSeries(contextId, target);
  const why = useWhyNoUsage(state);
  return (
    <section className={css.section}>
      <UsageCharts series={series} of={target.kind === 'container' ? target.container : ''} why={why} />
    </section>
  );
}
