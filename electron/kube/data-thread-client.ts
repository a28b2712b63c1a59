import type { FromDataThread, ToDataThread } from './data-thread-protocol.ts';
import { type ThreadAnswer, ThreadClient, type ThreadRequest, type WorkerLike } from './thread-client.ts';

/**
 * Options for `new Worker`. Parsing a list makes much that dies at once: with a roomy young generation the collector looks at
 * it rarely, and finds most of it dead.
 */
export const dataThreadOptions = { name: 'data', resourceLimits: { maxYoungGenerationSizeMb: 64 } } as const;

/** Messages that no call and no stream waits for. */
export type DataThreadNotice = Exclude<FromDataThread, ThreadAnswer>;

/** Messages about contexts and supervision. */
export type DataThreadMessage = Exclude<ToDataThread, ThreadRequest>;

/** A Worker that runs data-thread.ts. */
export type DataThreadWorker = WorkerLike<DataThreadMessage, DataThreadNotice>;

/** The main process' side of one data thread (data-threads.ts has several). After a restart its owner sends its contexts again. */
export class DataThreadClient extends ThreadClient<DataThreadMessage, DataThreadNotice> {
  constructor(start: () => DataThreadWorker) {
    super('data thread', start);
  }
}
