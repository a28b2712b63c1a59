import type { ClusterError, Result } from '../../shared/cluster-error.ts';
import type { FromDataThread, ToDataThread } from './data-thread-protocol.ts';

/** The part of a Worker that is used, so that tests can stand in for one. */
export interface WorkerLike {
  postMessage(message: ToDataThread): void;
  on(event: 'message', listener: (message: FromDataThread) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/**
 * Options for `new Worker`. Parsing a list makes much that dies at once: with a roomy young generation the collector looks at
 * it rarely, and finds most of it dead.
 */
export const dataThreadOptions = { name: 'data', resourceLimits: { maxYoungGenerationSizeMb: 64 } } as const;

/** A stream of the data thread, as its reader holds it. */
export interface DataThreadStream {
  /** The reader has taken `count` messages and can take as many again. */
  credit(count: number): void;
  /** Ends the stream; nothing is called afterwards. */
  close(): void;
}

/** Messages that no call and no stream waits for. */
export type DataThreadNotice = Extract<FromDataThread, { readonly type: 'status' | 'unauthorized' }>;

/** Messages about contexts and supervision. */
export type DataThreadMessage = Exclude<ToDataThread, { readonly type: 'call' | 'open' | 'credit' | 'close' }>;

/** A thread that dies again and again is started again at most this often, in ms. */
const restartDelayMs = 1_000;

/**
 * The main process' side of one data thread (data-threads.ts has several). When the thread dies every call fails, every stream ends with an `internal`
 * error, a new thread is started and `onRestart` lets the owner send its contexts again; readers open their streams again.
 */
export class DataThreadClient {
  readonly #start: () => WorkerLike;
  readonly #calls = new Map<number, (result: Result<unknown>) => void>();
  readonly #streams = new Map<number, (event: string) => void>();
  readonly #notices = new Set<(notice: DataThreadNotice) => void>();
  readonly #restarts = new Set<() => void>();
  #worker: WorkerLike;
  #nextId = 1;
  #closed = false;
  #startedAt = Date.now();

  constructor(start: () => WorkerLike) {
    this.#start = start;
    this.#worker = this.#spawn();
  }

  /** Contexts and supervision: connect, disconnect, retry, wake. Order is kept. */
  send(message: DataThreadMessage): void {
    if (!this.#closed) this.#worker.postMessage(message);
  }

  /** Statuses and requests for credentials, until the returned function is called. */
  onMessage(listener: (notice: DataThreadNotice) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  /** Called after a new thread has replaced one that died. */
  onRestart(listener: () => void): () => void {
    this.#restarts.add(listener);
    return () => this.#restarts.delete(listener);
  }

  /** Never rejects. The value has the shape the contract gives the channel. */
  call(channel: string, args: unknown): Promise<Result<unknown>> {
    if (this.#closed) return Promise.resolve({ ok: false, error: gone('it was closed') });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#calls.set(id, resolve);
      this.#worker.postMessage({ type: 'call', id, channel, args });
    });
  }

  /** `onEvent` gets the JSON texts of StreamEvents, in order. */
  open(channel: string, args: unknown, onEvent: (event: string) => void): DataThreadStream {
    const id = this.#nextId++;
    this.#streams.set(id, onEvent);
    this.#worker.postMessage({ type: 'open', id, channel, args });
    return {
      credit: (count) => {
        if (this.#streams.has(id)) this.#worker.postMessage({ type: 'credit', id, count });
      },
      close: () => {
        if (this.#streams.delete(id)) this.#worker.postMessage({ type: 'close', id });
      },
    };
  }

  /** Ends the thread for good. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#fail('it was closed');
    await this.#worker.terminate();
  }

  #spawn(): WorkerLike {
    const worker = this.#start();
    this.#startedAt = Date.now();
    let reason = '';
    worker.on('message', (message) => this.#receive(message));
    worker.on('error', (error) => {
      reason = error.stack ?? error.message;
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker && !this.#closed) this.#restart(reason === '' ? `it ended with code ${code}` : reason);
    });
    return worker;
  }

  #restart(reason: string): void {
    const wait = Math.max(0, restartDelayMs - (Date.now() - this.#startedAt));
    const again = () => {
      if (this.#closed) return;
      this.#worker = this.#spawn();
      for (const listener of this.#restarts) listener();
      this.#fail(reason);
    };
    if (wait === 0) again();
    else setTimeout(again, wait);
  }

  #fail(reason: string): void {
    const error = gone(reason);
    const calls = [...this.#calls.values()];
    const streams = [...this.#streams.values()];
    this.#calls.clear();
    this.#streams.clear();
    for (const resolve of calls) resolve({ ok: false, error });
    const end = JSON.stringify({ type: 'end', error });
    for (const onEvent of streams) onEvent(end);
  }

  #receive(message: FromDataThread): void {
    switch (message.type) {
      case 'result': {
        const resolve = this.#calls.get(message.id);
        this.#calls.delete(message.id);
        resolve?.(message.result);
        break;
      }
      case 'event':
        this.#streams.get(message.id)?.(message.event);
        break;
      default:
        for (const listener of this.#notices) listener(message);
    }
  }
}

function gone(reason: string): ClusterError {
  return { kind: 'internal', message: `the data thread stopped: ${reason}` };
}
