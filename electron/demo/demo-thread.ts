import { parentPort, workerData } from 'node:worker_threads';
import type { DemoFleet } from './demo-fleet.ts';
import { startFleet } from './demo-fleet.ts';
import { isRecord } from './kube-object.ts';

/*
 * Worker entry of the demo fleet: its servers and their life run in a thread of their own, so that they never take time
 * from the process that shows them. Says `ready` with the kubeconfig, or `failed`; ends itself on `close`.
 * `workerData: { restricted: true }` gives ovh-prod a user who may not list over all namespaces.
 */

/** What the demo thread says to the process that started it. */
export type FromDemoThread =
  | { readonly type: 'ready'; readonly kubeconfig: string }
  | { readonly type: 'failed'; readonly message: string };

const port = parentPort;
if (!port) throw new Error('demo-thread.ts is the entry of a worker thread');

let fleet: DemoFleet | null = null;
port.on('message', (message: unknown) => {
  if (message !== 'close') return;
  void (fleet?.close() ?? Promise.resolve()).then(() => port.close());
});

startFleet({ restricted: isRecord(workerData) && workerData.restricted === true }).then(
  (started) => {
    fleet = started;
    port.postMessage({ type: 'ready', kubeconfig: started.kubeconfig } satisfies FromDemoThread);
  },
  (error: unknown) => {
    port.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) } satisfies FromDemoThread);
    port.close();
  },
);
