import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { planHolds } from '../features/drain/plan-holds.ts';
import { countRun } from '../features/drain/plan-run-counts.ts';
import { isOver, runShape } from '../features/drain/run-state-words.ts';
import { drainRunPath, drainRunsPath, pathOfRun } from '../state/drain-path.ts';
import { useDrains } from '../state/drains-store.ts';
import { HealthShape } from '../ui/health-shape.tsx';
import css from './status-bar.module.css';

/** Drains that are under way or wait for somebody, from everywhere: how far, whether something holds them, and the way there. */
export function DrainMark() {
  const { t } = useTranslation('drain-run');
  const [path, navigate] = useLocation();
  const watched = new URLSearchParams(useSearch()).get('run');
  const runs = useDrains((state) => state.runs).filter((run) => !isOver(run));
  const [run] = runs;
  if (run === undefined) return null;
  const alone = runs.length === 1;
  // The page of the run says all of it.
  if (alone && path === drainRunPath && watched === run.id) return null;
  const counts = countRun(runs.flatMap(({ contexts }) => contexts.flatMap(({ nodes }) => nodes)));
  const nodes = runs.reduce((sum, { contexts }) => sum + contexts.reduce((all, { nodes: own }) => all + own.length, 0), 0);
  const holds = runs.flatMap(planHolds).filter(({ grade }) => grade === 'broken').length;
  const interrupted = runs.some(({ state }) => state === 'interrupted');
  const words = [
    t('title', { count: nodes }),
    counts.leaving === 0 ? '' : t('moved', { done: counts.done, count: counts.leaving }),
    holds > 0 ? t('mark.held', { count: holds }) : alone && run.state !== 'running' ? t(`mark.${run.state}`) : '',
  ];
  return (
    <button
      type="button"
      className={css.totals}
      data-drains={runs.length}
      onClick={() =>
        navigate(
          alone
            ? pathOfRun(
                run.id,
                run.contexts.map(({ contextId }) => contextId),
              )
            : drainRunsPath,
        )
      }
    >
      <HealthShape health={runShape(interrupted ? { state: 'interrupted' } : run, holds > 0)} size={12} decorative />
      {words.filter((text) => text !== '').join(', ')}
    </button>
  );
}
