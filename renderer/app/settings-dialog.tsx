import { FilePlus2, ShieldCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KubeconfigFile } from '../../shared/context-view.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useContexts } from '../state/contexts-store.ts';
import { useSettings } from '../state/settings-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { HealthShape, type Shape } from '../ui/health-shape.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useDescribeError } from '../ui/use-describe-error.ts';
import { useChooseFile } from './add-file-dialog.tsx';
import { closeDialog, openDialog, useApp } from './app-state.ts';
import css from './dialogs.module.css';

/** Look, language and the kubeconfig files with what is wrong with each. */
export function SettingsDialog() {
  const { t } = useTranslation('shell');
  const { settings, change, error } = useSettings();
  const files = useContexts((state) => state.files);
  const version = useApp((state) => state.info?.version ?? '');
  const chooseFile = useChooseFile();
  return (
    <Dialog open onClose={closeDialog} label={t('settingsDialog.title')} width={620}>
      <DialogBody
        title={t('settingsDialog.title')}
        footer={
          <>
            <span className={css.quiet}>{t('settingsDialog.about', { version })}</span>
            <span style={{ flex: 1 }} />
            <Button size="large" keys="escape" onClick={closeDialog}>
              {t('close')}
            </Button>
          </>
        }
      >
        {error ? <ErrorNote error={error} /> : null}
        <section className={css.section}>
          <h3>{t('settingsDialog.look')}</h3>
          <div className={css.row}>
            <span>{t('settingsDialog.theme')}</span>
            <Segmented
              label={t('settingsDialog.theme')}
              value={settings.theme}
              onChange={(theme) => change({ theme })}
              options={[
                { value: 'system', label: t('settingsDialog.themeSystem') },
                { value: 'light', label: t('settingsDialog.themeLight') },
                { value: 'dark', label: t('settingsDialog.themeDark') },
              ]}
            />
          </div>
          <div className={css.row}>
            <span>{t('settingsDialog.density')}</span>
            <Segmented
              label={t('settingsDialog.density')}
              value={settings.density}
              onChange={(density) => change({ density })}
              options={[
                { value: 'default', label: t('settingsDialog.densityDefault') },
                { value: 'compact', label: t('settingsDialog.densityCompact') },
              ]}
            />
          </div>
          <div className={css.row}>
            <span>{t('settingsDialog.language')}</span>
            <Segmented
              label={t('settingsDialog.language')}
              value={settings.language === '' ? 'system' : settings.language}
              onChange={(language) => change({ language: language === 'system' ? '' : language })}
              options={[
                { value: 'system', label: t('settingsDialog.languageSystem') },
                { value: 'en', label: 'English' },
                { value: 'fr', label: 'Français' },
              ]}
            />
          </div>
        </section>
        <section className={css.section}>
          <h3>{t('settingsDialog.guardrails')}</h3>
          <p className={css.small}>{t('settingsDialog.guardrailsText')}</p>
          <Button icon={ShieldCheck} onClick={() => openDialog({ dialog: 'guardrails' })}>
            {t('settingsDialog.guardrailsOpen')}
          </Button>
        </section>
        <section className={css.section}>
          <h3>{t('settingsDialog.files')}</h3>
          <p className={css.small}>{t('settingsDialog.filesText')}</p>
          {files.length === 0 ? null : (
            <div className={css.files}>
              {files.map((file) => (
                <FileLine key={file.path} file={file} />
              ))}
            </div>
          )}
          <Button icon={FilePlus2} onClick={chooseFile}>
            {t('settingsDialog.addFile')}
          </Button>
        </section>
      </DialogBody>
    </Dialog>
  );
}

const marks: Readonly<Record<KubeconfigFile['state'], Shape>> = {
  ok: 'done',
  missing: 'none',
  broken: 'broken',
  'using-last-good': 'attention',
};

function FileLine({ file }: { file: KubeconfigFile }) {
  const bridge = useBridge();
  const { t } = useTranslation('shell');
  const describe = useDescribeError();
  const text = file.error ? describe(file.error) : null;
  const faults = [text?.detail ?? text?.title, text?.nextStep, ...file.warnings].filter(Boolean).join('\n');
  return (
    <div className={css.file}>
      <HealthShape health={marks[file.state]} decorative />
      <span className={`${css.path} mono`}>{file.path}</span>
      <span className={css.quiet}>
        {file.state === 'ok' ? t('settingsDialog.contexts', { count: file.contexts }) : t(`settingsDialog.state.${file.state}`)}
        {' · '}
        {t(`settingsDialog.from.${file.from}`)}
      </span>
      {file.from === 'added' ? (
        <IconButton
          icon={X}
          label={t('settingsDialog.remove', { path: file.path })}
          onClick={() => void bridge.call('kubeconfigs.remove', { path: file.path })}
        />
      ) : (
        <span />
      )}
      {faults === '' ? null : <span className={css.fault}>{faults}</span>}
    </div>
  );
}
