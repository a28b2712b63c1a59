import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClusterOverview, Fill } from '../../../shared/overview.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { FillBar } from '../../ui/fill-bar.tsx';
import css from './capacity.module.css';
import { formatBytesShort, formatCores } from './format-amount.ts';
import { type CapacityRow, planCapacityRows } from './plan-capacity.ts';
import { percentOfFill } from './plan-pools.ts';
import { Unknown } from './pool-row.tsx';

const heads = ['pool', 'cpuRequested', 'memoryRequested', 'podPlaces', 'cpuLimits', 'memoryLimits', 'room'] as const;

/** Per pool, and per node where a pool is opened: asked for of what there is, limits, and the largest pod that still finds a place. */
export function CapacityTable({
  overview,
  old,
  open,
  onToggle,
}: {
  overview: ClusterOverview;
  old: boolean;
  open: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  const { t } = useTranslation('pools');
  const rows = planCapacityRows(overview, open);
  if (rows.length === 0) return null;
  return (
    <table className={classes(css.table, old && css.old)} aria-label={t('capacity.table')}>
      <thead>
        <tr>
          {heads.map((head, index) => (
            <th key={head} scope="col" className={classes(index === 0 && css.first, css[head], index >= 3 && css.number)}>
              {t(`capacity.column.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} open={open.has(row.id)} onToggle={onToggle} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, open, onToggle }: { row: CapacityRow; open: boolean; onToggle: (id: string) => void }) {
  const { t } = useTranslation('pools');
  const Icon = open ? ChevronDown : ChevronRight;
  const name = row.name === '' ? t('noPool') : visibleText(row.name);
  return (
    <tr className={classes(row.level === 'node' && css.node)} data-capacity={row.id}>
      <th scope="row" className={css.first}>
        {row.level === 'pool' ? (
          <button type="button" className={css.toggle} aria-expanded={open} onClick={() => onToggle(row.id)}>
            <Icon size={13} aria-hidden="true" />
            <span title={name}>{name}</span>
            <span className={css.faint}>{t('nodes', { count: row.nodes })}</span>
          </button>
        ) : (
          <span className="mono" title={name}>
            {name}
          </span>
        )}
      </th>
      <td>
        <Requested fill={row.cpu} write={formatCores} />
      </td>
      <td>
        <Requested fill={row.memory} write={formatBytesShort} />
      </td>
      <td className={css.number}>
        {row.pods.used ?? '—'} <span className={css.faint}>{t('of', { total: row.pods.allocatable ?? '—' })}</span>
      </td>
      <td className={css.number}>
        <Limits fill={row.cpu} warn={false} />
      </td>
      <td className={css.number}>
        <Limits fill={row.memory} warn />
      </td>
      <td className={css.number}>
        {row.room === null ? (
          <span className={css.faint}>{t(row.closed === null ? 'capacity.full' : `capacity.${row.closed}`)}</span>
        ) : (
          t('capacity.roomFor', { cpu: formatCores(row.room.cpu), memory: formatBytesShort(row.room.memory) })
        )}
      </td>
    </tr>
  );
}

function Requested({ fill, write }: { fill: Fill; write: (value: number) => string }) {
  const { t } = useTranslation('pools');
  const { requested, allocatable } = fill;
  const percent = percentOfFill(requested, allocatable);
  if (requested === null || allocatable === null || percent === null) return <Unknown />;
  return (
    <span className={css.requested}>
      <span className={css.bar}>
        <FillBar fill={{ used: null, requested, allocatable }} />
      </span>
      <span className={classes(css.percent, percent > 95 && css.attention)}>{t('percent', { value: percent })}</span>
      <span className={css.amount}>
        {write(requested)} <span className={css.faint}>{t('of', { total: write(allocatable) })}</span>
      </span>
    </span>
  );
}

function Limits({ fill, warn }: { fill: Fill; warn: boolean }) {
  const { t } = useTranslation('pools');
  const percent = percentOfFill(fill.limits, fill.allocatable);
  if (percent === null) return <Unknown />;
  if (fill.limits === 0) return <span className={css.faint}>{t('capacity.none')}</span>;
  return <span className={classes(warn && percent > 100 && css.attention)}>{t('percent', { value: percent })}</span>;
}
