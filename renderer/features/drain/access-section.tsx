import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { type LackingRights, lackingRights } from './plan-rights.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';
import type { AskedAccess } from './use-drain-access.ts';

const shapes = { allowed: 'ok', denied: 'forbidden', unknown: 'unknown' } as const;

/** Whether each cluster lets us do all that the drain needs, and what is missing. */
export function AccessSection({ contexts }: { contexts: readonly (AskedAccess & { readonly context: ContextView })[] }) {
  const { t } = useTranslation('drain');
  return (
    <SideSection title={t('rights.title')}>
      {contexts.map((each) => (
        <ContextRights key={each.context.id} {...each} />
      ))}
    </SideSection>
  );
}

function ContextRights({ context, access, error }: AskedAccess & { context: ContextView }) {
  const { t } = useTranslation('drain');
  const describe = useDescribeError();
  const answer = access?.answer ?? (error === null ? 'asking' : 'unknown');
  return (
    <div>
      <div className={css.line}>
        <HealthShape health={answer === 'asking' ? 'progressing' : shapes[answer]} decorative />
        <ContextName colour={context.colour} name={context.displayName} />
        <span className={css.space} />
        <span className={css.said}>{t(`rights.${answer}`)}</span>
      </div>
      {error === null ? null : <p className={css.fact}>{describe(error).title}</p>}
      {access?.gap ? (
        <p className={css.fact}>
          {t('rights.gap')} {describe(access.gap).title}
        </p>
      ) : null}
      {access === null
        ? null
        : lackingRights(access).map((lacking) => <Lacking key={`${lacking.need} ${lacking.answer} ${lacking.reason}`} {...lacking} />)}
    </div>
  );
}

function Lacking({ need, answer, reason, rights }: LackingRights) {
  const { t } = useTranslation('drain');
  return (
    <div className={css.item}>
      <HealthShape health={answer === 'unknown' ? 'unknown' : need === 'run' ? 'forbidden' : 'attention'} decorative />
      <div>
        <p>{t(`rights.lack.${need}.${answer}`)}</p>
        {rights.map(({ text, namespaces }) => (
          <p key={`${text} ${namespaces.join(' ')}`} className={css.fact}>
            <span className="mono">{visibleText(text)}</span>
            {namespaces.length === 0 ? '' : ` ${t('rights.in', { namespaces: visibleText(namespaces.join(', ')) })}`}
          </p>
        ))}
        {reason === '' ? null : <small>{visibleText(reason)}</small>}
      </div>
    </div>
  );
}
