import { useTranslation } from 'react-i18next';
import { Segmented } from '../../ui/segmented.tsx';
import type { ProblemFilter, RowCounts } from './plan-problem-rows.ts';

/** The severities with their counts; what is ignored has its own place while there is some. */
export function ProblemFilterBar({
  counts,
  filter,
  onFilter,
}: {
  counts: RowCounts;
  filter: ProblemFilter;
  onFilter: (filter: ProblemFilter) => void;
}) {
  const { t, i18n } = useTranslation('problems');
  const shown: readonly ProblemFilter[] = [
    'all',
    'broken',
    'attention',
    'unknown',
    ...(counts.ignored > 0 || filter === 'ignored' ? (['ignored'] as const) : []),
  ];
  return (
    <Segmented
      label={t('filter.label')}
      value={filter}
      options={shown.map((value) => ({ value, label: t(`filter.${value}`, { count: counts[value].toLocaleString(i18n.language) }) }))}
      onChange={onFilter}
    />
  );
}
