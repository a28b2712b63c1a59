import type { FromDataThread, ToDataThread } from './data-thread-protocol.ts';
import { type ThreadAnswer, ThreadClient, type ThreadRequest, type WorkerLike } from './thread-client.ts';

/**
 * Options for `new Worker`. The pieces that sockets bring lie outside the heap and are given back when the young generation is collected: with
 * 64 MB of it as many waited as make V8 mark the whole heap, five times for a log of 200 MB; with 8 MB once or less.
 */
export const dataThreadOptions = { name: 'data', resourceLimits: { maxYoungGenerationSizeMb: 8 } } as const;

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
