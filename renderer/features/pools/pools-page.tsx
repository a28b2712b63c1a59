import { ListFilter } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../../ui/kbd.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { CapacityView } from './capacity-view.tsx';
import { ComponentsView } from './components-view.tsx';
import { planPoolGroups } from './plan-pools.ts';
import { PoolStrips } from './pool-strips.tsx';
import css from './pools.module.css';
import { PoolsPart } from './pools-part.tsx';
import { poolsViews, usePoolsView } from './pools-view.ts';
import { usePoolClusters } from './use-pools.ts';

/** Node pools of the clusters in scope, what still fits on them, and what runs inside the clusters so that they are clusters. */
export function PoolsPage() {
  const { t } = useTranslation('pools');
  const clusters = usePoolClusters();
  const { view, flat, setView, setFlat } = usePoolsView();
  const [filter, setFilter] = useState('');
  const groups = planPoolGroups(clusters, useDeferredValue(filter));
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.title = `${t('title')} · Timonier`;
  }, [t]);
  const field = () => page.current?.querySelector<HTMLInputElement>('input[type=text]');
  const rows = () => page.current?.querySelector<HTMLElement>('[role=grid], [data-first]');
  useKeys(t('keys.scope'), [
    { keys: '/', label: t('keys.filter'), hint: true, enabled: view === 'pools', run: () => field()?.select() },
    {
      keys: 'v',
      label: t('keys.view'),
      hint: true,
      run: () => setView(poolsViews[(poolsViews.indexOf(view) + 1) % poolsViews.length] ?? 'pools'),
    },
  ]);
  const pools = groups.reduce((sum, group) => sum + group.pools, 0);
  const nodes = groups.reduce((sum, group) => sum + group.nodes, 0);
  const providers = new Set(groups.flatMap(({ overview }) => overview?.provider.name ?? [])).size;
  const known = groups.some((group) => group.overview?.pools != null);
  return (
    <div className={css.page} ref={page}>
      <header className={css.toolbar}>
        <h1>{t('title')}</h1>
        {known ? (
          <span className={css.about}>
            {[
              t('pools', { count: pools }),
              t('nodes', { count: nodes }),
              ...(providers > 0 ? [t('providers', { count: providers })] : []),
            ].join(', ')}
          </span>
        ) : null}
        {view === 'pools' ? (
          <TextField
            icon={ListFilter}
            label={t('filter')}
            placeholder={t('filter')}
            className={css.filter}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing || !['Escape', 'Enter', 'ArrowDown'].includes(event.key)) return;
              event.preventDefault();
              if (event.key === 'Escape' && filter !== '') setFilter('');
              else rows()?.focus();
            }}
            after={<Kbd keys="/" />}
          />
        ) : (
          <span className={css.space} />
        )}
        {view === 'pools' ? (
          <Segmented
            label={t('grouping.label')}
            value={flat ? 'flat' : 'clusters'}
            options={[
              { value: 'clusters', label: t('grouping.clusters') },
              { value: 'flat', label: t('grouping.flat') },
            ]}
            onChange={(value) => setFlat(value === 'flat')}
          />
        ) : null}
        <Segmented
          label={t('view.label')}
          value={view}
          options={poolsViews.map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={setView}
        />
      </header>
      <PoolStrips clusters={clusters} />
      {view === 'capacity' ? (
        <CapacityView clusters={clusters} />
      ) : view === 'components' ? (
        <ComponentsView clusters={clusters} />
      ) : (
        <PoolsPart groups={groups} flat={flat} filtered={filter !== ''} onUnfilter={() => setFilter('')} />
      )}
    </div>
  );
}
