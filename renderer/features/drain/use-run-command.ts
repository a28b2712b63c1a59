import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrainCommand, DrainRun } from '../../../shared/drain-run.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { showToast } from '../../ui/toasts.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';

/** Tells the run what to do; `busy` while an answer is awaited. Several commands are sent one after the other. A failure is said, and the rest is not sent. */
export function useRunCommand({ id }: Pick<DrainRun, 'id'>): {
  readonly busy: boolean;
  readonly command: (...commands: readonly DrainCommand[]) => Promise<void>;
} {
  const { t } = useTranslation('drain-run');
  const bridge = useBridge();
  const describe = useDescribeError();
  const [busy, setBusy] = useState(false);
  const command = useCallback(
    async (...commands: readonly DrainCommand[]) => {
      setBusy(true);
      for (const each of commands) {
        const result = await bridge.call('nodes.drainCommand', { run: id, command: each });
        if (result.ok) continue;
        const { title, detail } = describe(result.error);
        showToast({ mark: 'broken', title: t('notDone', { why: title }), detail: detail ?? '', sticky: true });
        break;
      }
      setBusy(false);
    },
    [bridge, id, t, describe],
  );
  return { busy, command };
}
