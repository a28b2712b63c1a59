import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainOptions } from '../../../shared/drain.ts';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { AccessSection } from './access-section.tsx';
import { BudgetSection } from './budget-section.tsx';
import { CommandSection } from './command-section.tsx';
import { DryRunSection } from './dry-run-section.tsx';
import { GapSection } from './gap-section.tsx';
import { OrderSection } from './order-section.tsx';
import { PaceSection } from './pace-section.tsx';
import { countConcerned } from './plan-counts.ts';
import { RefusalSwitches } from './refusal-switches.tsx';
import { RoomSection } from './room-section.tsx';
import css from './side-pane.module.css';
import type { AskedAccess } from './use-drain-access.ts';
import type { ContextPlan } from './use-drain-plans.ts';
import type { AskedDrain } from './use-drain-request.ts';
import type { DryRun } from './use-dry-run.ts';
import type { KnownPlan } from './use-known-plans.ts';
import { WorkloadSection } from './workload-section.tsx';

/** Everything about the plan that is not a pod: room, rights, switches, budgets, order, pace, the equal commands. `children` stand below, and stay. */
export function SidePane({
  known,
  plans,
  access,
  dryRun,
  asked: { options, pace, change, put },
  children,
}: {
  known: readonly KnownPlan[];
  plans: readonly ContextPlan[];
  access: ReadonlyMap<ContextId, AskedAccess>;
  dryRun: DryRun;
  asked: AskedDrain;
  children: ReactNode;
}) {
  const { t } = useTranslation('drain');
  const describe = useDescribeError();
  const contexts = plans.flatMap(({ context, target, plan }) => (context === null ? [] : [{ context, target, plan }]));
  const rights = plans.flatMap(({ context, target }) => {
    const asked = access.get(target.contextId);
    return context !== null && asked !== undefined ? [{ context, ...asked }] : [];
  });
  const { disableEviction } = options;
  const concerned = useMemo(
    () =>
      known.length === 0
        ? null
        : countConcerned(
            known.map(({ plan }) => plan),
            disableEviction,
          ),
    [known, disableEviction],
  );
  // Only the server reads a selector; what it says against it comes with the plan.
  const refusal = plans.find(({ error }) => options.podSelector !== '' && error?.kind === 'status' && error.code === 400)?.error ?? null;
  const changeOptions = (next: Partial<DrainOptions>) => change({ options: { ...options, ...next } });
  return (
    <aside className={css.side} aria-label={t('options')}>
      <div className={css.sections}>
        <div className={css.columns}>
          {known.length > 0 ? <RoomSection plans={known} /> : null}
          {rights.length > 0 ? <AccessSection contexts={rights} /> : null}
          <RefusalSwitches options={options} concerned={concerned} onChange={changeOptions} />
          <DryRunSection known={known} dryRun={dryRun} />
          <BudgetSection plans={known} />
          <WorkloadSection plans={known} />
          <GapSection plans={known} />
          {contexts.some(({ target }) => target.nodes.length > 1) || contexts.length > 1 ? (
            <OrderSection contexts={contexts} onChange={put} />
          ) : null}
          <PaceSection
            options={options}
            pace={pace}
            mostNodes={Math.max(1, ...plans.map(({ target }) => target.nodes.length))}
            selectorProblem={refusal === null ? null : (describe(refusal).detail ?? describe(refusal).title)}
            onOptions={changeOptions}
            onPace={(next) => change({ pace: { ...pace, ...next } })}
          />
          <CommandSection contexts={contexts} options={options} pace={pace} />
        </div>
      </div>
      {children}
    </aside>
  );
}
