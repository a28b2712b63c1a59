import { parentPort, workerData } from 'node:worker_threads';
import type { LogThreadSetup } from './features/logs/feed.ts';
import { LogThreadHost } from './features/logs/view/log-thread-host.ts';
import type { ThreadRequest } from './kube/thread-client.ts';

/* Entry of the log thread: the lines of every log view, in order, searched and filtered. It talks to no cluster. */

const port = parentPort;
if (port === null) throw new Error('log-thread must be started as a worker thread');

const host = new LogThreadHost((workerData as LogThreadSetup | null) ?? { folder: null }, (message, transfer) =>
  port.postMessage(message, transfer),
);
port.on('message', (message: ThreadRequest) => host.receive(message));
