import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleDataThread } from './data-path.ts';

/**
 * Runs backend-process.ts, the main side and data threads in a process of their own, with `args`, and returns what it measured. The thread is bundled
 * here, so that the bundler's memory is not measured.
 */
export async function measureBackend<Measured>(args: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-'));
  try {
    const bundle = path.join(folder, 'data-thread.cjs');
    await bundleDataThread(bundle, collectOnDemand);
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'backend-process.ts'), bundle, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`the backend process ended with ${String(code)}`);
    return JSON.parse(output) as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Put in front of the thread's own code: only the thread itself can collect its heap and say what is left. */
const collectOnDemand = `
require('node:worker_threads').parentPort.on('message', (message) => {
  if (message.type !== 'bench-memory') return;
  require('node:v8').setFlagsFromString('--expose-gc');
  const gc = require('node:vm').runInNewContext('gc');
  // The first finishes a marking that may have begun before the garbage was garbage.
  gc();
  gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  message.port.postMessage(heapUsed + Math.max(external, arrayBuffers));
});
`;
