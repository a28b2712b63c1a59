import { parentPort, workerData } from 'node:worker_threads';
import { type SearchTask, SearchThread, type SearchThreadSetup } from './features/logs/search/search-thread.ts';

/* Entry of a search thread: it asks lines for patterns, and is ended by the log thread when a pattern takes too long. */

const port = parentPort;
if (port === null) throw new Error('log-search-thread must be started as a worker thread');

const thread = new SearchThread(workerData as SearchThreadSetup);
port.on('message', (task: SearchTask) => {
  const result = thread.answer(task);
  port.postMessage(result, result.ok && 'matched' in result ? [result.matched.buffer as ArrayBuffer] : []);
});
