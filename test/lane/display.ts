import { type ChildProcess, spawn } from 'node:child_process';

/** A virtual display of its own, so that no window of a test ever takes the user's focus. */
export interface Display {
  readonly name: string | undefined;
  stop(): void;
}

/** Starts Xvfb on a free display number; elsewhere than on Linux the real display is used. */
export async function startDisplay(): Promise<Display> {
  if (process.platform !== 'linux') return { name: undefined, stop: () => undefined };
  // -ac: the ordinary user's Electron may connect too; there is no TCP socket, and nothing but the test on this display.
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-ac'];
  const child: ChildProcess = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdio[3]?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\n')) resolve(text.trim());
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { name: `:${number}`, stop: () => child.kill() };
}
