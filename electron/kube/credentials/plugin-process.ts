import { spawn } from 'node:child_process';
import { type Environment, killGroup } from './login-shell-path.ts';

/** Standard output of a plugin that is read; a credential is some kilobytes (faults F27). */
export const largestOutputBytes = 1024 * 1024;
/** Standard error that is kept, from its end. */
const keptErrorBytes = 16 * 1024;
/** A plugin that left a helper behind holding its output open is done this long after its own end. */
const outputClosesWithinMs = 1_000;

/** How a process ended. `spawnError` is set when it never started. */
export interface ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly outcome: 'ended' | 'timeout' | 'too-much-output' | 'not-started' | 'stopped';
  readonly spawnError: string;
}

export interface ProcessOptions {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** After this many ms `onSlow` is called once with what stderr holds. */
  readonly slowAfterMs: number;
  /** After this many ms the process and all it started are killed. */
  readonly killAfterMs: number;
  readonly onSlow: (stderr: string) => void;
  /** Ends the process when the app quits. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program without terminal or standard input, as leader of its own process group, and always resolves: at the
 * latest some moments after `killAfterMs`. Nothing it printed is logged anywhere.
 */
export function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    let stdout: Buffer[] = [];
    let stdoutBytes = 0;
    let stderr = Buffer.alloc(0);
    let settled = false;
    let lingering: NodeJS.Timeout | undefined;
    const { ELECTRON_RUN_AS_NODE: _node, ...env } = options.env;
    const child = spawn(options.path, [...options.args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const settle = (outcome: ProcessEnd['outcome'], exitCode: number | null, signal: NodeJS.Signals | null, spawnError = '') => {
      if (settled) return;
      settled = true;
      clearTimeout(slow);
      clearTimeout(hard);
      clearTimeout(lingering);
      options.signal?.removeEventListener('abort', stop);
      if (outcome !== 'ended') killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ stdout: Buffer.concat(stdout).toString('utf8'), stderr: stderr.toString('utf8'), exitCode, signal, outcome, spawnError });
      stdout = [];
    };
    const stop = () => settle('stopped', null, null);
    const slow = setTimeout(() => options.onSlow(stderr.toString('utf8')), options.slowAfterMs);
    const hard = setTimeout(() => settle('timeout', null, null), options.killAfterMs);
    options.signal?.addEventListener('abort', stop);
    child.on('error', (error) => settle('not-started', null, null, error.message));
    child.stdout.on('data', (chunk: Buffer) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes > largestOutputBytes) settle('too-much-output', null, null);
      else stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = Buffer.concat([stderr, chunk]).subarray(-keptErrorBytes);
    });
    child.on('exit', (code, signal) => {
      lingering = setTimeout(() => settle('ended', code, signal), outputClosesWithinMs);
    });
    child.on('close', (code, signal) => settle('ended', code, signal));
    if (options.signal?.aborted) stop();
  });
}
