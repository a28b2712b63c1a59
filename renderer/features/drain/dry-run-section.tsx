import { FlaskConical } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { countDryRun, dryRunQuestions } from './plan-dry-run.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';
import type { DryRun } from './use-dry-run.ts';
import type { KnownPlan } from './use-known-plans.ts';

const shapes = { refused: 'broken', unknown: 'unknown', gone: 'none', goes: 'ok' } as const;

/** Asks the servers about every eviction of the plan, as things are, and says how many they would let go. */
export function DryRunSection({ known, dryRun }: { known: readonly KnownPlan[]; dryRun: DryRun }) {
  const { t } = useTranslation('drain');
  const questions = useMemo(() => dryRunQuestions(known), [known]);
  const pods = questions.reduce((sum, question) => sum + question.pods.length, 0);
  const outcomes = [...dryRun.outcomes.values()].flatMap((each) => [...each.values()]);
  const counts = countDryRun(outcomes);
  const oldest = Math.min(...outcomes.map(({ takenAt }) => takenAt));
  if (pods === 0) return null;
  return (
    <SideSection title={t('dryRun.title')}>
      <p className={css.fact}>{t('dryRun.how')}</p>
      {counts.all === 0 ? null : (
        <output className={css.outcomes} title={formatClock(oldest)}>
          {(['refused', 'unknown', 'gone', 'goes'] as const).map((answer) =>
            counts[answer] === 0 ? null : (
              <span key={answer} className={css.outcome}>
                <HealthShape health={shapes[answer]} decorative />
                {t(`dryRun.count.${answer}`, { count: counts[answer] })}
              </span>
            ),
          )}
        </output>
      )}
      <div className={css.command}>
        <Button size="small" icon={FlaskConical} disabled={dryRun.asking} onClick={() => dryRun.ask(questions)}>
          {dryRun.asking ? t('dryRun.asking') : t('dryRun.all', { count: pods })}
        </Button>
      </div>
    </SideSection>
  );
}
