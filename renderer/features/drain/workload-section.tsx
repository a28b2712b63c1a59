import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainPlan, WorkloadOutlook } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { ContextSwatch } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** Workloads that are shown before somebody asks for all. */
const firstShown = 5;

const health = { down: 'attention', together: 'attention', unknown: 'unknown', stays: 'ok' } as const satisfies Record<
  WorkloadOutlook,
  string
>;

/** Workloads that are without a Ready pod meanwhile, or may be: those that stay up are not listed. */
export function WorkloadSection({ plans }: { plans: readonly { readonly context: ContextView; readonly plan: DrainPlan }[] }) {
  const { t } = useTranslation('drain');
  const [all, setAll] = useState(false);
  const workloads = plans
    .flatMap(({ context, plan }) => plan.workloads.map((workload) => ({ context, workload })))
    .filter(({ workload }) => workload.outlook !== 'stays');
  if (workloads.length === 0) return null;
  return (
    <SideSection
      title={t('workloads.title', { count: workloads.length })}
      action={workloads.length > firstShown ? <LinkButton onClick={() => setAll(!all)}>{t(all ? 'fewer' : 'all')}</LinkButton> : undefined}
    >
      {(all ? workloads : workloads.slice(0, firstShown)).map(({ context, workload }) => (
        <div key={`${context.id} ${workload.namespace}/${workload.kind}/${workload.name}`} className={css.item}>
          <HealthShape health={health[workload.outlook]} decorative />
          <div>
            <p className={css.itemName} title={context.displayName}>
              <ContextSwatch colour={context.colour} /> <span className="visually-hidden">{context.displayName}</span>
              <span className="mono">{visibleText(`${workload.namespace}/${workload.name}`)}</span>
            </p>
            <small>
              {visibleText(workload.kind)}
              {t('colon')}
              {t(`workloads.${workload.outlook}`, {
                count: workload.leaving,
                ready: workload.ready ?? 0,
                replicas: workload.replicas ?? 0,
              })}
            </small>
          </div>
        </div>
      ))}
    </SideSection>
  );
}
