import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainPlan } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { ContextSwatch } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** Gaps that are shown before somebody asks for all. */
const firstShown = 5;

/** What could not be read, why, and what is unknown because of it. */
export function GapSection({ plans }: { plans: readonly { readonly context: ContextView; readonly plan: DrainPlan }[] }) {
  const { t } = useTranslation('drain');
  const describe = useDescribeError();
  const [all, setAll] = useState(false);
  const gaps = plans.flatMap(({ context, plan }) => plan.gaps.map((gap) => ({ context, gap })));
  if (gaps.length === 0) return null;
  return (
    <SideSection
      title={t('gaps.title', { count: gaps.length })}
      action={gaps.length > firstShown ? <LinkButton onClick={() => setAll(!all)}>{t(all ? 'fewer' : 'all')}</LinkButton> : undefined}
    >
      {(all ? gaps : gaps.slice(0, firstShown)).map(({ context, gap }) => (
        <div key={`${context.id} ${gap.what} ${gap.namespace} ${gap.name}`} className={css.item}>
          <HealthShape health="unknown" decorative />
          <div>
            <p className={css.itemName} title={context.displayName}>
              <ContextSwatch colour={context.colour} /> <span className="visually-hidden">{context.displayName}</span>
              {t(`gaps.${gap.what}`, { namespace: visibleText(gap.namespace), name: visibleText(gap.name) })}
            </p>
            <small>{describe(gap.error).title}</small>
          </div>
        </div>
      ))}
    </SideSection>
  );
}
