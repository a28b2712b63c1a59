import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowPage } from '../../shared/window-page.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { openWindow } from '../state/open-window.ts';
import { showToast } from '../ui/toasts.tsx';
import { useDescribeError } from '../ui/use-describe-error.ts';

/** Opens a page in a window of its own and says so when that fails. */
export function useOpenWindow(): (page: WindowPage) => void {
  const bridge = useBridge();
  const { t } = useTranslation('dock');
  const describe = useDescribeError();
  return useCallback(
    (page) => {
      void openWindow(bridge, page).then((error) => {
        if (error) showToast({ mark: 'broken', title: t('windowFailed'), detail: describe(error).title, sticky: true });
      });
    },
    [bridge, t, describe],
  );
}
