import { useTranslation } from 'react-i18next';
import type { UsageSeries } from '../../shared/usage.ts';
import { formatClock } from '../ui/format-time.ts';
import type { ChartUnit } from './usage-chart.tsx';
import css from './usage-charts.module.css';

/** Samples that a table shows, the newest: an hour of the usual rhythm. */
const most = 240;

/** The samples of a chart as a table, the newest first. */
export function UsageTable({ series, cpu, memory, label }: { series: UsageSeries; cpu: ChartUnit; memory: ChartUnit; label: string }) {
  const { t } = useTranslation('usage');
  const write = (unit: ChartUnit, value: number | null | undefined) =>
    value === null || value === undefined ? t('chart.gap') : `${unit.write(value)} ${unit.name}`;
  const rows = series.times.map((time, index) => ({ time, index })).slice(-most);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section className={css.scroll} tabIndex={0} aria-label={label}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            <th scope="col">{t('chart.memoryHead')}</th>
            <th scope="col">CPU</th>
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ time, index }) => (
            <tr key={time}>
              <th scope="row">{formatClock(time)}</th>
              <td>{write(memory, series.memory[index])}</td>
              <td>{write(cpu, series.cpu[index])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
