import { useTranslation } from 'react-i18next';
import type { ResourceRef } from '../../../shared/resource.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useGoToObject } from '../../state/go-to-object.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { type ComponentRow, planComponents } from './plan-components.ts';
import type { PoolCluster } from './plan-pools.ts';
import { Unknown } from './pool-row.tsx';
import css from './pools.module.css';

const heads = ['role', 'product', 'version', 'state', 'pods', 'where'] as const;
const resources = { Deployment: 'deployments', DaemonSet: 'daemonsets', StatefulSet: 'statefulsets' } as const;

/** What runs inside the clusters so that they are clusters: found, which version, and whether it is healthy. */
export function ComponentsView({ clusters }: { clusters: readonly PoolCluster[] }) {
  const { t } = useTranslation('pools');
  const known = clusters.filter(({ overview }) => (overview?.components.length ?? 0) > 0);
  if (known.length === 0) return <EmptyState title={t('component.reading')} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section className={css.scroll} tabIndex={0} data-first aria-label={t('view.components')}>
      <p className={css.lead}>{t('component.lead')}</p>
      <table className={classes(css.table, css.components)} aria-label={t('view.components')}>
        <thead>
          <tr>
            <th scope="col" className={css.shapeCell}>
              <span className="visually-hidden">{t('column.state')}</span>
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className={classes(css[head], head === 'pods' && css.number)}>
                {t(`component.column.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        {clusters.map((cluster) => (
          <Cluster key={cluster.context.id} cluster={cluster} />
        ))}
      </table>
    </section>
  );
}

function Cluster({ cluster: { context, overview, old } }: { cluster: PoolCluster }) {
  const { t } = useTranslation('pools');
  const goTo = useGoToObject();
  const rows = planComponents(overview?.components ?? [], old);
  return (
    <tbody>
      <tr className={css.group}>
        <th scope="rowgroup" colSpan={heads.length + 1}>
          <span className={css.groupLine}>
            <ContextName colour={context.colour} name={context.displayName} stale={old} />
            {overview === null ? null : <span>{overview.provider.name ?? t('providerUnknown')}</span>}
            {rows.length === 0 ? <span>{t('group.reading')}</span> : null}
          </span>
        </th>
      </tr>
      {rows.map((row) => (
        <Component
          key={`${row.component.role} ${row.component.state === 'found' ? `${row.component.seen.namespace}/${row.component.seen.name}` : ''}`}
          row={row}
          old={old}
          onGo={(resource, namespace, name) => void goTo({ contextId: context.id, resource, namespace, name })}
        />
      ))}
    </tbody>
  );
}

function Component({
  row: { component, shape, state },
  old,
  onGo,
}: {
  row: ComponentRow;
  old: boolean;
  onGo: (resource: ResourceRef, namespace: string, name: string) => void;
}) {
  const { t } = useTranslation('pools');
  const found = component.state === 'found' ? component : null;
  const facts = found?.facts.map((fact) => t(`component.fact.${fact}`)) ?? [];
  const words = [t(state), ...facts].join(' · ');
  const tone = old ? null : shape === 'broken' || shape === 'attention' ? css[shape] : null;
  return (
    <tr className={classes(css.row, (old || found === null) && css.old)} data-component={component.role} data-state={component.state}>
      <td className={css.shapeCell}>
        <HealthShape health={shape} />
      </td>
      <td className={css.role}>{t(`component.role.${component.role}`)}</td>
      <td className={css.product}>{found === null ? <span className={css.faint}>—</span> : visibleText(found.name)}</td>
      <td className={css.version} title={found?.version}>
        {found === null ? <span className={css.faint}>—</span> : found.version === '' ? <Unknown /> : visibleText(found.version)}
      </td>
      <td className={classes(css.state, tone)} title={words}>
        {words}
      </td>
      <td className={classes(css.number, css.pods)}>
        {found === null ? null : found.ready === null || found.desired === null ? (
          <Unknown />
        ) : (
          <>
            {found.ready} <span className={css.faint}>{t('of', { total: found.desired })}</span>
          </>
        )}
      </td>
      <td className={css.where}>
        {found === null ? null : (
          <LinkButton
            title={`${found.seen.kind} ${found.seen.namespace}/${found.seen.name}`}
            onClick={() =>
              onGo({ group: 'apps', version: 'v1', resource: resources[found.seen.kind] }, found.seen.namespace, found.seen.name)
            }
          >
            {visibleText(`${found.seen.namespace}/${found.seen.name}`)}
          </LinkButton>
        )}
      </td>
    </tr>
  );
}
