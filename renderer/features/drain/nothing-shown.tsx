import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ShownPods } from './drain-summary.tsx';

/** Where rows would be, why there are none. */
export function NothingShown({
  asked,
  plans,
  reading,
  shown,
  onShowAll,
}: {
  /** Nodes that the address names. */
  asked: number;
  /** Contexts of which a plan is known. */
  plans: number;
  reading: boolean;
  shown: ShownPods;
  onShowAll: () => void;
}) {
  const { t } = useTranslation('drain');
  if (asked === 0) return <EmptyState title={t('empty.noNodes')} text={t('empty.noNodesText')} />;
  if (plans === 0)
    return <EmptyState title={t(reading ? 'empty.reading' : 'empty.noPlan')} text={reading ? undefined : t('empty.noPlanText')} />;
  if (shown === 'inTheWay')
    return (
      <EmptyState
        title={t('empty.clear')}
        text={t('empty.clearText')}
        actions={<Button onClick={onShowAll}>{t('empty.showAll')}</Button>}
      />
    );
  return <EmptyState title={t('empty.noPods')} />;
}
