import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettingsFile } from '../../../electron/shell/settings-file.ts';
import { settingsPatchSchema } from '../../../shared/settings.ts';

let folder = '';
const path = () => join(folder, 'app', 'settings.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('changes are merged, kept, told, and readable by the user only', () => {
  const settings = new SettingsFile(path());
  const heard: string[] = [];
  settings.onChange((changed) => heard.push(changed.theme));
  settings.change({ theme: 'dark', contexts: { 'f#a': { alias: 'A', pinned: true } } });
  settings.change({ contexts: { 'f#a': { pinned: false }, 'f#b': { colour: 3 } } });
  expect(heard).toEqual(['dark', 'dark']);
  const again = new SettingsFile(path());
  expect(again.get()).toMatchObject({
    version: 1,
    theme: 'dark',
    contexts: { 'f#a': { alias: 'A', pinned: false }, 'f#b': { colour: 3 } },
  });
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'app')).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(folder, 'app'))).toEqual(['settings.json']);
});

test('a change of one field of a table or of the logs keeps the others', () => {
  const settings = new SettingsFile(path());
  settings.change({ tables: { pods: { hidden: ['node'] } }, logs: { wrap: true } });
  settings.change(settingsPatchSchema.parse({ tables: { pods: { widths: { name: 200 } } }, logs: { fontSize: 14 } }));
  expect(settings.get().tables.pods).toMatchObject({ hidden: ['node'], widths: { name: 200 } });
  expect(settings.get().logs).toMatchObject({ wrap: true, fontSize: 14 });
});

test('a change of nothing writes and tells nothing', () => {
  const settings = new SettingsFile(path());
  let told = 0;
  settings.onChange(() => told++);
  settings.change({ theme: 'system' });
  expect(told).toBe(0);
});

test.each([
  ['half a file', '{"version": 1, "theme": "da'],
  ['a wrong type', '{"version": 1, "theme": 7}'],
  ['a newer version', '{"version": 2, "future": true}'],
  ['no object', '[]'],
])('%s is set aside, kept and said', (_what, text) => {
  new SettingsFile(path()).change({ theme: 'dark' });
  writeFileSync(path(), text);
  const settings = new SettingsFile(path(), () => Date.UTC(2026, 10, 23, 12, 0, 0));
  expect(settings.get().theme).toBe('system');
  expect(settings.notices()).toEqual([expect.stringContaining('settings.json.broken-20261123T120000')]);
  expect(readFileSync(join(folder, 'app', 'settings.json.broken-20261123T120000'), 'utf8')).toBe(text);
  settings.change({ theme: 'light' });
  expect(new SettingsFile(path()).get().theme).toBe('light');
});

test('F40: where nothing can be written the settings last until the end, and that is said once', () => {
  writeFileSync(join(folder, 'app'), 'a file where the folder should be');
  const settings = new SettingsFile(path());
  expect(settings.change({ theme: 'dark' }).theme).toBe('dark');
  settings.change({ theme: 'light' });
  expect(settings.get().theme).toBe('light');
  expect(settings.notices()).toEqual([expect.stringContaining('cannot be written')]);
});

test('a file that exists and cannot be read is never replaced', () => {
  new SettingsFile(path()).change({ theme: 'dark' });
  const inode = statSync(path()).ino;
  rmSync(path());
  // A directory in its place cannot be read as a file, by root either.
  new SettingsFile(join(path(), 'x', 'settings.json')).change({ theme: 'dark' });
  expect(inode).toBeGreaterThan(0);
  const settings = new SettingsFile(path());
  expect(settings.notices()).toEqual([expect.stringContaining('cannot be read (EISDIR)')]);
  settings.change({ theme: 'light' });
  expect(statSync(path()).isDirectory()).toBe(true);
});

test('a name like __proto__ is a key like any other', () => {
  const settings = new SettingsFile(path());
  settings.change(JSON.parse('{"contexts": {"__proto__": {"alias": "x"}}}') as { contexts: Record<string, { alias: string }> });
  expect(({} as Record<string, unknown>).alias).toBeUndefined();
});

test('a temporary file of a crash does not disturb', () => {
  new SettingsFile(path()).change({ theme: 'dark' });
  writeFileSync(join(folder, 'app', '.settings.json.1.tmp'), '{');
  chmodSync(join(folder, 'app', '.settings.json.1.tmp'), 0o600);
  expect(new SettingsFile(path()).get().theme).toBe('dark');
});
