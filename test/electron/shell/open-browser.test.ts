import path from 'node:path';
import { expect, test } from 'vitest';
import { appFolder } from '../../../electron/shell/app-folder.ts';
import { openCommand } from '../../../electron/shell/open-browser.ts';

test('the program that opens a browser, or none without a display', () => {
  expect(openCommand('linux', {})).toBeNull();
  expect(openCommand('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
  expect(openCommand('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open']);
  expect(openCommand('darwin', {})).toEqual(['open']);
  expect(openCommand('win32', {})).toEqual(['rundll32', 'url.dll,FileProtocolHandler']);
});

test('settings live where the system keeps them', () => {
  expect(appFolder({ XDG_CONFIG_HOME: '/x' }, 'linux')).toBe(path.join('/x', 'timonier'));
  expect(appFolder({ XDG_CONFIG_HOME: 'relative' }, 'linux')).toMatch(/\.config[/\\]timonier$/);
  expect(appFolder({}, 'darwin')).toMatch(/Application Support[/\\]timonier$/);
  expect(appFolder({ APPDATA: '/roaming' }, 'win32')).toBe(path.join('/roaming', 'timonier'));
});
