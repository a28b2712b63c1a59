/* A Chrome or Chromium for the browser lane, the screenshots and the benches: an installed one, else one that gets installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { node24, root } from './bootstrap.mjs';
import { Skip } from './skip.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

function candidates() {
  const env = process.env;
  if (process.platform === 'darwin')
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    );
  if (process.platform === 'win32')
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((folder) => [
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Chromium', 'Application', 'chrome.exe'),
        join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]);
  return (env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/bin', '/snap/bin')
    .flatMap((folder) => names.map((name) => join(folder, name)));
}

/** Path of an installed browser, or null. $TIMONIER_BROWSER wins. */
export async function installedBrowser() {
  if (process.env.TIMONIER_BROWSER) return existsSync(process.env.TIMONIER_BROWSER) ? process.env.TIMONIER_BROWSER : null;
  const found = candidates().find((path) => existsSync(path));
  if (found !== undefined) return found;
  const { chromium } = await import('playwright-core');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** Installs a browser when there is none. Resolves to the environment of the lane ({ TIMONIER_BROWSER }). Throws Skip. */
export async function ensureBrowser() {
  let path = await installedBrowser();
  if (path === null && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log('        installing Chromium with apt-get…');
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
    path = await installedBrowser();
  }
  if (path === null) {
    console.log("        installing Chromium with Playwright's installer…");
    spawnSync(node24, [join(root, 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    path = await installedBrowser();
  }
  if (path === null) throw new Skip('no Chrome or Chromium found, and none could be installed; set TIMONIER_BROWSER to one');
  return { TIMONIER_BROWSER: path };
}
