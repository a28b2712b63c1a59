import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../shared/format-duration.ts';
import type { NodePool, PoolBounds } from '../../../shared/node-pool.ts';
import type { UsageState } from '../../../shared/usage.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useNowAs } from '../../state/clock.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { FillCell } from './fill-cell.tsx';
import { planNoteWords } from './plan-note-words.ts';
import { type PoolRow, shortVersion, shortZones } from './plan-pools.ts';
import css from './pools.module.css';
import { useWhyNoUse } from './use-why-no-use.ts';

/** Notes are said in minutes; nothing finer is looked at. In ms. */
const stepMs = 10_000;

/** One pool: what it is made of, how full, and what to know about it. */
export const PoolTableRow = memo(function PoolTableRow({
  row,
  id,
  usage,
  flat,
  cursor,
  onPoint,
  onOpen,
}: {
  row: PoolRow;
  /** Of the element, which the grid names while the cursor is here. */
  id: string;
  usage: UsageState | null;
  /** The cluster is named in the row: no head of a group does. */
  flat: boolean;
  cursor: boolean;
  onPoint: (row: PoolRow) => void;
  onOpen: (row: PoolRow) => void;
}) {
  const { t } = useTranslation('pools');
  const { pool, cpu, memory, old } = row;
  const why = useWhyNoUse(usage, old);
  const bad = pool.notes.find(({ kind }) => kind === 'kubelet-behind' || kind === 'kubelet-ahead');
  return (
    <tr
      id={id}
      data-pool={pool.key}
      aria-selected={cursor}
      className={classes(css.row, cursor && css.cursor, old && css.old)}
      onClick={() => onPoint(row)}
      onDoubleClick={() => onOpen(row)}
    >
      <td className={css.shapeCell}>
        <HealthShape health={row.shape} />
      </td>
      <td className={css.name} title={pool.name}>
        {pool.key === '' ? <span className={css.faint}>{t('noPool')}</span> : <MiddleText text={visibleText(pool.name)} />}
      </td>
      {flat ? (
        <td className={css.cluster}>
          <Cluster row={row} />
        </td>
      ) : null}
      <Machine pool={pool} />
      <td className={css.zone} title={pool.zones.join(', ')}>
        {pool.zones.length === 0 ? <Unknown /> : (flat ? pool.zones : shortZones(pool.zones, pool.regions)).join(', ')}
      </td>
      <td className={css.number}>
        <Ready pool={pool} old={old} />
      </td>
      <td className={classes(css.number, css.bounds)}>
        <Bounds bounds={pool.bounds} />
      </td>
      <td
        className={classes(css.kubelet, bad !== undefined && !old && css.attention)}
        title={pool.kubelets.map(({ version, nodes }) => t('kubelets', { version, count: nodes })).join(', ')}
      >
        {pool.kubelets.length === 0 ? <Unknown /> : shortVersion(pool.kubelets.at(-1)?.version ?? '')}
        {pool.kubelets.length > 1 ? <span className={css.faint}> +{pool.kubelets.length - 1}</span> : null}
      </td>
      <td className={css.fillCell}>
        <FillCell what="cpu" fill={cpu} some={cpu} why={why} old={old} />
      </td>
      <td className={css.fillCell}>
        <FillCell what="memory" fill={memory} some={memory} why={why} old={old} />
      </td>
      <td className={css.number}>
        <Age at={pool.oldestAt} />
      </td>
      <td className={css.notes}>
        <Notes pool={pool} />
      </td>
    </tr>
  );
});

function Cluster({ row }: { row: PoolRow }) {
  const context = useContexts((state) => state.byId.get(row.contextId));
  return context === undefined ? row.contextId : <ContextName colour={context.colour} name={context.displayName} stale={row.old} />;
}

function Machine({ pool }: { pool: NodePool }) {
  const { t } = useTranslation('pools');
  const { instanceTypes, capacityTypes, architectures } = pool;
  const extra = [...(capacityTypes.includes('spot') ? [t('spot')] : []), ...architectures.filter((one) => one !== 'amd64' && one !== '')];
  const types = instanceTypes.length === 0 ? null : instanceTypes.slice(0, 3).join(' ');
  const text = [types, ...extra].filter((part) => part !== null).join(', ');
  return (
    <td className={css.machine} title={[...instanceTypes, ...capacityTypes, ...architectures].join(', ')}>
      {text === '' ? <Unknown /> : text}
    </td>
  );
}

function Ready({ pool, old }: { pool: NodePool; old: boolean }) {
  const { t } = useTranslation('pools');
  const { ready, count } = pool;
  return (
    <>
      <b className={classes(ready < count && !old && css.broken)}>{ready}</b> <span className={css.faint}>{t('of', { total: count })}</span>
    </>
  );
}

function Bounds({ bounds }: { bounds: PoolBounds }) {
  const { t } = useTranslation('pools');
  if (!bounds.known) return <Unknown why={t(`boundsFrom.${bounds.why}`)} />;
  const { min, max, limits, autoscaled } = bounds;
  if (min === null && max === null) return limits.length === 0 ? <Unknown /> : <span title={limits.join(', ')}>{limits[0]}</span>;
  const title = [t(autoscaled ? 'autoscaled' : 'byHand'), ...limits].join(', ');
  return (
    <span title={title}>
      {min ?? '—'} – {max ?? '—'}
    </span>
  );
}

/** `—`, and for screen readers and on hover why. */
export function Unknown({ why }: { why?: string | undefined }) {
  const { t } = useTranslation('pools');
  return (
    <span className={css.faint} title={why ?? t('unknown')}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{why ?? t('unknown')}</span>
    </span>
  );
}

/** How old something is; `at` in ms since the epoch. */
export function Age({ at }: { at: number | null }) {
  const { i18n } = useTranslation('pools');
  const age = useNowAs((now) => (at === null ? '' : formatDuration(Math.max(0, now - at))));
  if (at === null) return <Unknown />;
  return <span title={formatAbsolute(at, i18n.language)}>{age}</span>;
}

function Notes({ pool }: { pool: NodePool }) {
  const { t } = useTranslation('pools');
  const step = useNowAs((now) => Math.floor(now / stepMs));
  const said = pool.notes.map((note) => planNoteWords(note, pool.nodes, step * stepMs)).map(({ key, values }) => t(key, values));
  const text = said.map(visibleText).join(' · ');
  return <span title={text}>{text}</span>;
}
