import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextView } from '../../shared/context-view.ts';
import { useContextStatus, useContexts } from '../state/contexts-store.ts';
import { useSettings } from '../state/settings-store.ts';
import { Button } from '../ui/button.tsx';
import { CommandBlock } from '../ui/command-block.tsx';
import { Dialog, DialogBody, DialogContextHead } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { closeDialog } from './app-state.ts';
import { useContextActions } from './context-actions.ts';
import css from './dialogs.module.css';
import { untrustedPlugin } from './rail-menu.ts';

/** Renames a context or moves it to another group, in Timonier only. An empty field goes back to what the files say. */
export function ContextTextDialog({ contextId, field }: { contextId: ContextId; field: 'rename' | 'group' }) {
  const context = useContexts((state) => state.byId.get(contextId));
  return context ? <TextForm context={context} field={field} /> : null;
}

function TextForm({ context, field }: { context: ContextView; field: 'rename' | 'group' }) {
  const { t } = useTranslation('shell');
  const { settings, change } = useSettings();
  const mine = settings.contexts[context.id] ?? {};
  const [text, setText] = useState(field === 'rename' ? context.displayName : (mine.group ?? ''));
  const title = t(`rail.${field}Title`, { name: context.displayName });
  const save = (event: FormEvent) => {
    event.preventDefault();
    const value = text.trim();
    change({ contexts: { [context.id]: field === 'rename' ? { alias: value === context.name ? '' : value } : { group: value } } });
    closeDialog();
  };
  return (
    <Dialog open onClose={closeDialog} label={title} width={480} top={120}>
      <DialogContextHead colour={context.colour} name={context.displayName} environment={context.environment} />
      <form onSubmit={save}>
        <DialogBody
          title={title}
          footer={
            <>
              <Button size="large" keys="escape" onClick={closeDialog}>
                {t('cancel')}
              </Button>
              <Button size="large" kind="primary" type="submit">
                {t('save')}
              </Button>
            </>
          }
        >
          <p className={css.text}>{t(`rail.${field}Text`)}</p>
          <TextField
            autoFocus
            size="large"
            label={t(`rail.${field}Field`)}
            placeholder={field === 'rename' ? context.name : ''}
            maxLength={120}
            value={text}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setText(event.target.value)}
          />
        </DialogBody>
      </form>
    </Dialog>
  );
}

/** Asks before a program that lies next to a kubeconfig is run for the first time. The button that allows it does not have the focus. */
export function TrustPluginDialog({ contextId }: { contextId: ContextId }) {
  const { t } = useTranslation('shell');
  const context = useContexts((state) => state.byId.get(contextId));
  const command = untrustedPlugin(useContextStatus(contextId));
  const { trustPlugin } = useContextActions();
  if (!context || command === null) return null;
  const title = t('rail.trustTitle', { command: command.split(/[\\/]/).at(-1), name: context.displayName });
  return (
    <Dialog open onClose={closeDialog} label={title} top={120}>
      <DialogContextHead colour={context.colour} name={context.displayName} environment={context.environment} />
      <DialogBody
        title={title}
        footer={
          <>
            <Button size="large" keys="escape" autoFocus onClick={closeDialog}>
              {t('cancel')}
            </Button>
            <Button
              size="large"
              kind="primary"
              onClick={() => {
                trustPlugin(contextId, command);
                closeDialog();
              }}
            >
              {t('rail.trustDo')}
            </Button>
          </>
        }
      >
        <p className={css.text}>{t('rail.trustText')}</p>
        <CommandBlock text={command} />
      </DialogBody>
    </Dialog>
  );
}
