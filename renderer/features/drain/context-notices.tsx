import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useContexts } from '../../state/contexts-store.ts';
import type { DrainTarget } from '../../state/drain-path.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './context-notices.module.css';
import { noticeOf, shortContextId } from './plan-context-notice.ts';
import type { ContextPlan } from './use-drain-plans.ts';

/** What is not whole about the plans, one line per context: the others go on without it. */
export function ContextNotices({
  plans,
  outside,
  onRetry,
  onLeaveOut,
  onBringBack,
}: {
  plans: readonly ContextPlan[];
  outside: readonly DrainTarget[];
  onRetry: () => void;
  onLeaveOut: (contextId: ContextId) => void;
  onBringBack: (contextId: ContextId) => void;
}) {
  const { t } = useTranslation('drain');
  const byId = useContexts((state) => state.byId);
  const connect = useConnect();
  const describe = useDescribeError();
  const lines = plans.flatMap((plan) => {
    const notice = noticeOf(plan);
    return notice === null ? [] : [{ plan, notice }];
  });
  if (lines.length + outside.length === 0) return null;
  return (
    <section className={css.notices} aria-label={t('notice.label')}>
      {lines.map(({ plan: { target, context }, notice }) => {
        const { contextId, nodes } = target;
        const text = notice.error === null ? null : describe(notice.error);
        return (
          <div key={contextId} className={css.notice} data-notice={notice.type}>
            <HealthShape health={notice.shape} size={13} decorative />
            <span className={css.who}>
              {context ? <ContextName colour={context.colour} name={context.displayName} /> : shortContextId(contextId)}
            </span>
            <span className={css.text}>
              {text === null ? t(`notice.${notice.type}`, { count: nodes.length }) : text.title}
              {text === null ? null : <span className={css.detail}>{[text.detail, text.nextStep].filter(Boolean).join(' ')}</span>}
              {notice.old ? <span className={css.detail}>{t('notice.old')}</span> : null}
            </span>
            <span className={css.space} />
            {notice.type === 'off' ? <LinkButton onClick={() => connect(contextId)}>{t('notice.connect')}</LinkButton> : null}
            {notice.type === 'failed' ? <LinkButton onClick={onRetry}>{t('notice.retry')}</LinkButton> : null}
            {notice.type === 'reading' ? null : <LinkButton onClick={() => onLeaveOut(contextId)}>{t('notice.leaveOut')}</LinkButton>}
          </div>
        );
      })}
      {outside.map(({ contextId, nodes }) => {
        const context = byId.get(contextId);
        return (
          <div key={contextId} className={css.notice} data-notice="outside">
            <HealthShape health="none" size={13} decorative />
            <span className={css.who}>
              {context ? <ContextName colour={context.colour} name={context.displayName} /> : shortContextId(contextId)}
            </span>
            <span className={css.text}>{t('notice.outside', { count: nodes.length })}</span>
            <span className={css.space} />
            <LinkButton onClick={() => onBringBack(contextId)}>{t('notice.bringBack')}</LinkButton>
          </div>
        );
      })}
    </section>
  );
}

/** Connects a context; a failure is said as everywhere. */
function useConnect(): (contextId: ContextId) => void {
  const { t } = useTranslation('shell');
  const bridge = useBridge();
  const describe = useDescribeError();
  return (contextId) => {
    void bridge.call('contexts.connect', { contextId }).then((result) => {
      if (result.ok) return;
      const text = describe(result.error);
      const detail = [text.title, text.detail, text.nextStep].filter((part) => part !== null).join('\n');
      showToast({ mark: 'broken', title: t('actionFailed', { action: t('rail.connect') }), detail, sticky: true });
    });
  };
}
