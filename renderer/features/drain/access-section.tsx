import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainOptions } from '../../../shared/drain.ts';
import type { DrainAccess } from '../../../shared/drain-access.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { clusterQuery } from '../../bridge/queries.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { rightsWords } from './plan-rights.ts';
import css from './side-pane.module.css';
import { SideSection } from './side-section.tsx';

/** Whether each cluster lets us do all that the drain needs, asked of it: a right that is missing is said before the first eviction. */
export function AccessSection({
  targets,
  options,
}: {
  targets: readonly { readonly context: ContextView; readonly target: DrainTarget }[];
  options: DrainOptions;
}) {
  const { t } = useTranslation('drain');
  const bridge = useBridge();
  const answers = useQueries({
    queries: targets.map(({ target: { contextId, nodes } }) =>
      clusterQuery((channel, args) => bridge.call(channel, args), 'nodes.drainAccess', { contextId, nodes: [...nodes], options }),
    ),
  });
  return (
    <SideSection title={t('rights.title')}>
      {targets.map(({ context }, index) => {
        const answer = answers[index];
        return (
          <ContextRights
            key={context.id}
            context={context}
            access={answer?.data ?? null}
            // React Query types every error as Error; clusterQuery throws nothing but a ClusterError.
            error={(answer?.error ?? null) as ClusterError | null}
          />
        );
      })}
    </SideSection>
  );
}

function ContextRights({ context, access, error }: { context: ContextView; access: DrainAccess | null; error: ClusterError | null }) {
  const { t } = useTranslation('drain');
  const describe = useDescribeError();
  const rights = access === null ? null : rightsWords(access);
  const said = rights === null ? (error === null ? t('rights.asking') : t('rights.unknown')) : t(`rights.${rights.health}`);
  return (
    <div>
      <div className={css.line}>
        <HealthShape health={rights?.health ?? (error === null ? 'progressing' : 'unknown')} decorative />
        <ContextName colour={context.colour} name={context.displayName} />
        <span className={css.space} />
        <span className={css.said}>{said}</span>
      </div>
      {error === null ? null : <p className={css.fact}>{describe(error).title}</p>}
      {access?.gap ? (
        <p className={css.fact}>
          {t('rights.gap')} {describe(access.gap).title}
        </p>
      ) : null}
      {rights?.lacking.map(({ right, text }) => (
        <div key={`${text} ${right.namespace}`} className={css.item}>
          <HealthShape health={right.answer === 'denied' ? (right.need === 'run' ? 'forbidden' : 'attention') : 'unknown'} decorative />
          <div>
            <p className="mono">{visibleText(text)}</p>
            <small>
              {right.namespace === '' ? '' : `${t('rights.in', { namespace: visibleText(right.namespace) })} `}
              {t(`rights.need.${right.need}`)}
              {right.reason === '' ? '' : ` ${visibleText(right.reason)}`}
            </small>
          </div>
        </div>
      ))}
    </div>
  );
}
