import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Reaper } from '../cluster/reaper.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** The browser shell in a process of its own, with settings of its own. */
export interface ServedApp {
  /** Launch address with its one-time token. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Of its process, for its processor time and to stop it as sleep does. */
  readonly pid: number;
  /** What it wrote to stderr so far. */
  errors(): string;
  /** A new launch address; the one before is void. */
  launchUrl(): Promise<string>;
  stop(): Promise<void>;
  /** Ends it as a crash does (SIGKILL). Its home stays when it was given. */
  kill(): Promise<void>;
}

/** A launch address that opens the table of pods instead of the fleet, where the app begins. */
export function atPods(launchUrl: string): string {
  return launchUrl.replace('/#', '/r/pods#');
}

/**
 * Starts `dist/serve/serve.cjs --no-open` with the given flags; resolves once it has printed its address. `given` is a home that it finds as another start left
 * it, and that the caller removes; default: one of its own.
 */
export async function serveApp(flags: readonly string[], given?: string): Promise<ServedApp> {
  const home = given ?? mkdtempSync(path.join(tmpdir(), 'timonier-serve-'));
  const env = { ...process.env, XDG_CONFIG_HOME: home, HOME: home, KUBECONFIG: '' };
  const program = path.join(root, 'dist', 'serve', 'serve.cjs');
  const child = spawn(process.execPath, [program, '--no-open', ...flags], { stdio: ['ignore', 'pipe', 'pipe'], env });
  // A test that is killed must not leave it behind.
  const reaper = new Reaper();
  if (child.pid !== undefined) reaper.kill(child.pid);
  if (given === undefined) reaper.wipe(home);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  let output = '';
  let seen = 0;
  /** The next address that is printed. */
  const nextUrl = () =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = /Timonier: (\S+)\n/.exec(output.slice(seen));
        if (found?.[1] === undefined) return;
        seen += found.index + found[0].length;
        child.stdout.removeListener('data', look);
        resolve(found[1]);
      };
      child.stdout.on('data', look);
      child.once('exit', (code) => reject(new Error(`serve.cjs ended with ${code}: ${output}${errors}`)));
      child.once('error', reject);
    });
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await nextUrl();
  const gone = () => {
    if (child.pid !== undefined) reaper.gone(child.pid);
    reaper.close();
    if (given === undefined) rmSync(home, { recursive: true, force: true });
  };
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid ?? 0,
    errors: () => errors,
    launchUrl: () => {
      const next = nextUrl();
      child.kill('SIGUSR2');
      return next;
    },
    stop: async () => {
      // One that sleeps hears nothing.
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await ended;
      gone();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      gone();
    },
  };
}
