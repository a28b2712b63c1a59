import { useMemo } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { UsageTarget } from '../../../shared/usage.ts';
import { UsageCharts } from '../../charts/usage-charts.tsx';
import { useUsageSeries } from '../../state/use-usage-series.ts';
import { useWhyNoUsage } from '../../ui/use-why-no-usage.ts';
import { containerBounds } from './container-bounds.ts';
import css from './detail.module.css';

/** CPU and memory of the object of the drawer, as long as they were measured. Bounds of a container are in its pod, `object`. */
export function DetailUsage({ contextId, target, object }: { contextId: ContextId; target: UsageTarget; object: unknown }) {
  const { series: measured, state } = useUsageSeries(contextId, target);
  const container = target.kind === 'container' ? target.container : '';
  const series = useMemo(
    () => (measured === null || container === '' ? measured : { ...measured, ...containerBounds(object, container) }),
    [measured, container, object],
  );
  const why = useWhyNoUsage(state);
  return (
    <section className={css.section}>
      <UsageCharts series={series} of={container} why={why} />
    </section>
  );
}
