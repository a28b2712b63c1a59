import { GuardrailsDialog } from '../features/guardrails/guardrails-dialog.tsx';
import { AddFileDialog } from './add-file-dialog.tsx';
import { closeDialog, useApp } from './app-state.ts';
import { ContextTextDialog, TrustPluginDialog } from './context-dialogs.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LogsByLabelDialog } from './logs-by-label-dialog.tsx';
import { Palette } from './palette.tsx';
import { ProviderDialog } from './provider-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';

/** The dialog that is open, if any. */
export function Dialogs() {
  const open = useApp((state) => state.open);
  switch (open?.dialog) {
    case undefined:
      return null;
    case 'palette':
      return <Palette key={open.query} query={open.query} />;
    case 'settings':
      return <SettingsDialog />;
    case 'guardrails':
      return <GuardrailsDialog onClose={closeDialog} />;
    case 'keys':
      return <KeysDialog />;
    case 'add-file':
      return <AddFileDialog />;
    case 'providers':
      return <ProviderDialog />;
    case 'logs-by-label':
      return <LogsByLabelDialog />;
    case 'rename':
    case 'group':
      return <ContextTextDialog contextId={open.contextId} field={open.dialog} />;
    case 'trust':
      return <TrustPluginDialog contextId={open.contextId} />;
  }
}
