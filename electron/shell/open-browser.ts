import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Opens `url` in the user's browser when there is one to open; false when there is not (no display). The URL carries a launch
 * token and command lines are readable by every user of the machine, so the browser is given a file that only this user can
 * read and that leads there, as Jupyter does. `dispose` removes the file. Browsers confined by snap cannot read it: they show
 * an error, and the printed address still works.
 */
export function openBrowser(url: string): { readonly opened: boolean; readonly dispose: () => void } {
  const command = openCommand(process.platform, process.env);
  if (command === null) return { opened: false, dispose: () => undefined };
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-')); // mode 0700
  const file = path.join(folder, 'open.html');
  writeFileSync(file, `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${url}"><title>Timonier</title>`, {
    mode: 0o600,
  });
  const [program, ...args] = command;
  const child = spawn(program, [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true, shell: false });
  // No such program: the address is printed in any case.
  child.on('error', () => undefined);
  child.unref();
  return { opened: true, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The program that opens a URL on this system; null when nobody would see it. */
export function openCommand(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open'];
  // `start` is a word of cmd.exe, not a program; this is what it ends in.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ['xdg-open'] : null;
}
