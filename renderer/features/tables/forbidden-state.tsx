import { Ban, Copy, RotateCw } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useClusterQuery } from '../../bridge/queries.ts';
import { contextNameOf } from '../../state/context-command.ts';
import { Button } from '../../ui/button.tsx';
import { CommandBlock } from '../../ui/command-block.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { showToast } from '../../ui/toasts.tsx';
import { errorDetails, useDescribeError } from '../../ui/use-describe-error.ts';
import css from './states.module.css';

/** The whole page when the only context in scope refuses the list: who, what, where, and that this is not an empty list. */
export function ForbiddenState({
  context,
  resource,
  namespaces,
  freshness,
}: {
  context: ContextView;
  resource: ResourceRef;
  namespaces: readonly string[] | null;
  freshness: Extract<Freshness, { state: 'forbidden' }>;
}) {
  const { t } = useTranslation('tables');
  const bridge = useBridge();
  const describe = useDescribeError();
  const namespace = namespaces?.length === 1 ? (namespaces[0] ?? '') : '';
  const { group, version, resource: plural } = resource;
  const { data } = useClusterQuery('access.explain', { contextId: context.id, resource: { group, version, resource: plural }, namespace });
  const target = { context: contextNameOf(context), kubeconfig: null, namespace: '' };
  const words = ['auth', 'can-i', 'list', resourceKey(resource), ...(namespace === '' ? ['-A'] : ['-n', namespace])];
  const command = kubectlCommand(target, words);
  const where = namespace === '' ? (namespaces === null ? 'all' : 'some') : 'one';
  const apiVersion = group === '' ? `core/${version}` : `${group}/${version}`;
  const error = describe(freshness.error);

  const copyDetails = async () => {
    const lines = [
      t(`forbidden.title.${where}`, { kind: plural, namespace, context: context.displayName }),
      data ? `${t('forbidden.youAre')}: ${data.user} (${data.groups.join(', ')})` : null,
      `${t('forbidden.asked')}: list ${resourceKey(resource)}, ${apiVersion}, namespace ${namespace || '*'}`,
      command,
      '',
      errorDetails(error, freshness.error),
    ];
    if (await copyText(lines.filter((line) => line !== null).join('\n'))) showToast({ mark: 'done', title: t('copied.details') });
  };

  return (
    <EmptyState
      icon={<Ban size={18} className={css.faint} aria-hidden="true" />}
      title={t(`forbidden.title.${where}`, { kind: plural, namespace, context: context.displayName })}
      text={t('forbidden.text', { at: formatClock(freshness.since), kind: plural })}
      actions={
        <>
          <Button icon={RotateCw} onClick={() => void bridge.call('contexts.retry', { contextId: context.id })}>
            {t('retryNow')}
          </Button>
          <Button icon={Copy} onClick={() => void copyDetails()}>
            {t('copyDetails')}
          </Button>
        </>
      }
      command={
        <CommandBlock text={command}>
          {command.split(' ').map((word, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: words of one command, in order
            <Fragment key={index}>
              {index === 0 ? '' : ' '}
              {index === 2 ? <b>{word}</b> : word}
            </Fragment>
          ))}
        </CommandBlock>
      }
    >
      <dl className={css.facts}>
        <dt>{t('forbidden.youAre')}</dt>
        <dd>
          {data?.user ? (
            <>
              <span className="mono">{data.user}</span>{' '}
              {data.groups.length > 0 ? (
                <span className={css.faint}>{t('forbidden.inGroups', { groups: data.groups.join(', ') })}</span>
              ) : null}
            </>
          ) : (
            <span className={css.faint}>{data ? t('forbidden.userUnknown') : '—'}</span>
          )}
        </dd>
        <dt>{t('forbidden.asked')}</dt>
        <dd>
          <span className="mono">list {plural}</span>{' '}
          <span className={css.faint}>{t(`forbidden.in.${where}`, { apiVersion, namespace, count: namespaces?.length ?? 0 })}</span>
        </dd>
        <dt>{t('forbidden.youMay')}</dt>
        <dd>
          {data ? (
            <>
              {data.allowedVerbs.length > 0 ? data.allowedVerbs.join(', ') : t('forbidden.nothing')}
              {data.deniedVerbs.length > 0 ? (
                <span className={css.faint}>{`. ${t('forbidden.not', { verbs: data.deniedVerbs.join(', ') })}`}</span>
              ) : null}
            </>
          ) : (
            <span className={css.faint}>—</span>
          )}
        </dd>
        <dt>{t('forbidden.answer')}</dt>
        <dd className={css.answer}>{error.detail ?? error.title}</dd>
      </dl>
    </EmptyState>
  );
}
