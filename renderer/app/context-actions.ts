import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError, Result } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { showToast } from '../ui/toasts.tsx';
import { useDescribeError } from '../ui/use-describe-error.ts';

/** What the user can do with a context. Failures are shown as a toast with their next step; progress shows in the rail. */
export interface ContextActions {
  connect(id: ContextId): void;
  disconnect(id: ContextId): void;
  retry(id: ContextId): void;
  trustPlugin(id: ContextId, command: string): void;
  startDemo(): void;
}

export function useContextActions(): ContextActions {
  const bridge = useBridge();
  const { t } = useTranslation('shell');
  const describe = useDescribeError();
  return useMemo(() => {
    const report = (action: string, answer: Promise<Result<unknown, ClusterError>>) => {
      void answer.then((result) => {
        if (result.ok) return;
        const text = describe(result.error);
        const detail = [text.title, text.detail, text.nextStep].filter((part) => part !== null).join('\n');
        showToast({ mark: 'broken', title: t('actionFailed', { action }), detail, sticky: true });
      });
    };
    return {
      connect: (contextId) => report(t('rail.connect'), bridge.call('contexts.connect', { contextId })),
      disconnect: (contextId) => report(t('rail.disconnect'), bridge.call('contexts.disconnect', { contextId })),
      retry: (contextId) => report(t('retry'), bridge.call('contexts.retry', { contextId })),
      trustPlugin: (contextId, command) => report(t('rail.trustDo'), bridge.call('contexts.trustPlugin', { contextId, command })),
      startDemo: () => report(t('firstRun.demo'), bridge.call('demo.start', {})),
    };
  }, [bridge, t, describe]);
}
