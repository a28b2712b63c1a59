import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import type { FleetCluster } from './plan-fleet.ts';
import css from './problems.module.css';

/** What an empty list of problems means: the filter left nothing, the clusters are still being read, or rules looked and found nothing. */
function useEmptyWords(
  clusters: readonly FleetCluster[],
  filtered: boolean,
): { readonly title: string; readonly text: string; readonly fine: boolean } {
  const { t, i18n } = useTranslation('problems');
  if (filtered) return { title: t('noneOf'), text: '', fine: false };
  const looked = clusters.filter(({ state }) => state === 'ok');
  if (looked.length === 0) return { title: t('reading'), text: '', fine: false };
  const names = new Intl.ListFormat(i18n.language).format(looked.map(({ context }) => context.displayName));
  return { title: t('none'), text: t('noneText', { clusters: names }), fine: true };
}

/** In place of the list, on the page of problems. */
export function NoProblems({
  clusters,
  filtered,
  onShowAll,
}: {
  clusters: readonly FleetCluster[];
  filtered: boolean;
  onShowAll: () => void;
}) {
  const { t } = useTranslation('problems');
  const { title, text, fine } = useEmptyWords(clusters, filtered);
  return (
    <EmptyState
      title={title}
      icon={fine ? <HealthShape health="ok" decorative /> : undefined}
      text={text}
      actions={
        filtered ? (
          <Button kind="primary" onClick={onShowAll}>
            {t('showAll')}
          </Button>
        ) : null
      }
    />
  );
}

/** The same in one line, on the page of the fleet. */
export function NoProblemsLine({ clusters, filtered }: { clusters: readonly FleetCluster[]; filtered: boolean }) {
  const { title, text, fine } = useEmptyWords(clusters, filtered);
  return (
    <p className={css.noneLine}>
      <HealthShape health={fine ? 'ok' : 'none'} decorative />
      <span>
        {title} {text}
      </span>
    </p>
  );
}
