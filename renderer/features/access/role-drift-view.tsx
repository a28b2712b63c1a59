import { type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AccessRoles } from '../../../shared/access.ts';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { clusterQuery } from '../../bridge/queries.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import css from './access.module.css';
import { AnswerMark } from './answer-mark.tsx';
import { ListRegion } from './list-region.tsx';
import { planRoleDrift, type RoleDrift } from './plan-role-drift.ts';

/** Roles and bindings that are not alike in the clusters of the scope, with the rules and subjects that make the difference. Clusters whose objects cannot be read are left out, and said so. */
export function RoleDriftView({ contextIds, views }: { contextIds: readonly ContextId[]; views: ReadonlyMap<ContextId, ContextView> }) {
  const { t } = useTranslation('access');
  const bridge = useBridge();
  const answers = useQueries({
    queries: contextIds.map(
      (contextId): UseQueryOptions<AccessRoles, ClusterError> =>
        clusterQuery<'access.roles'>((channel, args) => bridge.call(channel, args), 'access.roles', { contextId }),
    ),
  });
  const nameOf = (contextId: ContextId) => views.get(contextId)?.displayName ?? '';
  const read = answers.flatMap(({ data }, index) => {
    const contextId = contextIds[index];
    return data === undefined || contextId === undefined ? [] : [{ contextId, data }];
  });
  const waiting = answers.some(({ isPending }) => isPending);
  const drift = planRoleDrift(read.map(({ data }) => data));
  return (
    <ListRegion label={t('rolesDiffer')}>
      {answers.map(({ error }, index) => {
        const contextId = contextIds[index];
        return error === null || contextId === undefined ? null : (
          <section key={contextId}>
            <h2>
              <ContextName colour={views.get(contextId)?.colour ?? 1} name={nameOf(contextId)} />
            </h2>
            <ErrorNote error={error} />
          </section>
        );
      })}
      {waiting ? <p role="status">{t('readingRoles')}</p> : null}
      {!waiting && read.length > 1 && drift.length === 0 ? <p role="status">{t('drift.none')}</p> : null}
      {!waiting && read.length > 1 && drift.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('drift.object')}</th>
              {read.map(({ contextId }) => (
                <th key={contextId} scope="col">
                  <ContextName colour={views.get(contextId)?.colour ?? 1} name={nameOf(contextId)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drift.map((object) => (
              <DriftRows key={`${object.kind}/${object.namespace}/${object.name}`} object={object} />
            ))}
          </tbody>
        </table>
      ) : null}
    </ListRegion>
  );
}

function DriftRows({ object: { kind, namespace, name, present, lines } }: { object: RoleDrift }) {
  return (
    <>
      <tr>
        <th scope="row">
          {kind} <b className="mono">{visibleText(namespace === '' ? name : `${namespace}/${name}`)}</b>
        </th>
        <Marks present={present} />
      </tr>
      {lines.map((line) => (
        <tr key={line.text} className={css.line}>
          <th scope="row" className="mono">
            {visibleText(line.text)}
          </th>
          <Marks present={line.present} />
        </tr>
      ))}
    </>
  );
}

/** Whether it is there, cluster by cluster. */
function Marks({ present }: { present: readonly boolean[] }) {
  const { t } = useTranslation('access');
  return present.map((is, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
    <td key={index}>
      <span className={css.word}>
        <AnswerMark cell={{ state: is ? 'yes' : 'no', implied: false, disagrees: false }} />
        {t(is ? 'drift.there' : 'drift.missing')}
      </span>
    </td>
  ));
}
