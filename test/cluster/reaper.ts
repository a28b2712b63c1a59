import { type ChildProcess, spawn } from 'node:child_process';

/*
 * A small process that outlives this one: when our end of its stdin closes, however we ended (Ctrl-C, SIGKILL of a test
 * worker, a crash), it kills what was named to it and removes the named folders. So no control plane is ever left behind.
 */
const program = `
const { rmSync } = require('node:fs');
const pids = new Set(), folders = new Set();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const [what, value] = [line.slice(0, 4), line.slice(5)];
    if (what === 'kill') pids.add(Number(value));
    else if (what === 'gone') pids.delete(Number(value));
    else if (what === 'wipe') folders.add(value);
    else if (what === 'kept') folders.delete(value);
  }
});
process.stdin.on('end', () => {
  for (const pid of pids) try { process.kill(pid, 'SIGKILL'); } catch { /* it ended by itself */ }
  for (const folder of folders) try { rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }); } catch (error) { console.error(String(error)); }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/** Promises that what was handed to it is gone after this process has ended, however it ends. */
export class Reaper {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
    this.#child.unref();
    const stdin = this.#child.stdin as (NodeJS.WritableStream & { unref?: () => void }) | null;
    stdin?.unref?.();
  }

  #say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Kill this process at the end. */
  kill(pid: number): void {
    this.#say(`kill ${pid}`);
  }

  /** The process ended: its number may belong to someone else from now on. */
  gone(pid: number): void {
    this.#say(`gone ${pid}`);
  }

  /** Remove this folder at the end. */
  wipe(folder: string): void {
    this.#say(`wipe ${folder}`);
  }

  /** Reap now what is left, and end. */
  close(): void {
    this.#child.stdin?.end();
  }
}
