import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useScope } from '../../state/scope.ts';
import { useSettings } from '../../state/settings-store.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { NoProblems } from './no-problems.tsx';
import { ProblemFilterBar } from './problem-filter-bar.tsx';
import { ProblemSide } from './problem-side.tsx';
import { ProblemTable, type ProblemTableHandle } from './problem-table.tsx';
import css from './problems.module.css';
import { rowHeights } from './row-heights.ts';
import { useFleet } from './use-fleet.ts';
import { useIgnoringRule } from './use-ignored.ts';
import { useProblemBindings } from './use-problem-keys.ts';
import { useProblems } from './use-problems.ts';

/** Everything in scope that needs a person, worst first, with why and what to look at next. */
export function ProblemsPage() {
  const { t } = useTranslation('problems');
  const { contextIds } = useScope();
  const ignoring = useIgnoringRule();
  const isIgnored = useCallback((id: ContextId, problem: Problem) => ignoring(id, problem) !== null, [ignoring]);
  const clusters = useFleet(contextIds, isIgnored);
  const problems = useProblems(clusters, ignoring, isIgnored);
  const density = useSettings((state) => state.settings.density);
  const handle = useRef<ProblemTableHandle>(null);
  useKeys(t('keys.scope'), useProblemBindings({ problems, handle }));
  useEffect(() => {
    document.title = `${t('title')} · Timonier`;
  }, [t]);
  const { counts, rows, row } = problems;
  return (
    <div className={css.page}>
      <header className={css.toolbar}>
        <h1>{t('title')}</h1>
        <span className={css.about}>
          {t('about', { count: counts.all })}
          {counts.expected > 0 ? `, ${t('expectedToo', { count: counts.expected })}` : ''}
        </span>
        <span className={css.space} />
        <ProblemFilterBar counts={counts} filter={problems.filter} onFilter={problems.setFilter} />
      </header>
      <div className={css.parts}>
        {rows.length === 0 ? (
          <NoProblems clusters={clusters} filtered={problems.filter !== 'all'} onShowAll={() => problems.setFilter('all')} />
        ) : (
          <ProblemTable
            rows={rows}
            rowHeight={rowHeights[density]}
            cursor={row?.key ?? null}
            active
            onPoint={problems.point}
            onGo={(key) => {
              const found = rows.find((each) => each.key === key);
              if (found !== undefined) problems.actions.go(found);
            }}
            onFocus={() => undefined}
            handle={handle}
          />
        )}
        <ProblemSide problems={problems} ignoring={ignoring} />
      </div>
    </div>
  );
}
