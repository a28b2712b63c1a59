import { create } from 'zustand';
import type { ContextId } from '../../shared/context-id.ts';
import type { AppInfo } from '../../shared/contract.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** The one dialog that may be open over the page. */
export type OpenDialog =
  | { readonly dialog: 'palette' /** What stands in the field at first: `:` for kinds. */; readonly query: string }
  | { readonly dialog: 'settings' | 'guardrails' | 'keys' | 'add-file' | 'providers' | 'logs-by-label' }
  | { readonly dialog: 'rename' | 'group' | 'trust'; readonly contextId: ContextId };

interface AppState {
  readonly info: AppInfo | null;
  readonly open: OpenDialog | null;
}

/** What the shell itself remembers while it runs. */
export const useApp = create<AppState>(() => ({ info: null, open: null }));

/** Opens a dialog; one that is open gives way. */
export function openDialog(open: OpenDialog): void {
  useApp.setState({ open });
}

/** Closes whatever dialog is open. */
export function closeDialog(): void {
  useApp.setState({ open: null });
}

/** Asks what the page runs in; again whenever files came or went. */
export async function loadAppInfo(bridge: Bridge): Promise<void> {
  const result = await bridge.call('app.info', {});
  if (result.ok) useApp.setState({ info: result.value });
}
