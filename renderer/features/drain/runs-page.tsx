import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DrainRun } from '../../../shared/drain-run.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useNow } from '../../state/clock.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { journalPathOfRun, pathOfRun } from '../../state/drain-path.ts';
import { useDrains } from '../../state/drains-store.ts';
import { Button } from '../../ui/button.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { planHolds } from './plan-holds.ts';
import { countRun } from './plan-run-counts.ts';
import { runShape, runStateWords } from './run-state-words.ts';
import css from './runs.module.css';
import { useRunWords } from './use-run-words.ts';

/** Nodes of one run that are named in its line; of more the number is said. */
const mostNamed = 2;

/** Every drain that this machine started and has not forgotten, the newest first. */
export function DrainRunsPage() {
  const { t } = useTranslation('drain-run');
  const runs = useDrains((state) => state.runs);
  const loaded = useDrains((state) => state.loaded);
  const now = useNow();
  const [, navigate] = useLocation();
  useEffect(() => {
    document.title = `${t('runs')} · Timonier`;
  }, [t]);
  const toNodes = <Button onClick={() => navigate('/r/nodes')}>{t('toNodes')}</Button>;
  return (
    <div className={css.page}>
      <header className={css.header}>
        <h1>{t('runs')}</h1>
        {runs.length > 0 ? <span className={css.faint}>{runs.length}</span> : null}
      </header>
      {!loaded ? (
        <EmptyState title={t('reading')} text={t('readingText')} />
      ) : runs.length === 0 ? (
        <EmptyState title={t('noRuns')} text={t('noRunsText')} actions={toNodes} />
      ) : (
        <div className={css.scroller}>
          <table className={css.table}>
            <thead>
              <tr>
                {(['state', 'nodes', 'moved', 'started', 'record'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`runsColumn.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...runs].reverse().map((run) => (
                <RunLine key={run.id} run={run} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function RunLine({ run, now }: { run: DrainRun; now: number }) {
  const { t, i18n } = useTranslation('drain-run');
  const say = useRunWords();
  const [, navigate] = useLocation();
  const byId = useContexts((state) => state.byId);
  const counts = countRun(run.contexts.flatMap(({ nodes }) => nodes));
  const held = planHolds(run).some(({ grade }) => grade === 'broken');
  const path = pathOfRun(
    run.id,
    run.contexts.map(({ contextId }) => contextId),
  );
  return (
    <tr data-run={run.id} data-state={run.state}>
      <td>
        <span className={css.state}>
          <HealthShape health={runShape(run, held)} decorative />
          <LinkButton onClick={() => navigate(path)}>{say(runStateWords(run, now))}</LinkButton>
        </span>
      </td>
      <td>
        {run.contexts.map(({ contextId, context, nodes }) => {
          const known = byId.get(contextId);
          const named = nodes.slice(0, mostNamed).map(({ name }) => visibleText(name));
          const more = nodes.length - named.length;
          return (
            <span key={contextId} className={css.target}>
              <ContextName colour={known?.colour ?? 1} name={known?.displayName ?? context} />
              <span className="mono">{named.join(', ')}</span>
              {more > 0 ? t('moreNodes', { count: more }) : null}
            </span>
          );
        })}
      </td>
      <td>{counts.leaving === 0 ? '—' : t('moved', { done: counts.done, count: counts.leaving })}</td>
      <td title={run.id}>{formatAbsolute(run.startedAt, i18n.language)}</td>
      <td>
        <LinkButton onClick={() => navigate(journalPathOfRun(run.id))}>{t('journal')}</LinkButton>
      </td>
    </tr>
  );
}
