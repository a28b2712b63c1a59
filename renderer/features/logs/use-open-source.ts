import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectPage } from '../../../shared/window-page.ts';
import { nodePage, podPage, useGoToObject } from '../../state/go-to-object.ts';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import type { LineActions } from './line-actions.ts';

/** Opens the pod or the node of a source, where the page shows objects. */
export function useOpenSource(): Required<Pick<LineActions, 'openPod' | 'openNode'>> {
  const go = useGoToObject();
  const describe = useDescribeError();
  const { t } = useTranslation('log-lines');
  return useMemo(() => {
    const open = async (object: ObjectPage) => {
      const error = await go(object);
      if (error)
        showToast({ mark: 'broken', title: t('menu.notOpened', { name: object.name }), detail: describe(error).title, sticky: true });
    };
    return {
      openPod: (source) => void open(podPage(source.contextId, source.namespace, source.pod)),
      openNode: (source) => void open(nodePage(source.contextId, source.node)),
    };
  }, [go, describe, t]);
}
