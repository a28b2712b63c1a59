import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** A login shell that asks questions must not hold a connection up for longer (VS Code waits 10 s as well). */
const shellAnswersWithinMs = 10_000;
/** No environment is larger; a shell that prints without end is cut off. */
const largestOutputBytes = 4 * 1024 * 1024;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment that the user's login shell sets up, asked once: an app started from a dock or menu gets a bare PATH
 * without `aws` and friends. Runs `$SHELL -ilc 'MARK; env -0; MARK'`; null when the shell fails, hangs (10 s) or on Windows.
 */
export async function loginShellEnvironment(env: Environment, platform: NodeJS.Platform): Promise<Environment | null> {
  if (platform === 'win32') return null;
  const shell = env.SHELL;
  if (shell === undefined || !isAbsolute(shell)) return null;
  const mark = `timonier-${randomBytes(12).toString('hex')}`;
  // /usr/bin/env and not this program: the packaged app cannot run as plain Node (its fuse is off).
  const script = `printf '%s' '${mark}'; /usr/bin/env -0; printf '%s' '${mark}'`;
  const name = shell.slice(shell.lastIndexOf('/') + 1);
  const flags = name === 'pwsh' ? ['-Login', '-Command'] : name === 'tcsh' || name === 'csh' ? ['-ic'] : name === 'nu' ? ['-lc'] : ['-ilc'];
  const output = await run(shell, [...flags, script], env);
  return output === null ? null : parseEnvironment(output, mark);
}

function run(shell: string, args: readonly string[], env: Environment): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let done = false;
    // Own process group: what the start-up files of the shell leave behind goes with it.
    const child = spawn(shell, args, { env: { ...env, TERM: 'dumb' }, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const finish = (text: string | null) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      killGroup(child.pid);
      resolve(text);
    };
    const timer = setTimeout(() => finish(null), shellAnswersWithinMs);
    child.on('error', () => finish(null));
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > largestOutputBytes) finish(null);
    });
    child.on('close', () => finish(Buffer.concat(chunks).toString('utf8')));
  });
}

/** Ends a process and all it started; a group that is gone already is fine. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // ESRCH: it ended by itself, which is what was wanted.
  }
}

function parseEnvironment(output: string, mark: string): Environment | null {
  const start = output.indexOf(mark);
  const end = output.lastIndexOf(mark);
  if (start < 0 || end <= start) return null;
  const found: Record<string, string> = Object.create(null);
  for (const pair of output.slice(start + mark.length, end).split('\0')) {
    const equals = pair.indexOf('=');
    if (equals > 0) found[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return found.PATH === undefined ? null : found;
}

/** Folders where plugins are usually installed, searched after every PATH (faults F25). */
export function fallbackFolders(home: string | null, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return [];
  const own =
    home === null
      ? []
      : [
          '.local/bin',
          'bin',
          '.krew/bin',
          '.asdf/shims',
          '.local/share/mise/shims',
          '.nix-profile/bin',
          'google-cloud-sdk/bin',
          'go/bin',
        ].map((folder) => join(home, folder));
  return [
    '/opt/homebrew/bin',
    '/usr/local/bin',
    ...own,
    '/snap/bin',
    '/run/current-system/sw/bin',
    '/nix/var/nix/profiles/default/bin',
    '/usr/bin',
    '/bin',
  ];
}

/** The folders of several PATHs in order, each once; relative and empty entries are left out (they would run what lies in the working folder). */
export function searchFolders(paths: readonly (string | undefined)[], fallbacks: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) for (const folder of (path ?? '').split(delimiter)) if (isAbsolute(folder)) folders.add(folder);
  for (const folder of fallbacks) folders.add(folder);
  return [...folders];
}

/** The executable file called `command` in the first folder that has one; null when none has. */
export function findExecutable(command: string, folders: readonly string[], platform: NodeJS.Platform): string | null {
  const endings = platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
  for (const folder of folders)
    for (const ending of endings) if (isExecutable(join(folder, command + ending))) return join(folder, command + ending);
  return null;
}

/** True for a regular file that this user may run. */
export function isExecutable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there or not ours to run: the caller lists where it looked.
  }
}
