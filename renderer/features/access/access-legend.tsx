import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import css from './access.module.css';
import { AnswerMark } from './answer-mark.tsx';
import type { GridContext } from './plan-grid.ts';

/** What the marks mean, and which cluster stands where in a cell. */
export function AccessLegend({ contexts, views }: { contexts: readonly GridContext[]; views: ReadonlyMap<ContextId, ContextView> }) {
  const { t } = useTranslation('access');
  const several = contexts.some(({ matrices }) => matrices.length > 1);
  const states = ['yes', 'no', ...(several ? (['some'] as const) : []), 'na', 'unknown'] as const;
  return (
    <div className={css.legend}>
      {states.map((state) => (
        <span key={state}>
          <AnswerMark cell={{ state, implied: false, disagrees: false }} />
          {t(`legend.${state}`)}
        </span>
      ))}
      <span>
        <AnswerMark cell={{ state: 'yes', implied: true, disagrees: false }} />
        {t('legend.implied')}
      </span>
      <span>
        <AnswerMark cell={{ state: 'yes', implied: false, disagrees: true }} />
        {t('legend.disagrees')}
      </span>
      {contexts.length > 1 ? (
        <>
          <span>
            <i className={css.frame} aria-hidden="true" />
            {t('legend.differs')}
          </span>
          <span className={css.space} />
          <span>{t('legend.order')}</span>
          {contexts.map(({ contextId }) => (
            <ContextName key={contextId} colour={views.get(contextId)?.colour ?? 1} name={views.get(contextId)?.displayName ?? ''} />
          ))}
        </>
      ) : null}
    </div>
  );
}
