import { useTranslation } from 'react-i18next';
import type { AccessRisk, RiskySubject } from '../../../shared/access.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useClusterQuery } from '../../bridge/queries.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import css from './access.module.css';
import { ListRegion } from './list-region.tsx';

/** With these everything can be taken at once. */
const grave: ReadonlySet<AccessRisk> = new Set(['masters', 'everything', 'escalate', 'bind', 'impersonate']);

/** Who has rights that can be turned into more, cluster by cluster, with where they come from. Kubernetes' own subjects (`system:`) come last. */
export function RiskView({ contextIds, views }: { contextIds: readonly ContextId[]; views: ReadonlyMap<ContextId, ContextView> }) {
  const { t } = useTranslation('access');
  return (
    <ListRegion label={t('risks')}>
      {contextIds.map((contextId) => (
        <RisksIn key={contextId} contextId={contextId} view={views.get(contextId)} />
      ))}
    </ListRegion>
  );
}

function RisksIn({ contextId, view }: { contextId: ContextId; view: ContextView | undefined }) {
  const { t } = useTranslation('access');
  const { data, error } = useClusterQuery('access.risks', { contextId });
  const subjects = data === undefined ? [] : [...data].sort((a, b) => Number(isOwn(a)) - Number(isOwn(b)));
  return (
    <section aria-busy={data === undefined && error === null}>
      <h2>
        <ContextName colour={view?.colour ?? 1} name={view?.displayName ?? ''} />
      </h2>
      {error ? <ErrorNote error={error} /> : null}
      {data === undefined && !error ? <p>{t('readingRoles')}</p> : null}
      {data !== undefined ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('who.subject')}</th>
              <th scope="col">{t('risk.may')}</th>
              <th scope="col">{t('risk.through')}</th>
            </tr>
          </thead>
          <tbody>
            {subjects.map((subject) => (
              <RiskyRow key={`${subject.kind} ${subject.namespace} ${subject.name}`} subject={subject} />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function RiskyRow({ subject: { kind, namespace, name, risks } }: { subject: RiskySubject }) {
  const { t } = useTranslation('access');
  const bindings = [...new Map(risks.map((risk) => [JSON.stringify([risk.binding, risk.role]), risk])).values()];
  const named = [...new Map(risks.map(({ risk, where }) => [`${risk} ${where}`, { risk, where }])).values()];
  return (
    <tr>
      <td>
        {kind} <b className="mono">{visibleText(namespace === '' ? name : `${namespace}/${name}`)}</b>
      </td>
      <td>
        {named.map(({ risk, where }) => (
          <span key={`${risk} ${where}`} className={css.risk} data-grave={grave.has(risk) ? '' : undefined}>
            {t(`risk.${risk}`)}
            {where === '' ? '' : ` ${t('risk.in', { namespace: visibleText(where) })}`}
          </span>
        ))}
      </td>
      <td>
        {bindings.map(({ binding, role }) => (
          <div key={JSON.stringify(binding)}>
            {t('risk.path', {
              binding: `${binding.kind} ${visibleText(binding.namespace === '' ? binding.name : `${binding.namespace}/${binding.name}`)}`,
              role: `${role.kind} ${visibleText(role.name)}`,
            })}
          </div>
        ))}
      </td>
    </tr>
  );
}

/** What Kubernetes' own components are: they need what they have. */
function isOwn({ kind, namespace, name }: RiskySubject): boolean {
  return name.startsWith('system:') || (kind === 'ServiceAccount' && namespace === 'kube-system');
}
