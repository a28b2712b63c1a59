import { RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ContextId } from '../../../shared/context-id.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNowAs } from '../../state/clock.ts';
import { problemsPath } from '../../state/fleet-path.ts';
import { useScope } from '../../state/scope.ts';
import { useSettings } from '../../state/settings-store.ts';
import { formatClock } from '../../ui/format-time.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import { ChangeList } from './change-list.tsx';
import css from './fleet.module.css';
import { FleetPanels } from './fleet-panels.tsx';
import { FleetSentences } from './fleet-sentence.tsx';
import { FleetTable } from './fleet-table.tsx';
import { NoProblemsLine } from './no-problems.tsx';
import { type FleetCluster, sortByTrouble, sumPods } from './plan-fleet.ts';
import { planFleetSentence } from './plan-fleet-sentence.ts';
import { planChangeRows } from './plan-problem-rows.ts';
import { ProblemFilterBar } from './problem-filter-bar.tsx';
import { ProblemSide } from './problem-side.tsx';
import { ProblemList, type ProblemTableHandle } from './problem-table.tsx';
import { rowHeights } from './row-heights.ts';
import { useCalmOrder } from './use-calm-order.ts';
import { useFleet } from './use-fleet.ts';
import { useFleetKeys } from './use-fleet-keys.ts';
import { useIgnoringRule } from './use-ignored.ts';
import { useProblems } from './use-problems.ts';

/** More clusters than this are shown as lines, unless the user says otherwise (design.md). */
const panelsUpTo = 6;
/** Problems on this page; the page of problems has all. */
const problemsShown = 20;

/** The first page of the day: every cluster in scope, who is broken, how full, what changed. */
export function FleetPage() {
  const { t } = useTranslation('overview');
  const { contextIds } = useScope();
  const ignoring = useIgnoringRule();
  const isIgnored = useCallback((id: ContextId, problem: Problem) => ignoring(id, problem) !== null, [ignoring]);
  const clusters = useFleet(contextIds, isIgnored);
  const problems = useProblems(clusters, ignoring, isIgnored, problemsShown);
  const [pointed, setPointed] = useState(false);
  const sorted = useCalmOrder(
    useMemo(() => sortByTrouble(clusters), [clusters]),
    ({ context }) => context.id,
    pointed,
  );
  const view = useView(clusters.length);
  const handle = useRef<ProblemTableHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const keys = useFleetKeys({ clusters: sorted, problems, handle, place, view: view.shown, toggleView: view.toggle });
  useKeys(t('keys.scope'), keys.bindings);
  // The pane takes its width from what is above the list, which grows: the row it is of stays in sight.
  const { open, at } = problems;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the pane opens; while it is open the cursor brings its row into sight itself
  useEffect(() => {
    if (open) handle.current?.scrollToIndex(at);
  }, [open]);
  useEffect(() => {
    document.title = `${t('title')} · Timonier`;
  }, [t]);
  const Clusters = view.shown === 'panels' ? FleetPanels : FleetTable;
  return (
    <div className={css.page}>
      <FleetHead clusters={clusters} view={view} />
      <div className={css.parts}>
        <div className={css.scroller}>
          <Headline clusters={sorted} isIgnored={isIgnored} />
          <div ref={place} onPointerEnter={() => setPointed(true)} onPointerLeave={() => setPointed(false)}>
            <Clusters clusters={sorted} current={keys.current} onFocus={keys.onFocusCluster} />
          </div>
          <Problems
            clusters={clusters}
            problems={problems}
            handle={handle}
            active={keys.part === 'problems'}
            onFocus={keys.onFocusProblems}
          />
          <Changes clusters={clusters} />
        </div>
        <ProblemSide problems={problems} ignoring={ignoring} />
      </div>
    </div>
  );
}

interface View {
  readonly shown: 'panels' | 'compact';
  readonly toggle: () => void;
}

/** Panels or lines: what the user chose, else by number. */
function useView(count: number): View {
  const chosen = useSettings((state) => state.settings.fleetView);
  const change = useSettings((state) => state.change);
  const shown = chosen === 'auto' ? (count > panelsUpTo ? 'compact' : 'panels') : chosen;
  return { shown, toggle: () => change({ fleetView: shown === 'panels' ? 'compact' : 'panels' }) };
}

function FleetHead({ clusters, view }: { clusters: readonly FleetCluster[]; view: View }) {
  const { t } = useTranslation('overview');
  const bridge = useBridge();
  const pods = sumPods(clusters);
  const waiting = clusters.filter(({ condition }) => condition.error !== null);
  return (
    <header className={css.toolbar}>
      <h1>{t('title')}</h1>
      <span className={css.subtitle}>
        {t('subtitle', {
          clusters: t('clusters', { count: clusters.length }),
          pods: pods === null ? t('podsUnknown') : t('pods', { count: pods }),
        })}
      </span>
      <span className={css.space} />
      <Segmented
        label={t('view.label')}
        value={view.shown}
        options={(['panels', 'compact'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
        onChange={(value) => {
          if (value !== view.shown) view.toggle();
        }}
      />
      <IconButton
        icon={RefreshCw}
        label={t('retry')}
        disabled={waiting.length === 0}
        onClick={() => waiting.forEach(({ context }) => void bridge.call('contexts.retry', { contextId: context.id }))}
      />
    </header>
  );
}

function Headline({ clusters, isIgnored }: { clusters: readonly FleetCluster[]; isIgnored: (id: ContextId, problem: Problem) => boolean }) {
  const sentences = useMemo(() => planFleetSentence(clusters, isIgnored), [clusters, isIgnored]);
  return <FleetSentences sentences={sentences} />;
}

function Problems({
  clusters,
  problems,
  handle,
  active,
  onFocus,
}: {
  clusters: readonly FleetCluster[];
  problems: ReturnType<typeof useProblems>;
  handle: React.RefObject<ProblemTableHandle | null>;
  active: boolean;
  onFocus: () => void;
}) {
  const { t } = useTranslation('problems');
  const [, navigate] = useLocation();
  const density = useSettings((state) => state.settings.density);
  const { counts, rows, filter, row } = problems;
  const more = (filter === 'all' ? counts.all + counts.expected : counts[filter]) - rows.length;
  return (
    <section className={css.section} aria-label={t('title')}>
      <div className={css.sectionHead}>
        <h2>{t('title')}</h2>
        <span className={css.about}>{counts.all === 0 ? '' : t('about', { count: counts.all })}</span>
        <span className={css.space} />
        <ProblemFilterBar counts={counts} filter={filter} onFilter={problems.setFilter} />
      </div>
      {rows.length === 0 ? (
        <NoProblemsLine clusters={clusters} filtered={filter !== 'all'} />
      ) : (
        <ProblemList
          rows={rows}
          rowHeight={rowHeights[density]}
          cursor={row?.key ?? null}
          active={active}
          onPoint={problems.point}
          onGo={(key) => {
            const found = rows.find((each) => each.key === key);
            if (found !== undefined) problems.actions.go(found);
          }}
          onFocus={onFocus}
          handle={handle}
        />
      )}
      {more > 0 ? (
        <p className={css.more}>
          <LinkButton onClick={() => navigate(`${problemsPath}${window.location.search}`)}>{t('allOnPage', { count: more })}</LinkButton>
        </p>
      ) : null}
    </section>
  );
}

function Changes({ clusters }: { clusters: readonly FleetCluster[] }) {
  const { t } = useTranslation('overview');
  const minute = useNowAs((now) => Math.floor(now / 60_000));
  const rows = useMemo(() => planChangeRows(clusters, minute * 60_000), [clusters, minute]);
  const known = clusters.some(({ overview }) => overview !== null);
  const gone = clusters.filter(({ old, condition }) => old && condition.since !== null);
  const about = [
    t('changes.about'),
    ...gone.map(({ context, seenAt }) => t('changes.nothingFrom', { name: context.displayName, time: formatClock(seenAt ?? 0) })),
  ].join('; ');
  return (
    <section className={css.section} aria-label={t('changes.title')}>
      <div className={css.sectionHead}>
        <h2>{t('changes.title')}</h2>
        <span className={css.about}>{about}</span>
      </div>
      {rows.length === 0 ? <p className={css.noChanges}>{t(known ? 'changes.none' : 'changes.reading')}</p> : <ChangeList rows={rows} />}
    </section>
  );
}
