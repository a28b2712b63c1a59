import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { newUsers } from '../state/acting-as.ts';
import { useContexts, watchContexts } from '../state/contexts-store.ts';
import { watchDrains } from '../state/drains-store.ts';
import { loadSettings } from '../state/settings-store.ts';
import { showToast } from '../ui/toasts.tsx';
import { loadAppInfo, useApp } from './app-state.ts';

/** What the page asks for once: settings, contexts, and facts about the shell (again when files come or go). */
export function useStart(): void {
  const bridge = useBridge();
  const files = useContexts((state) => state.files);
  useEffect(() => {
    void loadSettings(bridge);
    const stops = [watchContexts(bridge), watchDrains(bridge)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `files` is not read: its change is the reason to ask again
  useEffect(() => {
    void loadAppInfo(bridge);
  }, [bridge, files]);
  const { t } = useTranslation('shell');
  // A renewed credential may be another person's, and what they may do differs: said until it is read.
  useEffect(() => {
    const users = new Map<ContextId, string>();
    return useContexts.subscribe(({ statuses, byId }) => {
      for (const { contextId, before, now } of newUsers(users, statuses)) {
        const context = byId.get(contextId)?.displayName ?? contextId;
        showToast({
          mark: 'attention',
          title: t('actingAs', { user: now, context }),
          detail: t('actingAsBefore', { user: before }),
          sticky: true,
        });
      }
    });
  }, [t]);
  const notices = useApp((state) => state.info?.notices);
  const text = notices?.join('\n') ?? '';
  useEffect(() => {
    for (const notice of text.split('\n').filter(Boolean)) showToast({ mark: 'attention', title: notice, sticky: true });
  }, [text]);
}
