import { useTranslation } from 'react-i18next';
import type { TaintedPod } from '../../../shared/node-writes.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './nodes.module.css';
import type { EvictedPods as Evicted } from './plan-evicted.ts';

/** Which pods a changed NoExecute deletes in one context: named, at once or after a while; and what nobody could say. */
export function EvictedPods({ evicted, several }: { evicted: Evicted; several: boolean }) {
  const { t } = useTranslation('nodes');
  const describe = useDescribeError();
  const context = useContexts((state) => state.byId.get(evicted.contextId));
  const { now, later, stay, spared, unknown, reading } = evicted;
  return (
    <div className={css.evicted} aria-busy={reading}>
      {several && context ? <ContextName colour={context.colour} name={context.displayName} /> : null}
      {reading ? (
        <p className={css.mark}>
          <HealthShape health="progressing" decorative />
          {t('evicts.reading')}
        </p>
      ) : null}
      {now.length === 0 ? null : (
        <>
          <p className={css.mark}>
            <HealthShape health="broken" />
            <b>{t('evicts.now', { count: now.length })}</b>
          </p>
          <PodList pods={now} />
        </>
      )}
      {later.length === 0 ? null : (
        <>
          <p className={css.mark}>
            <HealthShape health="attention" />
            <b>{t('evicts.later', { count: later.length, seconds: later[0]?.seconds ?? 0 })}</b>
          </p>
          <PodList pods={later} />
        </>
      )}
      {!reading && unknown.length === 0 && now.length + later.length === 0 ? (
        <p className={css.mark}>
          <HealthShape health="done" />
          {spared > 0 ? t('evicts.spared', { count: spared }) : stay > 0 ? t('evicts.none', { count: stay }) : t('evicts.noneMoves')}
        </p>
      ) : null}
      {unknown.map(({ node, error }) => (
        <p key={node} className={css.mark}>
          <HealthShape health="unknown" />
          <span>
            {node === '' ? t('evicts.unknown') : t('evicts.unknownOf', { node: visibleText(node) })}{' '}
            {error ? sentence(describe(error)) : ''}
          </span>
        </p>
      ))}
    </div>
  );
}

function sentence({ title, detail }: { title: string; detail: string | null }): string {
  return detail ? `${title}. ${detail}` : title;
}

function PodList({ pods }: { pods: readonly TaintedPod[] }) {
  const { t } = useTranslation('nodes');
  return (
    <ul className={css.pods}>
      {pods.map((pod) => (
        <li key={pod.uid}>
          <span className="mono">{visibleText(`${pod.namespace}/${pod.name}`)}</span>
          <span className={css.quiet}>
            {[
              pod.after.type === 'after' ? t('evicts.after', { seconds: pod.after.seconds }) : '',
              pod.finished ? t('evicts.finished') : pod.controller === '' ? t('evicts.nobody') : visibleText(pod.controller),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
