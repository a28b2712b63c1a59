import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import css from './drain-page.module.css';
import type { PodCounts } from './plan-counts.ts';
import { type Outcome, outcomes } from './plan-outcome.ts';

/** Which pods the table shows. */
export type ShownPods = 'all' | 'inTheWay';

/** How many pods come to what, with the shapes of the table, and which of them are shown. */
export function DrainSummary({
  counts,
  deletes,
  shown,
  onShow,
}: {
  counts: PodCounts;
  /** `--disable-eviction`: pods are deleted. */
  deletes: boolean;
  shown: ShownPods;
  onShow: (shown: ShownPods) => void;
}) {
  const { t, i18n } = useTranslation('drain');
  const number = (value: number) => value.toLocaleString(i18n.language);
  // What can be acted on comes first; a count of zero is said only of what people came for.
  const told = outcomes.filter((outcome) => counts[outcome] > 0 || outcome === 'goes');
  return (
    <div className={css.summary}>
      <output className={css.counts}>
        {told.map((outcome) => (
          <span key={outcome} className={classes(css.count, css[outcome])}>
            <OutcomeShape outcome={outcome} />
            <b>{number(counts[outcome])}</b>
            {t(outcome === 'goes' && deletes ? 'sum.deletes' : `sum.${outcome}`, { count: counts[outcome] })}
          </span>
        ))}
      </output>
      <span className={css.space} />
      <Segmented
        label={t('shown.label')}
        value={shown}
        options={[
          { value: 'all', label: t('shown.all', { pods: number(counts.pods) }) },
          { value: 'inTheWay', label: t('shown.inTheWay', { pods: number(counts.inTheWay) }) },
        ]}
        onChange={onShow}
      />
    </div>
  );
}

function OutcomeShape({ outcome }: { outcome: Outcome }) {
  switch (outcome) {
    case 'blocked':
      return <HealthShape health="broken" decorative />;
    case 'refused':
      return <HealthShape health="attention" decorative />;
    case 'unknown':
      return <HealthShape health="unknown" decorative />;
    case 'waits':
      return <HealthShape health="none" decorative />;
    case 'goes':
      return <Check size={14} aria-hidden="true" />;
    case 'stays':
      return <Minus size={14} aria-hidden="true" />;
  }
}
