import { ChevronRight, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DrainPlan } from '../../../shared/drain.ts';
import { useNow } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { formatAbsolute, formatElapsed } from '../../ui/format-time.ts';
import css from './drain-page.module.css';
import { isOldPlan } from './plan-age.ts';

/** What is drained, which step this is, how old the plan is, and the way to a new one. */
export function DrainHead({
  nodes,
  clusters,
  plans,
  reading,
  onReplan,
}: {
  nodes: number;
  clusters: number;
  plans: readonly DrainPlan[];
  reading: boolean;
  onReplan: () => void;
}) {
  const { t } = useTranslation('drain');
  const about = [
    ...(plans.length === 0 ? [] : [t('podCount', { count: podsOf(plans) })]),
    ...(clusters > 1 ? [t('clusterCount', { count: clusters })] : []),
  ];
  return (
    <header className={css.head}>
      <h1>{t('title', { count: nodes })}</h1>
      <span className={css.about}>{about.join(', ')}</span>
      <ol className={css.steps} aria-label={t('step.label')}>
        <li aria-current="step">{t('step.plan')}</li>
        <ChevronRight size={12} aria-hidden="true" />
        <li>{t('step.run')}</li>
      </ol>
      <span className={css.space} />
      <PlanAge plans={plans} reading={reading} />
      <Button icon={RefreshCw} keys="r" aria-keyshortcuts="r" onClick={onReplan}>
        {t('replan')}
      </Button>
    </header>
  );
}

function podsOf(plans: readonly DrainPlan[]): number {
  return plans.reduce((sum, { nodes }) => sum + nodes.reduce((pods, node) => pods + node.pods.length, 0), 0);
}

function PlanAge({ plans, reading }: { plans: readonly DrainPlan[]; reading: boolean }) {
  const { t, i18n } = useTranslation('drain');
  const now = useNow();
  if (reading) return <span className={css.age}>{t('age.reading')}</span>;
  if (plans.length === 0) return null;
  const oldest = Math.min(...plans.map(({ takenAt }) => takenAt));
  const age = now - oldest;
  return (
    <span className={classes(css.age, isOldPlan(oldest, now) && css.old)} title={formatAbsolute(oldest, i18n.language)}>
      {t(isOldPlan(oldest, now) ? 'age.old' : 'age.fresh', { age: formatElapsed(age) })}
    </span>
  );
}
