import { useTranslation } from 'react-i18next';
import type { AccessQuestion, WhoCan } from '../../../shared/access.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useClusterQuery } from '../../bridge/queries.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import css from './access.module.css';
import { GrantPath } from './cell-reasons.tsx';
import { ListRegion } from './list-region.tsx';

/** Who may do one thing, cluster by cluster, with the path by which each may; and what else decides there that no role says. */
export function WhoCanView({
  question,
  contextIds,
  views,
}: {
  question: AccessQuestion;
  contextIds: readonly ContextId[];
  views: ReadonlyMap<ContextId, ContextView>;
}) {
  const { t } = useTranslation('access');
  return (
    <ListRegion label={t('who.title')}>
      {contextIds.map((contextId) => (
        <WhoCanIn key={contextId} question={question} contextId={contextId} view={views.get(contextId)} />
      ))}
    </ListRegion>
  );
}

function WhoCanIn({ question, contextId, view }: { question: AccessQuestion; contextId: ContextId; view: ContextView | undefined }) {
  const { t } = useTranslation('access');
  const { data, error } = useClusterQuery('access.whoCan', { contextId, question });
  return (
    <section aria-busy={data === undefined && error === null}>
      <h2>
        <ContextName colour={view?.colour ?? 1} name={view?.displayName ?? ''} />
      </h2>
      {error ? <ErrorNote error={error} /> : null}
      {data === undefined ? error ? null : <p>{t('readingRoles')}</p> : <Grantees answer={data} />}
    </section>
  );
}

function Grantees({ answer: { grantees, authorizers } }: { answer: WhoCan }) {
  const { t } = useTranslation('access');
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('who.subject')}</th>
            <th scope="col">{t('who.how')}</th>
          </tr>
        </thead>
        <tbody>
          {grantees.map(({ kind, namespace, name, grants }) => (
            <tr key={`${kind} ${namespace} ${name}`}>
              <td>
                {kind} <b className="mono">{visibleText(namespace === '' ? name : `${namespace}/${name}`)}</b>
              </td>
              <td>
                {grants.length === 0 ? t('who.masters') : grants.map((grant) => <GrantPath key={JSON.stringify(grant)} grant={grant} />)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.note}>
        {authorizers.modes === null ? t('who.modesUnknown') : t('who.modes', { modes: authorizers.modes.join(', ') })}
        {authorizers.modes?.includes('Webhook') === true ? ` ${t('who.webhook')}` : ''}
        {authorizers.eks ? ` ${t('who.eks')}` : ''}
      </p>
    </>
  );
}
