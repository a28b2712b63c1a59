import type { MessagePort } from 'node:worker_threads';
import type { ClusterError, Result } from '../../shared/cluster-error.ts';

/** What every thread is asked, besides messages of its own. */
export type ThreadRequest =
  | { readonly type: 'call'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly type: 'open'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly type: 'credit'; readonly id: number; readonly count: number }
  | { readonly type: 'close'; readonly id: number };

/** What every thread answers, besides notices of its own. */
export type ThreadAnswer =
  | { readonly type: 'result'; readonly id: number; readonly result: Result<unknown> }
  /** JSON text of a StreamEvent, in order per id. */
  | { readonly type: 'event'; readonly id: number; readonly event: string };

/** The part of a Worker that is used, so that tests can stand in for one. */
export interface WorkerLike<Message, Notice> {
  postMessage(message: Message | ThreadRequest, transfer?: readonly MessagePort[]): void;
  on(event: 'message', listener: (message: Notice | ThreadAnswer) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** A stream of a thread, as its reader holds it. */
export interface ThreadStream {
  /** The reader has taken `count` messages and can take as many again. */
  credit(count: number): void;
  /** Ends the stream; nothing is called afterwards. */
  close(): void;
}

/** How often a thread is asked for a sign of life, in ms: one small message. */
const askEveryMs = 10_000;
/** Questions that may stay unanswered: together longer than anything a thread does in one go. */
const mostUnanswered = 3;
/** No thread has this channel; that it says so is the sign of life. */
const lifeChannel = 'thread.alive';

/** A thread that dies again and again is started again at most this often, in ms. */
const restartDelayMs = 1_000;

/**
 * The main process' side of one thread. When the thread dies every call fails, every stream ends with an `internal` error, a new
 * thread is started and `onRestart` lets the owner tell it again what it has to know; readers open their streams again. So it is with one
 * that hangs: that is, one that answers nothing for half a minute in which this process runs (time asleep does not count).
 */
export class ThreadClient<Message, Notice extends { readonly type: string }> {
  readonly #name: string;
  readonly #start: () => WorkerLike<Message, Notice>;
  readonly #calls = new Map<number, (result: Result<unknown>) => void>();
  readonly #streams = new Map<number, (event: string) => void>();
  readonly #notices = new Set<(notice: Notice) => void>();
  readonly #restarts = new Set<() => void>();
  #worker: WorkerLike<Message, Notice>;
  #nextId = 1;
  #closed = false;
  #alive = true;
  #startedAt = Date.now();
  #unanswered = 0;
  #hung = false;
  readonly #asking: NodeJS.Timeout;

  /** `name` is what failures call it, e.g. `data thread`. */
  constructor(name: string, start: () => WorkerLike<Message, Notice>, askMs = askEveryMs) {
    this.#name = name;
    this.#start = start;
    this.#worker = this.#spawn();
    this.#asking = setInterval(() => this.#ask(), askMs);
    this.#asking.unref();
  }

  /** A message of its own. Order is kept. While there is no thread it is lost, and its ports are closed, which their other ends hear. */
  send(message: Message, transfer: readonly MessagePort[] = []): void {
    if (this.#alive && !this.#closed) this.#worker.postMessage(message, transfer);
    else for (const port of transfer) port.close();
  }

  /** Its notices, until the returned function is called. */
  onMessage(listener: (notice: Notice) => void): () => void {
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
    if (this.#closed) return Promise.resolve({ ok: false, error: gone(this.#name, 'it was closed') });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#calls.set(id, resolve);
      this.#worker.postMessage({ type: 'call', id, channel, args });
    });
  }

  /** `onEvent` gets the JSON texts of StreamEvents, in order. */
  open(channel: string, args: unknown, onEvent: (event: string) => void): ThreadStream {
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
    clearInterval(this.#asking);
    this.#fail('it was closed');
    await this.#worker.terminate();
  }

  #ask(): void {
    if (this.#unanswered >= mostUnanswered) {
      this.#unanswered = 0;
      this.#hung = true;
      // Its exit is seen like any other. One that cannot be ended has ended already.
      void this.#worker.terminate();
      return;
    }
    this.#unanswered++;
    void this.call(lifeChannel, {}).then(() => {
      this.#unanswered = 0;
    });
  }

  #spawn(): WorkerLike<Message, Notice> {
    const worker = this.#start();
    this.#startedAt = Date.now();
    this.#alive = true;
    let reason = '';
    this.#hung = false;
    worker.on('message', (message) => this.#receive(message));
    worker.on('error', (error) => {
      reason = error.stack ?? error.message;
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#alive = false;
      if (this.#worker === worker && !this.#closed)
        this.#restart(reason !== '' ? reason : this.#hung ? 'it hung' : `it ended with code ${code}`);
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
    const error = gone(this.#name, reason);
    const calls = [...this.#calls.values()];
    const streams = [...this.#streams.values()];
    this.#calls.clear();
    this.#streams.clear();
    for (const resolve of calls) resolve({ ok: false, error });
    const end = JSON.stringify({ type: 'end', error });
    for (const onEvent of streams) onEvent(end);
  }

  #receive(message: Notice | ThreadAnswer): void {
    if (isResult(message)) {
      const resolve = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      resolve?.(message.result);
    } else if (isEvent(message)) this.#streams.get(message.id)?.(message.event);
    else for (const listener of this.#notices) listener(message as Notice);
  }
}

function gone(name: string, reason: string): ClusterError {
  return { kind: 'internal', message: `the ${name} stopped: ${reason}` };
}

function isResult(message: { readonly type: string }): message is Extract<ThreadAnswer, { readonly type: 'result' }> {
  return message.type === 'result';
}

function isEvent(message: { readonly type: string }): message is Extract<ThreadAnswer, { readonly type: 'event' }> {
  return message.type === 'event';
}
