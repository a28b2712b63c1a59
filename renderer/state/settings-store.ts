import { create } from 'zustand';
import type { ClusterError } from '../../shared/cluster-error.ts';
import {
  type ContextSettings,
  type LogSettings,
  type Settings,
  type SettingsPatch,
  settingsSchema,
  type TableSettings,
} from '../../shared/settings.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** The settings as the page sees them; `loaded` is false until the main side answered, the defaults stand meanwhile. */
export interface SettingsState {
  readonly settings: Settings;
  readonly loaded: boolean;
  /** Why the last change was not saved; null when it was. */
  readonly error: ClusterError | null;
  /** Applies a change at once and saves it on the main side, whose answer then counts. A failed change is taken back. */
  change(patch: SettingsPatch): void;
}

/** What a change makes of the settings, by the rule of `settingsPatchSchema`: scalars replace, contexts, tables, logs and guardrails merge field by field. */
export function applyPatch(settings: Settings, patch: SettingsPatch): Settings {
  const { contexts: _contexts, tables: _tables, logs: _logs, protection: _protection, ...scalars } = patch;
  const next = { ...settings, ...withoutUndefined(scalars) } as Settings;
  if (patch.contexts) {
    next.contexts = { ...settings.contexts };
    for (const [id, fields] of Object.entries(patch.contexts)) {
      next.contexts[id] = { ...settings.contexts[id], ...withoutUndefined(fields) } as ContextSettings;
    }
  }
  if (patch.tables) {
    next.tables = { ...settings.tables };
    for (const [key, fields] of Object.entries(patch.tables)) {
      next.tables[key] = { ...emptyTable, ...settings.tables[key], ...withoutUndefined(fields) } as TableSettings;
    }
  }
  if (patch.protection) next.protection = { ...settings.protection, ...withoutUndefined(patch.protection) } as Settings['protection'];
  if (patch.logs) next.logs = { ...settings.logs, ...withoutUndefined(patch.logs) } as LogSettings;
  return next;
}

const emptyTable: TableSettings = { hidden: [], shown: [], order: [], widths: {}, sort: null, drawerWidth: null };

function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}

let bridge: Bridge | null = null;
// Changes are saved one after the other and only the answer to the last one replaces what the user sees,
// otherwise dragging a column edge would jump back to an older answer.
let unsaved = 0;

/** What the user chose and the main side remembers: theme, density, language, contexts, tables, logs. */
export const useSettings = create<SettingsState>((set, get) => ({
  settings: settingsSchema.parse({}),
  loaded: false,
  error: null,
  change(patch) {
    const before = get().settings;
    set({ settings: applyPatch(before, patch), error: null });
    if (!bridge) return;
    unsaved++;
    const current = bridge;
    void current.call('settings.change', patch).then(async (result) => {
      unsaved--;
      if (result.ok) {
        if (unsaved === 0) set({ settings: result.value });
        return;
      }
      const kept = await current.call('settings.get', {});
      set(kept.ok ? { settings: kept.value, error: result.error } : { settings: before, error: result.error });
    });
  },
}));

/** Saves a change and only then applies it: for what must not look as if it were in force while it is not. Answers why it was not saved; null = it was. */
export async function saveSettings(patch: SettingsPatch): Promise<ClusterError | null> {
  if (!bridge) return { kind: 'internal', message: 'The settings are not loaded yet.' };
  const result = await bridge.call('settings.change', patch);
  if (!result.ok) return result.error;
  useSettings.setState((state) => ({ settings: unsaved === 0 ? result.value : applyPatch(state.settings, patch) }));
  return null;
}

/** Loads the settings and lets later changes be saved. Called once, before the first screen. */
export async function loadSettings(from: Bridge): Promise<void> {
  bridge = from;
  const result = await from.call('settings.get', {});
  if (result.ok) useSettings.setState({ settings: result.value, loaded: true });
  else useSettings.setState({ loaded: true, error: result.error });
}
