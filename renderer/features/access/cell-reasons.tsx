import { useTranslation } from 'react-i18next';
import type { AccessGrant, AccessIdentity, AccessQuestion } from '../../../shared/access.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useClusterQuery } from '../../bridge/queries.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import css from './access.module.css';

/** Which rules grant what was asked, with the path to each; for a refusal the smallest role that would. Nothing is applied from here. */
export function CellReasons({
  contextId,
  identity,
  question,
  granted,
}: {
  contextId: ContextId;
  identity: AccessIdentity;
  question: AccessQuestion;
  granted: boolean;
}) {
  const { t } = useTranslation('access');
  const { data, error } = useClusterQuery('access.reasons', {
    contextId,
    identity,
    question,
  });
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <small>{t('readingRoles')}</small>;
  return (
    <>
      {data.grants.map((grant) => (
        <GrantPath key={JSON.stringify(grant)} grant={grant} />
      ))}
      {granted && data.grants.length === 0 ? <small>{t('noRule')}</small> : null}
      {granted ? null : (
        <>
          <small>{t('smallest')}</small>
          <pre className={css.yaml}>{data.smallest}</pre>
          <CopyButton text={data.smallest} />
        </>
      )}
    </>
  );
}

/** Binding, role and rule by which a subject has a right. */
export function GrantPath({ grant: { binding, role, rule, from, subject } }: { grant: AccessGrant }) {
  const { t } = useTranslation('access');
  const named = (namespace: string, name: string) => visibleText(namespace === '' ? name : `${namespace}/${name}`);
  return (
    <div>
      <span>
        {binding.kind} <b className="mono">{named(binding.namespace, binding.name)}</b>
      </span>
      <small>
        {t('path', {
          subject: `${subject.kind} ${named(subject.namespace, subject.name)}`,
          rule: rule + 1,
          role: `${role.kind} ${visibleText(role.name)}`,
        })}
        {from.length > 0 ? ` ${t('aggregated', { roles: from.map(visibleText).join(', ') })}` : ''}
      </small>
    </div>
  );
}
