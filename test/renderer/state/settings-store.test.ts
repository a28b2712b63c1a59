import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../renderer/bridge/bridge.ts';
import { applyPatch, loadSettings, saveSettings, useSettings } from '../../../renderer/state/settings-store.ts';
import { failure, success } from '../../../shared/cluster-error.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '../../../shared/settings.ts';

const refused = { kind: 'internal', message: 'the disk is full' } as const;

/** The main side of the settings: keeps what it is told, or refuses it. */
function mainSide(keeps: boolean): Bridge {
  let kept = settingsSchema.parse({});
  const call = async (channel: string, args: unknown) => {
    if (channel === 'settings.get') return success(kept);
    if (!keeps) return failure(refused);
    kept = applyPatch(kept, args as SettingsPatch);
    return success(kept);
  };
  return { call: call as Bridge['call'], open: () => () => undefined };
}

const readOnly: Settings['protection']['grades'] = [{ pattern: '*', grade: 'read-only' }];

describe('guardrails in the settings', () => {
  it('are changed part by part: grades leave the rules as they are', () => {
    const rules = [
      { contexts: '', namespaces: '', kinds: 'nodes', verbs: [], effect: 'deny', most: null, reason: '' },
    ] satisfies Settings['protection']['rules'];
    const start = applyPatch(settingsSchema.parse({}), { protection: { rules } });
    expect(applyPatch(start, { protection: { grades: readOnly } }).protection).toEqual({ grades: readOnly, rules });
  });

  it('count once they are saved', async () => {
    await loadSettings(mainSide(true));
    expect(await saveSettings({ protection: { grades: readOnly } })).toBeNull();
    expect(useSettings.getState().settings.protection.grades).toEqual(readOnly);
  });

  it('stay as they were when they could not be saved, with the reason', async () => {
    await loadSettings(mainSide(false));
    expect(await saveSettings({ protection: { grades: readOnly } })).toEqual(refused);
    expect(useSettings.getState().settings.protection.grades).toEqual([{ pattern: '*prod*', grade: 'protected' }]);
  });
});
