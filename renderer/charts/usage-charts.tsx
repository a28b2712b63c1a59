import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageSeries } from '../../shared/usage.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { useKeys } from '../ui/use-keys.ts';
import type { ChartLine } from './plan-usage-chart.ts';
import { type ChartUnit, UsageChart } from './usage-chart.tsx';
import css from './usage-charts.module.css';
import { UsageTable } from './usage-table.tsx';

const gib = 2 ** 30;
const mib = 2 ** 20;

/** CPU in thousandths of a core, or in cores where there are many. */
function cpuUnit(largest: number, cores: string): ChartUnit {
  const whole = largest >= 10_000;
  return { name: whole ? cores : 'm', write: (milli) => short(whole ? milli / 1_000 : milli), binary: false };
}

function memoryUnit(largest: number): ChartUnit {
  const [name, size] = largest >= 10 * gib ? ['Gi', gib] : ['Mi', mib];
  return { name, write: (bytes) => short(bytes / size), binary: true };
}

function short(value: number): string {
  return String(value >= 100 || Number.isInteger(value) ? Math.trunc(value) : Math.trunc(value * 10) / 10);
}

/**
 * CPU and memory of one thing over time, or the same as a table (`T`). `of`: its name, for the titles; empty where it stands above them; `why`: why there is nothing, in words, where there is not; null while it is being read.
 */
export function UsageCharts({ series, of, why }: { series: UsageSeries | null; of: string; why: string }) {
  const { t } = useTranslation('usage');
  const [table, setTable] = useState(false);
  useKeys(t('chart.keys'), [{ keys: 'T', label: t('chart.toggle'), run: () => setTable(!table) }]);
  const units = useMemo(() => unitsOf(series, t('chart.cores')), [series, t]);
  const charts = useMemo(() => (series === null ? null : chartsOf(series)), [series]);
  if (series === null || charts === null || units === null || series.times.length === 0) {
    return (
      <p className={css.none} role="status">
        {why}
      </p>
    );
  }
  const span = t('chart.last', { count: Math.max(1, Math.round(((series.times.at(-1) ?? 0) - (series.times[0] ?? 0)) / 60_000)) });
  return (
    <div className={css.charts}>
      {table ? (
        <UsageTable
          series={series}
          cpu={units.cpu}
          memory={units.memory}
          label={t(of === '' ? 'chart.tableAlone' : 'chart.table', { of })}
        />
      ) : (
        <div className={css.pair}>
          <UsageChart
            title={t(of === '' ? 'chart.memoryAlone' : 'chart.memory', { of, span })}
            times={series.times}
            series={charts.memory}
            lines={charts.memoryLines}
            unit={units.memory}
          />
          <UsageChart
            title={t(of === '' ? 'chart.cpuAlone' : 'chart.cpu', { of, span })}
            times={series.times}
            series={charts.cpu}
            lines={charts.cpuLines}
            unit={units.cpu}
          />
        </div>
      )}
      <LinkButton aria-keyshortcuts="Shift+T" aria-pressed={table} onClick={() => setTable(!table)}>
        {t(table ? 'chart.asChart' : 'chart.asTable')}
      </LinkButton>
    </div>
  );
}

function chartsOf({ cpu, memory, requests, limits, allocatable }: UsageSeries) {
  const lines = (what: 'cpu' | 'memory'): readonly ChartLine[] =>
    (
      [
        ['limit', limits[what]],
        ['request', requests[what]],
        ['allocatable', allocatable[what]],
      ] as const
    ).flatMap(([kind, value]) => (value === null || value <= 0 ? [] : [{ kind, value }]));
  return {
    cpu: [{ key: 'cpu', values: cpu }],
    memory: [{ key: 'memory', values: memory }],
    cpuLines: lines('cpu'),
    memoryLines: lines('memory'),
  };
}

function unitsOf(series: UsageSeries | null, cores: string) {
  if (series === null) return null;
  const largest = (what: 'cpu' | 'memory') =>
    [...series[what], series.allocatable[what]].reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return { cpu: cpuUnit(largest('cpu'), cores), memory: memoryUnit(largest('memory')) };
}
