import { CircleQuestionMark } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccessQuestion } from '../../../shared/access.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './access.module.css';
import type { GridContext } from './plan-grid.ts';

/** What is not known of a cluster's rights and why, one line for clusters of which the same is to be said: discovery that failed, cells or whole matrices without an answer, or RBAC objects instead of the server's word. */
export function AccessStrips({
  contexts,
  unwatched,
  views,
  onRetry,
}: {
  contexts: readonly GridContext[];
  unwatched: ReadonlySet<ContextId>;
  views: ReadonlyMap<ContextId, ContextView>;
  onRetry: () => void;
}) {
  const { t } = useTranslation('access');
  const describe = useDescribeError();
  const lines = contexts.flatMap(({ contextId, matrices: [matrix] }) => {
    if (matrix === undefined) return [];
    const told: string[] = [];
    if (matrix.error !== null) {
      const { title, detail } = describe(matrix.error);
      told.push([title, detail].filter(Boolean).join(' '));
    }
    if (matrix.failedGroups.length > 0)
      told.push(t('strip.discovery', { groups: matrix.failedGroups.map(({ groupVersion }) => visibleText(groupVersion)).join(', ') }));
    if (matrix.cellError !== null) {
      const { title, detail } = describe(matrix.cellError);
      told.push(t('strip.unanswered', { count: matrix.unanswered, why: [title, detail].filter(Boolean).join(' ') }));
    }
    const method = matrix.who?.method;
    if (method?.method === 'roles') told.push(t('strip.roles', { missing: method.missing.map(rightOf).join(', ') }));
    if (method?.method === 'review') told.push(t('strip.review'));
    if (method?.method === 'impersonate') told.push(t('strip.impersonate'));
    if (matrix.error === null && unwatched.has(contextId)) told.push(t('strip.unwatched'));
    return told.map((text) => ({
      contextId,
      text,
      retry: matrix.error !== null || matrix.cellError !== null || matrix.failedGroups.length > 0,
    }));
  });
  const alike = Map.groupBy(lines, ({ text }) => text);
  return [...alike]
    .map(([text, told]) => ({ text, contextIds: told.map(({ contextId }) => contextId), retry: told.some(({ retry }) => retry) }))
    .map(({ contextIds, text, retry }) => (
      <div key={text} className={css.strip} role="status">
        <CircleQuestionMark size={13} aria-hidden="true" />
        {contextIds.map((contextId) => (
          <ContextName key={contextId} colour={views.get(contextId)?.colour ?? 1} name={views.get(contextId)?.displayName ?? ''} />
        ))}
        <span>{text}</span>
        <span className={css.space} />
        {retry ? <LinkButton onClick={onRetry}>{t('retry')}</LinkButton> : null}
      </div>
    ));
}

/** A right in kubectl's words: `impersonate users/jane`. */
function rightOf({ verb, group, resource, subresource, name }: AccessQuestion): string {
  const what = `${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}`;
  return visibleText(`${verb} ${what}${name === '' ? '' : ` ${name}`}`);
}
