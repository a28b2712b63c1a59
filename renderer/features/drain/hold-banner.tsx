import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainCommand, DrainRun } from '../../../shared/drain-run.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useContextStatus } from '../../state/contexts-store.ts';
import { drainPathOf } from '../../state/drain-path.ts';
import { nodePage, podPage, useGoToObject } from '../../state/go-to-object.ts';
import { Button } from '../../ui/button.tsx';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import type { Hold } from './plan-holds.ts';
import css from './run.module.css';
import { useRunWords } from './use-run-words.ts';
import { budgetPage, workloadPage } from './workload-page.ts';

/** One thing that holds the run: what is so, why, and what to do. `several`: the run is about more than one context, so that this one is named. */
export function HoldBanner({
  run,
  hold,
  several,
  context,
  busy,
  command,
}: {
  run: DrainRun;
  hold: Hold;
  several: boolean;
  context: ContextView | undefined;
  busy: boolean;
  command: (...commands: readonly DrainCommand[]) => Promise<void>;
}) {
  const say = useRunWords();
  const describe = useDescribeError();
  const error = hold.error === null ? null : describe(hold.error);
  // A connection that is lost is best said by what is wrong with it.
  const named = hold.type === 'trouble' && error !== null;
  const details = [named ? '' : error?.title, error?.detail, error?.nextStep, ...hold.details.map(say)].filter(
    (text) => text !== undefined,
  );
  return (
    <section className={css.banner} data-grade={hold.grade} data-hold={hold.type}>
      <HealthShape health={hold.grade} decorative />
      <div>
        <p>
          {several || hold.type === 'trouble' ? (
            <span className={css.who}>
              <ContextName colour={context?.colour ?? 1} name={context?.displayName ?? hold.context} />
            </span>
          ) : null}
          {named ? error.title : say(hold.title)}
        </p>
        <div className={css.details}>{details.flatMap(sentence).join(' ')}</div>
      </div>
      <Ways run={run} hold={hold} busy={busy} command={command} />
    </section>
  );
}

/** Servers end what they say as they like; ours are sentences. */
function sentence(text: string | null): readonly string[] {
  if (text === null || text === '') return [];
  return [/[.!?…]$/.test(text) ? text : `${text}.`];
}

function Ways({
  run,
  hold,
  busy,
  command,
}: {
  run: DrainRun;
  hold: Hold;
  busy: boolean;
  command: (...commands: readonly DrainCommand[]) => Promise<void>;
}) {
  const { t } = useTranslation('drain-run');
  const bridge = useBridge();
  const goTo = useGoToObject();
  const [, navigate] = useLocation();
  const { connected } = useContextStatus(hold.contextId);
  const { contextId, pods, type } = hold;
  const [pod] = pods;
  const workload = pod && hold.workload && type === 'budget' ? workloadPage(contextId, pod.namespace, hold.workload) : null;
  const replacement = pod?.step.step === 'gone' && pod.step.replacement.type === 'found' ? pod.step.replacement.name : null;
  return (
    <span className={css.ways}>
      {type === 'trouble' ? (
        <Button size="small" onClick={() => void bridge.call(connected ? 'contexts.retry' : 'contexts.connect', { contextId })}>
          {t(connected ? 'way.retry' : 'way.connect')}
        </Button>
      ) : null}
      {workload ? (
        <Button size="small" onClick={() => void goTo(workload)}>
          {t('way.open', { name: workload.name })}
        </Button>
      ) : null}
      {hold.budget !== '' ? (
        <Button size="small" onClick={() => void goTo(budgetPage(contextId, hold.namespace, hold.budget))}>
          {t('way.budget')}
        </Button>
      ) : null}
      {pod && (type === 'stuck' || type === 'failed' || type === 'pending') ? (
        <Button size="small" onClick={() => void goTo(podPage(contextId, pod.namespace, replacement ?? pod.name))}>
          {t('way.pod')}
        </Button>
      ) : null}
      {hold.node !== '' ? (
        <Button size="small" onClick={() => void goTo(nodePage(contextId, hold.node))}>
          {t('way.node')}
        </Button>
      ) : null}
      {type === 'refused' || type === 'node' ? (
        <Button size="small" onClick={() => navigate(drainPathOf([{ contextId, nodes: [hold.node] }], run.options, run.pace))}>
          {t('way.plan')}
        </Button>
      ) : null}
      {type === 'budget' || type === 'stuck' ? (
        <Button
          size="small"
          disabled={busy}
          onClick={() => void command(...pods.map(({ uid }) => ({ type: 'skip' as const, contextId, uid })))}
        >
          {t('way.skip', { count: pods.length })}
        </Button>
      ) : null}
    </span>
  );
}
