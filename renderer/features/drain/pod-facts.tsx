import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DrainPodPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { budgetWords } from './plan-budget-words.ts';
import { dryRunWords } from './plan-dry-run.ts';
import { outcomeOf } from './plan-outcome.ts';
import { podWords } from './plan-pod-words.ts';
import css from './pod-facts.module.css';
import type { RowSurroundings } from './pod-table-row.tsx';
import type { DryRun } from './use-dry-run.ts';
import { useSay } from './use-say.ts';

/** The pod under the cursor in full: what has no room in its row, the words of kubectl and of the API server as they are, and a dry run. */
export function PodFacts({ pod, surroundings, dryRun }: { pod: DrainPodPlan; surroundings: RowSurroundings; dryRun: DryRun }) {
  const { t } = useTranslation('drain');
  const say = useSay();
  const { budgets, workloads, ownGrace, noRoom } = surroundings;
  const { verdict, eviction } = pod;
  const workload = workloads.get(pod.uid);
  const know = podWords(pod, { budgets, workload, ownGrace: false, inRow: false });
  const budget = 'budget' in eviction && eviction.budget !== '' ? eviction.budget : null;
  const server = 'message' in eviction ? eviction.message : '';
  const room = noRoom.get(pod.uid);
  const describe = useDescribeError();
  const tried = dryRun.outcomes.get(surroundings.context.id)?.get(pod.uid);
  const annotations = pod.notes.flatMap((note) => (note.note === 'do-not-disrupt' ? [`${note.annotation}=${note.value}`] : []));
  const outcome = outcomeOf(pod);
  const owner = workload ?? pod.controller;
  return (
    <section className={css.facts} aria-label={t('facts.label')}>
      <header className={css.head}>
        <b className="mono">{visibleText(`${pod.namespace}/${pod.name}`)}</b>
        {owner === null ? null : <span className={css.faint}>{visibleText(`${owner.kind} ${owner.name}`)}</span>}
        <span className={css.space} />
        {pod.verdict.removes ? (
          <Button
            size="small"
            icon={FlaskConical}
            disabled={dryRun.asking}
            onClick={() => dryRun.ask([{ contextId: surroundings.context.id, pods: [pod] }])}
          >
            {t('dryRun.one')}
          </Button>
        ) : null}
      </header>
      <dl className={css.list}>
        {verdict.message === '' ? null : <Fact label={t('facts.kubectl')}>{visibleText(verdict.message)}</Fact>}
        {outcome === 'refused' || outcome === 'stays' ? null : (
          <Fact label={t('facts.budget')}>
            {budget === null
              ? say(budgetWords(pod, budgets).words)
              : `${visibleText(budget)}${t('colon')}${say(budgetWords(pod, budgets).words)}`}
          </Fact>
        )}
        {server === '' ? null : <Fact label={t('facts.server')}>{visibleText(server)}</Fact>}
        {know.length === 0 ? null : <Fact label={t('facts.know')}>{know.map(({ words }) => say(words)).join(' · ')}</Fact>}
        {annotations.length === 0 ? null : <Fact label={t('facts.annotation')}>{visibleText(annotations.join(', '))}</Fact>}
        {outcome === 'stays' ? null : (
          <Fact label={t('facts.grace')}>{t(ownGrace ? 'facts.graceOwn' : 'facts.graceAll', { seconds: pod.graceSeconds })}</Fact>
        )}
        {room === undefined ? null : <Fact label={t('facts.room')}>{visibleText(room)}</Fact>}
        {tried === undefined ? null : (
          <Fact label={t('dryRun.title')}>
            <span className={css.answer}>
              <HealthShape health={dryRunWords(tried.outcome).health} decorative />
              <span>
                {say(dryRunWords(tried.outcome).words)} {tried.outcome.answer === 'unknown' ? describe(tried.outcome.error).title : ''}{' '}
                <span className={css.faint}>{formatClock(tried.takenAt)}</span>
              </span>
            </span>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
