import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogPage, logPagePath } from '../../../shared/log-page.ts';
import type { LogSource } from '../../../shared/logs.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { openLogs } from '../../state/dock-store.ts';
import { openWindow } from '../../state/open-window.ts';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';

/** The view of what one container wrote in its run before the present one (kubectl `logs --previous`), all that the node still has. */
export function previousPage({ contextId, namespace, pod, container }: LogSource): LogPage {
  return {
    title: pod,
    selections: [{ contextId, target: { type: 'pods', pods: [{ namespace, name: pod }] }, containers: [container] }],
    start: { since: { type: 'all' }, tailLines: null, previous: true },
  };
}

/** Opens the run before the present one of a source: in a tab beside this view, from a window that has no dock in another window. */
export function useOpenPrevious(): (source: LogSource) => void {
  const { t } = useTranslation('logs');
  const bridge = useBridge();
  const describeNow = useDescribeError();
  const describe = useRef(describeNow);
  describe.current = describeNow;
  return useCallback(
    (source) => {
      const page = previousPage(source);
      if (window.location.pathname !== logPagePath) {
        openLogs(page);
        return;
      }
      void openWindow(bridge, { page: 'logs', logs: page }).then((error) => {
        if (error) showToast({ mark: 'broken', title: t('sources.notOpened'), detail: describe.current(error).title });
      });
    },
    [bridge, t],
  );
}
