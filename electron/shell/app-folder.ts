import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where Timonier keeps its settings, the same in both shells so that an alias given in the window is there in the browser:
 * `$XDG_CONFIG_HOME/timonier` (XDG Base Directory), `~/Library/Application Support/timonier`, `%APPDATA%\timonier`.
 * XDG says relative values are to be ignored.
 */
export function appFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'timonier');
  if (platform === 'win32') return path.join(environment.APPDATA ?? path.join(homedir(), 'AppData', 'Roaming'), 'timonier');
  const configured = environment.XDG_CONFIG_HOME ?? '';
  return path.join(path.isAbsolute(configured) ? configured : path.join(homedir(), '.config'), 'timonier');
}
