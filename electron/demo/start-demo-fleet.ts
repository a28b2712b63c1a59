import type { Worker } from 'node:worker_threads';
import type { FromDemoThread } from './demo-thread.ts';

/** The demo fleet as the main process holds it. */
export interface DemoFleetHandle {
  /** YAML to load as the place `demo`. */
  readonly kubeconfig: string;
  /** Ends the servers and the thread; safe to call twice. */
  close(): Promise<void>;
}

/** How long closing may take before the thread is terminated. */
const CLOSE_TIMEOUT_MS = 2000;

/**
 * Starts the demo fleet in its own thread. `createWorker` makes the worker of `demo-thread`, which only the shell knows how to
 * find; its `workerData` may be `{ restricted: true }` (see demo-fleet.ts). Rejects with what went wrong in the thread.
 */
export async function startDemoFleet(createWorker: () => Worker): Promise<DemoFleetHandle> {
  const worker = createWorker();
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const kubeconfig = await new Promise<string>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The demo fleet's thread ended with code ${code} before it was ready.`)));
    worker.on('message', (message: FromDemoThread) => {
      if (message.type === 'ready') resolve(message.kubeconfig);
      else reject(new Error(`The demo fleet could not start: ${message.message}`));
    });
  });
  // The demo is not what keeps the app running.
  worker.unref();
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    worker.postMessage('close');
    const timer = setTimeout(() => void worker.terminate(), CLOSE_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  };
  return {
    kubeconfig,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
