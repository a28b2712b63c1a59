import { type FormEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../shared/cluster-error.ts';
import type { KubeconfigFile } from '../../shared/context-view.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showToast } from '../ui/toasts.tsx';
import { useDescribeError } from '../ui/use-describe-error.ts';
import { closeDialog, openDialog, useApp } from './app-state.ts';
import css from './dialogs.module.css';

/** Lets the user choose a kubeconfig: the system's dialog in the window, a path in the browser, which has no such dialog. */
export function useChooseFile(): () => void {
  const bridge = useBridge();
  const { t } = useTranslation('shell');
  const describe = useDescribeError();
  const inBrowser = useApp((state) => state.info?.shell !== 'electron');
  return useCallback(() => {
    if (inBrowser) {
      openDialog({ dialog: 'add-file' });
      return;
    }
    void bridge.call('kubeconfigs.choose', {}).then((result) => {
      if (result.ok && result.value === null) return;
      const failed = result.ok ? result.value?.error : result.error;
      if (failed) {
        const text = describe(failed);
        const detail = [text.title, text.detail, text.nextStep].filter((part) => part !== null).join('\n');
        showToast({ mark: 'broken', title: t('addFile.failed'), detail, sticky: true });
      } else if (result.ok && result.value) announceFile(result.value, t('addFile.added', { count: result.value.contexts }));
    });
  }, [bridge, describe, inBrowser, t]);
}

function announceFile(file: KubeconfigFile, title: string): void {
  showToast({ mark: 'done', title, detail: file.path });
}

/** Asks for the path of a kubeconfig file or folder. An error stays beside what was typed. */
export function AddFileDialog() {
  const bridge = useBridge();
  const { t } = useTranslation('shell');
  const [path, setPath] = useState('');
  const [error, setError] = useState<ClusterError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const result = await bridge.call('kubeconfigs.add', { path: path.trim() });
    setBusy(false);
    if (!result.ok) setError(result.error);
    else if (result.value.error) setError(result.value.error);
    else {
      announceFile(result.value, t('addFile.added', { count: result.value.contexts }));
      closeDialog();
    }
  };

  return (
    <Dialog open onClose={closeDialog} label={t('addFile.title')} top={120}>
      <form onSubmit={submit}>
        <DialogBody
          title={t('addFile.title')}
          footer={
            <>
              <Button size="large" keys="escape" onClick={closeDialog}>
                {t('cancel')}
              </Button>
              <Button size="large" kind="primary" type="submit" disabled={busy || path.trim() === ''}>
                {t('addFile.do')}
              </Button>
            </>
          }
        >
          <p className={css.text}>{t('addFile.text')}</p>
          <TextField
            autoFocus
            size="large"
            mono
            label={t('addFile.field')}
            placeholder="~/.kube/config"
            value={path}
            invalid={error !== null}
            onChange={(event) => {
              setPath(event.target.value);
              setError(null);
            }}
          />
          {error ? (
            <div className={css.error}>
              <ErrorNote error={error} />
            </div>
          ) : null}
        </DialogBody>
      </form>
    </Dialog>
  );
}
