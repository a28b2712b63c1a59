import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { type ActedNode, runNodeAction } from '../../state/node-actions.ts';
import { useScope } from '../../state/scope.ts';
import { useSelectedObject } from '../../state/selected-object.ts';
import { classes } from '../../ui/classes.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { useHistoryEnds } from '../../ui/use-history.ts';
import { useWidth } from '../../ui/use-width.ts';
import { useWindowWidth } from '../../ui/use-window-size.ts';
import { ClusterFacts } from './cluster-facts.tsx';
import { ContextNotices } from './context-notices.tsx';
import { DrainHead } from './drain-head.tsx';
import css from './drain-page.module.css';
import { shortContextId } from './plan-context-notice.ts';
import { isStarted, startWords } from './plan-start.ts';
import { PodPane } from './pod-pane.tsx';
import { SidePane } from './side-pane.tsx';
import { useStartDrain } from './start-drain.ts';
import { StartFooter } from './start-footer.tsx';
import { useDrainAccess } from './use-drain-access.ts';
import { useDrainPlans } from './use-drain-plans.ts';
import { useDrainRequest } from './use-drain-request.ts';
import { useDryRun } from './use-dry-run.ts';
import { useKnownPlans } from './use-known-plans.ts';
import { usePageKeys } from './use-plan-keys.ts';
import { useSameItems } from './use-same-items.ts';

/** Below this window width the side pane is a tab (design.md); likewise where an open drawer leaves less than 480 for the table beside it. In px. */
const tabsBelow = 1100;
const roomForBoth = 480 + 364;

/** What draining the nodes of the address would do, over their contexts: read, tried out with other options, and started. */
export function DrainPage() {
  const { t } = useTranslation('drain');
  const scope = useScope();
  const asked = useDrainRequest();
  const { targets, outside, options, pace } = asked;
  const { plans, replan } = useDrainPlans(targets, options);
  const known = useKnownPlans(plans);
  const nodes = targets.reduce((sum, target) => sum + target.nodes.length, 0);
  const reading = plans.some((plan) => plan.reading);
  // The plan for what is chosen now is not there yet: nobody should start what they have not seen.
  const stale = plans.some((plan) => plan.reading && !plan.current);
  const access = useDrainAccess(plans, options);
  const names = useSameItems(plans.map(({ context, target }) => context?.displayName ?? shortContextId(target.contextId)));
  const current = useSameItems(plans.map((plan) => (plan.current ? plan.plan : null)));
  const denied = useSameItems(plans.map(({ target }) => access.get(target.contextId)?.access?.answer === 'denied'));
  const starting = useMemo(
    () => names.map((name, index) => ({ name, plan: current[index] ?? null, denied: denied[index] ?? false })),
    [names, current, denied],
  );
  const words = useMemo(() => startWords(starting, options, pace), [starting, options, pace]);
  const dryRun = useDryRun(options);
  const startDrain = useStartDrain();
  const [startError, setStartError] = useState<ClusterError | null>(null);
  const start = async () => {
    setStartError(null);
    const going = plans.flatMap(({ target, plan }, index) => {
      const context = starting[index];
      return context !== undefined && isStarted(context) ? [{ ...target, plan }] : [];
    });
    setStartError(await startDrain({ contexts: going, options, pace }));
  };
  // Of its state the plan knows only whether it takes pods.
  const uncordoned = known.flatMap(({ contextId, plan }) =>
    plan.nodes
      .filter(({ unschedulable }) => !unschedulable)
      .map(({ name }): ActedNode => ({ contextId, name, health: 'unknown', status: '', labels: {} })),
  );
  const back = useBack();
  usePageKeys({ canStart: !stale && words.off === null, replan, start: () => void start(), back });
  useEffect(() => {
    document.title = `${t('title', { count: nodes })} · Timonier`;
  }, [t, nodes]);

  const page = useRef<HTMLDivElement>(null);
  const width = useWidth(page);
  const narrow = useWindowWidth() < tabsBelow || width < roomForBoth;
  const [tab, setTab] = useState<'pods' | 'options'>('pods');
  const footer = (
    <StartFooter
      words={words}
      reading={stale}
      error={startError}
      canCordon={uncordoned.length > 0}
      onCordon={() => runNodeAction({ type: 'cordon', nodes: uncordoned })}
      onStart={() => void start()}
    />
  );
  return (
    <div ref={page} className={css.page}>
      <ClusterFacts contextIds={targets.map(({ contextId }) => contextId)} />
      <DrainHead nodes={nodes} clusters={targets.length} plans={known.map(({ plan }) => plan)} reading={reading} onReplan={replan} />
      {narrow ? (
        <div className={css.tabs}>
          <Segmented
            label={t('tab.label')}
            value={tab}
            options={[
              { value: 'pods', label: t('tab.pods') },
              { value: 'options', label: t('tab.options') },
            ]}
            onChange={setTab}
          />
        </div>
      ) : null}
      <div className={classes(css.parts, narrow && css.narrow)}>
        {narrow && tab === 'options' ? null : (
          <PodPane
            known={known}
            options={options}
            asked={nodes}
            reading={reading}
            stale={stale}
            dryRun={dryRun}
            notices={
              <ContextNotices
                plans={plans}
                outside={outside}
                onRetry={replan}
                onLeaveOut={(contextId) => asked.put([{ contextId, nodes: [] }])}
                onBringBack={(contextId) => scope.setContexts([...scope.contextIds, contextId])}
              />
            }
          />
        )}
        {narrow && tab === 'pods' ? (
          footer
        ) : (
          <SidePane known={known} plans={plans} access={access} dryRun={dryRun} asked={asked}>
            {footer}
          </SidePane>
        )}
      </div>
    </div>
  );
}

/** Closes the drawer, else leaves the page for where the user came from. */
function useBack(): () => void {
  const [, navigate] = useLocation();
  const { canGoBack } = useHistoryEnds();
  const { selected, select } = useSelectedObject();
  return () => {
    if (selected !== null) select(null);
    else if (canGoBack) window.history.back();
    else navigate('/r/nodes');
  };
}
