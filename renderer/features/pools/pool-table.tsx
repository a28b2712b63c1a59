// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table with one focus and a cursor; the table gives its cells their roles
import { Fragment, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { UsageReason } from '../../ui/usage-reason.tsx';
import type { PoolGroup, PoolRow } from './plan-pools.ts';
import { PoolTableRow } from './pool-row.tsx';
import css from './pools.module.css';

const heads = ['name', 'cluster', 'machine', 'zone', 'ready', 'bounds', 'kubelet', 'cpu', 'memory', 'oldest', 'notes'] as const;
const numbers: ReadonlySet<string> = new Set(['ready', 'bounds', 'oldest']);
/** Columns with another name of their style. */
const styles: Readonly<Record<string, string | undefined>> = { cpu: css.fillCell, memory: css.fillCell };

/** The pools, by cluster or flat. The grid has the focus and names the row under the cursor. */
export function PoolTable({
  groups,
  flat,
  cursor,
  onPoint,
  onOpen,
  onFocus,
  grid,
}: {
  groups: readonly PoolGroup[];
  flat: boolean;
  /** Id of the row under the cursor. */
  cursor: string | null;
  /** The same function on every render, as `onOpen`. */
  onPoint: (row: PoolRow) => void;
  onOpen: (row: PoolRow) => void;
  onFocus: () => void;
  grid: Ref<HTMLTableElement>;
}) {
  const { t } = useTranslation('pools');
  const columns = heads.filter((head) => flat || head !== 'cluster');
  const ids = new Map(groups.flatMap(({ rows }) => rows ?? []).map((row, index) => [row.id, `pool-row-${index}`]));
  const active = cursor === null ? undefined : ids.get(cursor);
  return (
    <table
      ref={grid}
      role="grid"
      aria-label={t('tableLabel')}
      className={classes(css.table, flat && css.flat)}
      tabIndex={0}
      onFocus={onFocus}
      {...(active === undefined ? {} : { 'aria-activedescendant': active })}
    >
      <thead>
        <tr>
          <th scope="col" className={css.shapeCell}>
            <span className="visually-hidden">{t('column.state')}</span>
          </th>
          {columns.map((column) => (
            <th key={column} scope="col" className={classes(styles[column] ?? css[column], numbers.has(column) && css.number)}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.context.id}>
          {flat ? null : <GroupHead group={group} span={columns.length + 1} />}
          {(group.rows ?? []).map((row) => (
            <Fragment key={row.id}>
              <PoolTableRow
                row={row}
                id={ids.get(row.id) ?? ''}
                usage={group.usage}
                flat={flat}
                cursor={row.id === cursor}
                onPoint={onPoint}
                onOpen={onOpen}
              />
            </Fragment>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** The cluster of the rows below: who runs it, where, how much of it, and where the bounds come from. */
function GroupHead({ group, span }: { group: PoolGroup; span: number }) {
  const { t } = useTranslation('pools');
  const { context, overview, old, pools, nodes, rows, usage } = group;
  const provider = overview?.provider ?? null;
  const where = [provider?.name ?? t('providerUnknown'), ...(provider?.regions ?? [])].join(', ');
  return (
    <tr className={css.group} data-context={context.id}>
      <th scope="rowgroup" colSpan={span}>
        <span className={css.groupLine}>
          <ContextName colour={context.colour} name={context.displayName} stale={old} />
          {overview === null ? null : <span>{where}</span>}
          <span>
            {rows === null
              ? t(overview === null || overview.sources.nodes?.state !== 'forbidden' ? 'group.reading' : 'group.forbidden')
              : t(old ? 'group.aboutOld' : 'group.about', { pools: t('pools', { count: pools }), nodes: t('nodes', { count: nodes }) })}
          </span>
          {usage !== null && usage.state === 'missing' && !old ? <UsageReason why={usage.why} /> : null}
          <span className={css.space} />
          {group.bounds === 'none' ? null : <span>{t(`boundsFrom.${group.bounds}`)}</span>}
        </span>
      </th>
    </tr>
  );
}
