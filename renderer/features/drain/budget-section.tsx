import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainBudget, DrainPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { ContextSwatch } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { budgetLine, worstBudgetsFirst } from './plan-budget-list.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';
import { useSay } from './use-say.ts';

/** Budgets that are shown before somebody asks for all. */
const firstShown = 5;

/** What the batch does to each PodDisruptionBudget it meets, over all nodes together. */
export function BudgetSection({ plans }: { plans: readonly { readonly context: ContextView; readonly plan: DrainPlan }[] }) {
  const { t } = useTranslation('drain');
  const [all, setAll] = useState(false);
  const budgets = worstBudgetsFirst(plans.flatMap(({ context, plan }) => plan.budgets.map((budget) => ({ context, budget }))));
  if (budgets.length === 0) return null;
  return (
    <SideSection
      title={t('budgets.title', { count: budgets.length })}
      action={budgets.length > firstShown ? <LinkButton onClick={() => setAll(!all)}>{t(all ? 'fewer' : 'all')}</LinkButton> : undefined}
    >
      {(all ? budgets : budgets.slice(0, firstShown)).map(({ context, budget }) => (
        <BudgetLine key={`${context.id} ${budget.namespace}/${budget.name}`} context={context} budget={budget} />
      ))}
    </SideSection>
  );
}

function BudgetLine({ context, budget }: { context: ContextView; budget: DrainBudget }) {
  const say = useSay();
  const { health, numbers, batch } = budgetLine(budget);
  return (
    <div className={css.item}>
      <HealthShape health={health} decorative />
      <div>
        <p className={css.itemName} title={context.displayName}>
          <ContextSwatch colour={context.colour} /> <span className="visually-hidden">{context.displayName}</span>
          <span className="mono">{visibleText(`${budget.namespace}/${budget.name}`)}</span>
        </p>
        <small>
          {say(numbers)} {batch.map(say).join(', ')}
        </small>
      </div>
    </div>
  );
}
